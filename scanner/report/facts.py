"""The key facts of a report, by name: what every machine-readable format carries beside its findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.compare.lines import change_lines
from scanner.document.report import Report
from scanner.report.changes import change_of
from scanner.report.languages.phrasebook import counted, said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import marked, ngettext
from scanner.report.packs import described, warnings
from scanner.report.sentences import percent, verdict_sentence
from scanner.report.words import word
from scanner.text import shorten

Row = dict[str, Any]
LONGEST_PATH = 1_000
"""Characters of a path, and of a reason, where a format has a limit of size; the middle gives way."""
STOPPED = marked("The run was stopped before its end. This report is partial.")
"""For ``gettext``."""
Fact = tuple[str, str]
"""(name, text). A name may stand more than once: one row for each law, pack or remark."""


def key_facts(report: Report) -> Iterator[Fact]:
    """Verdict, delivery, coverage, laws, signatures with digest and age, faults, and what an update changes."""
    screening = report.screening
    ledger = screening["ledger"]
    yield "verdict", report.verdict.value
    yield "verdict-word", str(word("verdict", report.verdict.value)["word"])
    yield "sentence", verdict_sentence(report)
    yield "exit-code", str(report.exit_code)
    yield "fail-on", str(screening["fail_on"])
    yield "report-digest", report.digest
    yield "delivery", report.name
    yield "delivery-sha256", str(screening["delivery"]["sha256"])
    yield "screening-date", str(screening["date"])
    yield "read-percent", percent(report)
    yield "unread-bytes", str(ledger["unread"])
    yield "unread-regions", str(len(ledger["regions"]))
    yield "findings", str(len(screening["findings"]))
    yield from _laws(report)
    yield from _packs(report)
    if report.run["interrupted"]:
        yield "interrupted", _(STOPPED)
    yield from (("problem", said(problem)) for problem in screening["problems"])
    if change := change_of(report):
        yield "change-outcome", str(change["outcome"])
        yield from (("change", said(sentence)) for sentence in change_lines(change))


def _laws(report: Report) -> Iterator[Fact]:
    for verdict in report.screening["verdicts"]:
        policy = verdict["policy"]
        against = verdict.get("standing")
        told = f". {said(against['sentence'])}" if against else ""
        yield "law", f"{policy['id']}: {said(verdict['verdict'])} ({said(policy['citation'])}){told}"


def _packs(report: Report) -> Iterator[Fact]:
    pack = report.screening["pack"]
    yield "pack", described(pack)
    yield "pack-version", str(pack["version"])
    yield "pack-digest", str(pack["digest"])
    yield "pack-age-days", str(pack["age_days"])
    yield "pack-needs", f"facescreen {pack['min_engine']}"
    for each in pack["packs"] if len(pack["packs"]) > 1 else ():
        yield (
            "pack-part",
            _("%(id)s %(told)s, digest %(digest)s", id=each["id"], told=described(each), digest=each["digest"]),
        )
    yield from (("pack-warning", text) for text in warnings(report))


def left_out(count: int, noun: str, report: Report) -> str:
    """The sentence for what a cap leaves out: how many, and where they all are."""
    return _("%(more)s in report.json, digest %(digest)s.", more=counted(count, f"more {noun}"), digest=report.digest)


def place_text(region: Row) -> str:
    """What one unread region is, in a sentence with its reason and what would make it readable."""
    reason = f" ({shorten(said(region['reason']), LONGEST_PATH)})" if region["reason"] else ""
    told = _(
        "%(path)s: %(size)s at offset %(offset)s could not be read: %(state)s%(reason)s.",
        path=shorten(region["path"], LONGEST_PATH),
        size=ngettext("%(num)s byte", "%(num)s bytes", region["length"]),
        offset=f"{region['offset']:,}",
        state=said(region["state"]),
        reason=reason,
    )
    return f"{told} {said(region['resolve'])}"


def qualified(finding: Row) -> str:
    """``verification`` or ``analysis (emotion)``."""
    marks = ", ".join(map(said, finding["qualifiers"]))
    return f"{said(finding['capability'])} ({marks})" if marks else said(finding["capability"])
