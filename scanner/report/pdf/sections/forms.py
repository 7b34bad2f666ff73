"""Pages to fill in: signatures, and a certification as a court may ask for.

The certification follows rule 902 (11), (13) and (14) of the Federal Rules of Evidence and 28 U.S.C. 1746, told in own
words. Only its last statement keeps to the words of 1746, which asks for a form that is the same in substance.
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.document.report import Report
from scanner.report.languages.speaking import gettext as _
from scanner.report.pdf.blocks import Block, bold, facts, fill_in, heading, paragraph, sheet, sign, table, text, typed
from scanner.report.pdf.sections.method import Digests

_ROOM = 16


def signatures() -> Iterator[Block]:
    """Who screened, checked and decided, on one page."""
    yield sheet(_signatures())


def _signatures() -> Iterator[Block]:
    yield heading(_("Signatures"))
    yield paragraph(
        text(_("Who signs has read this record.")),
        text(" " + _("A signature here does not say that the delivery may be used.")),
        text(" " + _("This record states technical facts and the clauses they touch. It is not legal advice.")),
        look="lead",
    )
    yield table(
        (3, 3.6, 2, 3.4),
        (_("Part"), _("Name and office"), _("Date"), _("Signature")),
        [[[bold(part)], [], [], []] for part in (_("Screened by"), _("Checked by"), _("Decided by"))],
        room=_ROOM,
    )


def certification(report: Report, digests: Digests) -> Iterator[Block]:
    """A form for who can vouch for the record, no advice; each part of it stays on one page."""
    yield sheet(_who())
    yield fill_in(_("Why I know this system and can vouch for it (training, experience, part in this screening)"), 2)
    yield from _system(report, digests)
    yield sheet(_hashes(report, digests))
    yield sheet(_kept())
    yield sheet(_statement())


def _who() -> Iterator[Block]:
    yield heading(_("Certification (form to fill in)"))
    yield paragraph(
        bold(_("Counsel must check this form before it is used. It is not legal advice."), 400),
        text(" " + _("It is made after rules 902(11), 902(13) and 902(14) of the Federal Rules of Evidence.")),
        text(" " + _("They were read in November 2026, in pages that quote them.")),
        text(" " + _("State courts have their own rules. Strike out what does not apply.")),
        look="warning",
    )
    yield fill_in(_("Who certifies: name, position, employer"))


def _system(report: Report, digests: Digests) -> Iterator[Block]:
    tool, pack = report.screening["tool"], report.screening["pack"]
    yield heading(_("The system and the process, rule 902(13)"), 2)
    yield paragraph(
        text(
            _(
                "The record was made by the program %(tool)s, version %(version)s, with the signatures %(pack)s, on"
                " %(date)s. The program opens the files of a delivery, looks in them for signs of known products, and"
                " writes down each sign with its place. It counts every byte as read or not read.",
                tool=tool["name"],
                version=tool["version"],
                pack=pack["version"],
                date=report.screening["date"],
            )
        ),
        text(
            " "
            + _(
                "The report digest is the same again if nothing of this differs: delivery, version, signatures,"
                " options, screening date, programs installed."
            )
        ),
    )
    yield paragraph(text(_("I ran the program, or watched it run, as the part “How it was done” says.")), look="tick")
    again = _("The screening was run again with the same screening date, and the report digest was the same.")
    yield paragraph(text(again), look="tick")
    yield fill_in(_("Other reasons why the result is accurate; what was different"), 1)


def _hashes(report: Report, digests: Digests) -> Iterator[Block]:
    yield heading(_("The copies, rule 902(14)"), 2)
    yield paragraph(
        text(_("Files are told by their SHA-256 (FIPS 180-4), a number computed from every byte of a file.")),
        text(" " + _("Two files with the same number are taken to be the same.")),
    )
    delivery = report.screening["delivery"]["sha256"]
    yield facts(
        (
            (_("Delivery"), [typed(delivery) if delivery else text(_("not computed"))]),
            (_("report.json"), [typed(digests.file)]),
            (_("Report digest"), [typed(digests.report)]),
        )
    )
    yield paragraph(
        text(_("I computed the SHA-256 of the copy that I offer, and it is the same as the one printed here.")),
        look="tick",
    )
    yield fill_in(_("Which copy, with which program, on which day"))


def _kept() -> Iterator[Block]:
    yield heading(_("Only for a record of regular work, rule 902(11)"), 2)
    yield paragraph(
        text(_("It was made at or near the time, by somebody who knew of it or was told by one who knew.")),
        look="tick",
    )
    yield paragraph(
        text(_("It was kept in regular work, and such records are made there as a regular practice.")),
        look="tick",
    )


def _statement() -> Iterator[Block]:
    yield heading(_("Statement"), 2)
    yield paragraph(
        text(_("I declare under penalty of perjury that the foregoing is true and correct.")),
        text(" " + _("(Signed outside the United States, it has to say:")),
        text(" " + _("“under penalty of perjury under the laws of the United States of America”.)")),
    )
    yield sign((_("Date"), _("Place"), _("Signature")))
    yield paragraph(
        text(_("Who offers the record in court has to tell the other side in writing and in good time.")),
        text(" " + _("The other side may see the record and this form.")),
        look="note",
    )
