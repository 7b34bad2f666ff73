"""The test cases of the JUnit report: what passes, fails and could not be checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scanner.document.report import Report
from scanner.report.clauses import clause_name, law_name
from scanner.report.facts import left_out, place_text
from scanner.report.floors import coverage_is_open, is_open, too_old
from scanner.report.packs import described, warnings
from scanner.report.sentences import bytes_by_state, evidence_phrase, percent
from scanner.report.words import word

Row = dict[str, Any]

MOST_FINDINGS = 50
"""Findings, and unread regions, in the text of one case."""
_FAILING = {"violation_indicator": "violation", "review": "review", "exempt_if_attested": "review"}
_OF_VERDICT = {
    "found": ("failure", "violation"),
    "review": ("failure", "review"),
    "inconclusive": ("error", "inconclusive"),
    "nothing-found": ("", ""),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One test case; ``result`` is ``failure``, ``error``, or empty for a passed one."""

    group: str
    name: str
    result: str = ""
    type: str = ""
    message: str = ""
    lines: tuple[str, ...] = ()


def cases(report: Report) -> Iterator[Case]:
    """All cases, no two with the same name: of those GitLab keeps the first, as its manual says, whatever the group."""
    seen: Counter[str] = Counter()
    for case in _cases(report):
        seen[case.name] += 1
        count = seen[case.name]
        yield case if count == 1 else replace(case, name=f"{case.name} ({count})")


def _cases(report: Report) -> Iterator[Case]:
    names = {finding["id"]: finding for finding in report.findings}
    if not report.screening["verdicts"]:
        result, kind = _OF_VERDICT[report.verdict.value]
        yield Case("facescreen", "verdict", result, kind, "No law was applied.")
    for verdict in report.screening["verdicts"]:
        yield _verdict(verdict)
        for clause in verdict["clauses"]:
            yield _clause(report, verdict, clause, names)
    yield _coverage(report)
    yield _age(report)


def _verdict(verdict: Row) -> Case:
    """The whole law: some findings are judged by no single clause, and a place that cannot be listed has no region."""
    policy = verdict["policy"]
    result, kind = _OF_VERDICT[verdict["verdict"]]
    message = f"{law_name(verdict)}: {word('verdict', verdict['verdict'])['word'].lower()}"
    name = f"verdict under {policy['id']}"
    return Case(_group(policy), name, result, kind, message, tuple(verdict["reasons"][:MOST_FINDINGS]))


def _clause(report: Report, verdict: Row, clause: Row, names: dict[str, Row]) -> Case:
    group, name = _group(verdict["policy"]), f"{clause_name(clause)} {clause['says']}"
    said = f"{word('outcome', clause['outcome'])['word']} ({word('checked', clause['verified'])})"
    kind = _FAILING.get(clause["outcome"], "")
    if kind:
        found = [names[identifier] for identifier in clause["findings"]]
        return Case(group, name, "failure", kind, said, tuple(_found(report, found)))
    if is_open(report, verdict):
        message = "No evidence was seen, but too much could not be checked for an answer."
        return Case(group, name, "error", "inconclusive", message, tuple(verdict["reasons"][:MOST_FINDINGS]))
    return Case(group, name)


def _found(report: Report, found: Sequence[Row]) -> Iterator[str]:
    for finding in found[:MOST_FINDINGS]:
        yield f"{finding['id']} {finding['capability']} is {finding['state']}: {evidence_phrase(finding)}"
    if len(found) > MOST_FINDINGS:
        yield left_out(len(found) - MOST_FINDINGS, "finding", report)


def _coverage(report: Report) -> Case:
    open_for = [v for v in report.screening["verdicts"] if coverage_is_open(report, v)]
    if not open_for:
        return Case("facescreen", "coverage")
    regions = report.screening["ledger"]["regions"]
    lines = [reason for verdict in open_for for reason in verdict["reasons"][:3]]
    lines += [place_text(region) for region in regions[:MOST_FINDINGS]]
    if len(regions) > MOST_FINDINGS:
        lines.append(left_out(len(regions) - MOST_FINDINGS, "unread region", report))
    message = f"Read {percent(report)} %: {bytes_by_state(report)}"
    return Case("facescreen", "coverage", "error", "inconclusive", message, tuple(lines))


def _age(report: Report) -> Case:
    old = [v for v in report.screening["verdicts"] if too_old(report, v["policy"])]
    if not old:
        return Case("facescreen", "signature pack age")
    message = f"Signatures {described(report.screening['pack'])}"
    return Case("facescreen", "signature pack age", "error", "inconclusive", message, tuple(warnings(report)))


def _group(policy: Row) -> str:
    return f"facescreen.{policy['id']}"
