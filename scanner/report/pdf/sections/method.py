"""How it was done: program, signatures, options, limits, error rates, digests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from scanner.document.report import Report
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.report.measured import Measured, measured
from scanner.report.packs import described, warnings
from scanner.report.pdf.blocks import (
    NEW_LINE,
    Block,
    Cell,
    bold,
    facts,
    heading,
    paragraph,
    points,
    quoted,
    soft,
    table,
    text,
    typed,
)
from scanner.report.pdf.caps import MOST_PACKS
from scanner.report.sentences import missing_tools
from scanner.report.words import table as words
from scanner.report.words import word
from scanner.types import Limits

Row = dict[str, Any]
_OF_LAWS = 2
OF_OUR_OWN = (
    "These numbers are of this project's own test cases. They do not say how often it is right on your delivery."
)
UNSEEN = "The makers had not seen a case marked as unseen before that run."
EVERY_CASE = (
    "Program and signatures may have changed since then. Every case stands in docs/accuracy.md, which comes with the"
    " source of this program."
)
"""All three stand in the web page too."""


@dataclass(frozen=True, slots=True)
class Digests:
    """What names the report."""

    report: str
    """SHA-256 of the canonical form of what was screened and found."""
    file: str
    """SHA-256 of the file ``report.json``."""


def section(report: Report, digests: Digests) -> Iterator[Block]:
    """Everything that a second screening needs to come to the same result."""
    yield heading(_("How it was done"))
    told = _("facescreen unpacks a delivery and compares what is inside with signatures of known products.")
    yield paragraph(text(told))
    yield facts(_facts(report, digests))
    told = _(
        "The report digest is the SHA-256 of what was screened and found; the line below it is that of the file, as"
        " sha256sum prints it."
    )
    yield paragraph(soft(told), look="note")
    yield heading(_("What a screening cannot say"), 2)
    yield points(([text(sentence)] for sentence in _unsaid(report)), small=True)
    yield from _rates()


def _unsaid(report: Report) -> Sequence[str]:
    """What a screening cannot say. The last two, on exemptions and clauses, stand in the parts on them already."""
    limits: Sequence[str] = words("limits_of_a_screening")
    return limits[:-_OF_LAWS] if report.screening["verdicts"] else limits


def _facts(report: Report, digests: Digests) -> Iterator[tuple[str, Cell]]:
    screening, run = report.screening, report.run
    tool, pack = screening["tool"], screening["pack"]
    yield _("Program"), [text(f"{tool['name']} {tool['version']}. {_parts(screening['capabilities'])}")]
    since = _("for facescreen %(version)s or later", version=pack["min_engine"])
    yield _("Signature pack"), [quoted(described(pack)), text(f"; {since}")]
    yield _("Pack digest"), [typed(pack["digest"])]
    if len(pack["packs"]) > 1:
        yield _("Packs"), _packs(pack["packs"])
    if told := [said(warning) for warning in warnings(report)]:
        yield _("Mind this"), [bold(" ".join(told), 2000)]
    yield _("Run"), [text(_run(run))]
    yield _("Options"), [text(_options(report))]
    yield _("Limits"), [text(_limits(screening["limits"]), 2000)]
    yield _("Not installed"), [text(missing_tools(report) or _("nothing is missing"))]
    yield _("Report digest"), [typed(digests.report)]
    yield _("report.json"), [typed(digests.file)]


def _packs(packs: list[Row]) -> Cell:
    shown: list[Any] = []
    for pack in packs[:MOST_PACKS]:
        since = _("for facescreen %(version)s or later", version=pack["min_engine"])
        shown += [text(f"{pack['id']} {said(described(pack))}; {since}"), NEW_LINE, typed(pack["digest"]), NEW_LINE]
    if (left := len(packs) - MOST_PACKS) > 0:
        return [*shown, soft(ngettext("%(num)s more in report.json.", "%(num)s more in report.json.", left))]
    return shown[:-1]


def _run(run: Row) -> str:
    """How the workers were fenced in stands in the web page and the document."""
    return ngettext(
        "%(started)s to %(finished)s on the computer %(host)s, %(num)s worker.",
        "%(started)s to %(finished)s on the computer %(host)s, %(num)s workers.",
        run["jobs"],
        started=run["started"] or "?",
        finished=run["finished"] or "?",
        host=run["host"] or "?",
    )


def _options(report: Report) -> str:
    screening = report.screening
    return _(
        "Laws: %(laws)s; fail on: %(fail_on)s; exit code %(code)s.",
        laws=", ".join(screening["policies"]) or _("none"),
        fail_on=screening["fail_on"],
        code=report.exit_code,
    )


def _limits(limits: Row) -> str:
    """Those that somebody chose; a report that is read is one of this version."""
    preset = asdict(Limits())
    chosen = [f"{word('limit_name', name)}: {value:,}" for name, value in limits.items() if value != preset.get(name)]
    rest = _("As this version has them; report.json lists them.")
    return (
        "; ".join(chosen) + ". " + _("All others: as this version has them; report.json lists them.")
        if chosen
        else rest
    )


def _parts(capabilities: Row) -> str:
    readers = ngettext("%(num)s reader of formats", "%(num)s readers of formats", len(capabilities["readers"]))
    detectors = ngettext("%(num)s detector", "%(num)s detectors", len(capabilities["detectors"]))
    limits = ngettext("%(num)s known limit", "%(num)s known limits", len(capabilities["limitations"]))
    return _(
        "%(readers)s and %(detectors)s with %(limits)s; report.json has their names and versions.",
        readers=readers,
        detectors=detectors,
        limits=limits,
    )


def _rates() -> Iterator[Block]:
    rows = measured()
    if not rows:
        return
    yield heading(_("Measured error rates"), 2)
    yield paragraph(text(f"{_(OF_OUR_OWN)} {_(UNSEEN)} {_(EVERY_CASE)}"), look="lead")
    tried: dict[str, dict[bool, Measured]] = {}
    for row in rows:
        tried.setdefault(_case(row), {})[row.blind] = row
    yield table(
        (6.8, 2.6, 2.6),
        (_("What was tried"), _("First run, cases unseen"), _("Latest run, cases known")),
        [[[text(word("tried", case))], _rate(runs.get(True)), _rate(runs.get(False))] for case, runs in tried.items()],
    )
    when = sorted({f"{row.date} ({row.version})" for row in rows})
    told = _("Measured on %(days)s; report.html names the commands.", days=", ".join(when))
    yield paragraph(soft(told), look="note")


def _case(row: Measured) -> str:
    """What was tried, which can have a first and a latest run."""
    return row.name.removesuffix("-first").removesuffix("-latest")


def _rate(row: Measured | None) -> Cell:
    if row is None:
        return [text("–")]
    told = _("%(right)s of %(cases)s (%(wrong)s wrong)", right=f"{row.right:,}", cases=f"{row.of:,}", wrong=row.wrong)
    return [text(told)]
