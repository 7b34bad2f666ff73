"""``README.txt``: what this folder is, which file is for whom, how to check it, and who did what."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from scanner.document.report import Report
from scanner.record.custody import Custody, Entry
from scanner.record.names import ARCHIVE, LISTED, MANIFEST, PDF
from scanner.record.words import acts, commands, limits_of_a_manifest, missing_pdf, partial, purposes
from scanner.report.advice import next_steps
from scanner.report.clauses import answer
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import draft_notice, ngettext
from scanner.report.languages.speaking import gettext as _
from scanner.report.packs import warnings
from scanner.report.sentences import beside_the_verdict, percent, verdict_sentence
from scanner.report.words import word
from scanner.text import safe_text

_WIDTH = 76
_LONGEST = 400
"""Characters of one name or text out of the report; ``report.json`` has all of it."""


def readme(report: Report, custody: Custody, *, with_pdf: bool) -> bytes:
    """The page in the spoken language, as text of 76 columns; names that are longer stand on one line."""
    lines = [*_head(report), *_files(with_pdf), *_check(), *_log(custody), *_made(report, custody)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _head(report: Report) -> Iterator[str]:
    title = _("Record of a screening for face recognition")
    yield from (title, "=" * len(title), "")
    if draft := draft_notice():
        yield from (*_wrapped(draft), "")
    yield from _wrapped(
        _(
            "This folder is the record of one screening. The program facescreen searched what a vendor delivered for"
            " face recognition. The result, and what it rests on, is kept here."
        )
    )
    yield ""
    delivery = report.screening["delivery"]
    context = delivery["context"]
    for label, text in (
        (_("Delivery"), report.name),
        (_("Size"), ngettext("%(num)s byte", "%(num)s bytes", delivery["size"])),
        (_("Vendor"), context["vendor"]),
        (_("Product"), context["product"]),
        (_("Contract"), context["contract"]),
        (_("Received by"), context["received_by"]),
        (_("SHA-256 of the delivery"), delivery["sha256"]),
        (_("Screened on"), report.screening["date"]),
    ):
        if text:
            yield f"{label}: {safe_text(text, _LONGEST)}"
    yield ""
    yield from _result(report)


def _result(report: Report) -> Iterator[str]:
    ledger = report.screening["ledger"]
    verdict = word("verdict", report.verdict.value)
    yield _("Result: %(verdict)s", verdict=verdict["word"])
    if beside := beside_the_verdict(report):
        yield from _wrapped(beside)
    yield from _wrapped(verdict_sentence(report))
    yield from _wrapped(_("Next: %(step)s", step=next_steps(report)[0]))
    if report.run["interrupted"]:
        yield from _wrapped(partial())
    yield ""
    yield from _wrapped(_("%(percent)s %% of the delivery could be read.", percent=percent(report)))
    if ledger["unread"]:
        unread = ngettext(
            "%(num)s byte could not be read. report.html says where it is and why; it can hold anything.",
            "%(num)s bytes could not be read. report.html says where they are and why; they can hold anything.",
            ledger["unread"],
        )
        yield from _wrapped(unread)
    findings, questions = len(report.findings), len(report.screening["questions"])
    yield ngettext("%(num)s finding.", "%(num)s findings.", findings)
    yield ngettext("%(num)s open question to the vendor.", "%(num)s open questions to the vendor.", questions)
    for judged in report.screening["verdicts"]:
        law = safe_text(said(judged["policy"]["title"]), _LONGEST)
        yield from _wrapped(_("Judged by: %(law)s: %(verdict)s", law=law, verdict=answer(judged)["word"]))
    for warning in warnings(report):
        yield from _wrapped(safe_text(warning, _LONGEST))


def _files(with_pdf: bool) -> Iterator[str]:
    yield from _heading(_("The files, and for whom they are"))
    told = purposes()
    for name in (*LISTED, MANIFEST, ARCHIVE):
        yield name
        yield from _wrapped(told[name] if name != PDF or with_pdf else missing_pdf(), "    ")


def _check() -> Iterator[str]:
    yield from _heading(_("How to check that no file was changed"))
    yield from _wrapped(
        _("Open a command line in this folder and type the line for your system. It needs nothing else.")
    )
    yield ""
    for system, command in commands():
        yield f"  {system}:"
        yield f"    {command}"
    yield ""
    yield from _wrapped(
        _(
            "Each file must be followed by OK. The list names neither itself nor record.zip. Any other file that it"
            " does not name was put here later."
        )
    )
    for paragraph in limits_of_a_manifest():
        yield ""
        yield from _wrapped(paragraph)


def _log(custody: Custody) -> Iterator[str]:
    yield from _heading(_("Who did what, and when"))
    for entry in custody.entries:
        yield from _entry(entry)
    yield ""
    yield from _wrapped(
        _(
            "The entries stand in the order in which they were made. The program wrote the first one from the report."
            " The others, with their times, are as the person gave them who made them."
        )
    )


def _entry(entry: Entry) -> Iterator[str]:
    when = (
        f"{entry.when[:10]} {entry.when[11:19]} UTC{entry.when[19:]}" if entry.when else _("the report names no time")
    )
    yield f"{entry.number:>3}. {acts()[entry.what]}: {when}"
    yield from _wrapped(_("By: %(by)s", by=said(entry.by) if entry.number == 1 else entry.by), "     ")
    if entry.note:
        note = said(entry.note) if entry.number == 1 else entry.note
        yield from _wrapped(_("Note: %(note)s", note=note), "     ")


def _made(report: Report, custody: Custody) -> Iterator[str]:
    yield from _heading(_("How this record was made"))
    version = report.screening["tool"]["version"]
    yield from _wrapped(_("The report was written by facescreen %(version)s.", version=safe_text(version, _LONGEST)))
    yield from _wrapped(
        _(
            "The report's own number, which each file names, is the SHA-256 of what was screened and found. It is the"
            " same for each run with the same delivery, options, signatures, programs and screening date:"
        )
    )
    yield f"  {report.digest}"
    yield _("SHA-256 of the file report.json:")
    yield f"  {custody.sha256}"
    yield ""
    yield from _wrapped(
        _(
            "The record says what was found in the bytes that were read. It is no proof that there is nothing else."
            " It is no legal advice."
        )
    )


def _heading(text: str) -> Iterator[str]:
    yield from ("", "", text, "-" * len(text), "")


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    yield from textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
