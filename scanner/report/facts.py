"""The key facts of a report, by name: what every machine-readable format carries beside its findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.compare.lines import change_lines
from scanner.document.report import Report
from scanner.report.packs import described, warnings
from scanner.report.sentences import percent, verdict_sentence
from scanner.report.words import word
from scanner.text import plural, shorten

Row = dict[str, Any]
LONGEST_PATH = 1_000
"""Characters of a path, and of a reason, where a format has a limit of size; the middle gives way."""
STOPPED = "The run was stopped before its end. This report is partial."
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
        yield "interrupted", STOPPED
    yield from (("problem", problem) for problem in screening["problems"])
    if change := screening.get("change"):
        yield "change-outcome", str(change["outcome"])
        yield from (("change", sentence) for sentence in change_lines(change))


def _laws(report: Report) -> Iterator[Fact]:
    for verdict in report.screening["verdicts"]:
        policy = verdict["policy"]
        against = verdict.get("standing")
        told = f". {against['sentence']}" if against else ""
        yield "law", f"{policy['id']}: {verdict['verdict']} ({policy['citation']}){told}"


def _packs(report: Report) -> Iterator[Fact]:
    pack = report.screening["pack"]
    yield "pack", described(pack)
    yield "pack-version", str(pack["version"])
    yield "pack-digest", str(pack["digest"])
    yield "pack-age-days", str(pack["age_days"])
    yield "pack-needs", f"facescreen {pack['min_engine']}"
    for each in pack["packs"] if len(pack["packs"]) > 1 else ():
        yield "pack-part", f"{each['id']} {described(each)}, digest {each['digest']}"
    yield from (("pack-warning", text) for text in warnings(report))


def left_out(count: int, noun: str, report: Report) -> str:
    """The sentence for what a cap leaves out: how many, and where they all are."""
    return f"{plural(count, f'more {noun}')} in report.json, digest {report.digest}."


def place_text(region: Row) -> str:
    """What one unread region is, in a sentence with its reason and what would make it readable."""
    reason = f" ({shorten(region['reason'], LONGEST_PATH)})" if region["reason"] else ""
    size = plural(region["length"], "byte")
    where = f"{shorten(region['path'], LONGEST_PATH)}: {size} at offset {region['offset']:,}"
    return f"{where} could not be read: {region['state']}{reason}. {region['resolve']}"


def qualified(finding: Row) -> str:
    """``verification`` or ``analysis (emotion)``."""
    marks = ", ".join(finding["qualifiers"])
    return f"{finding['capability']} ({marks})" if marks else str(finding["capability"])
