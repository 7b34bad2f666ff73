"""Findings, large unread regions and unanswered laws as results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from scanner.document.report import Report
from scanner.report.facts import LONGEST_PATH, place_text, qualified
from scanner.report.floors import large_regions
from scanner.report.groups import outcomes, places
from scanner.report.sarif.laws import touched_taxa
from scanner.report.sarif.places import Places, fingerprint
from scanner.report.sarif.rules import GAP, LEVELS, Rule, of_coverage, of_finding, of_verdict
from scanner.report.sentences import evidence_phrase, verdict_sentence
from scanner.report.versions import version_texts
from scanner.report.words import word
from scanner.text import shorten
from scanner.types import Verdict

Row = dict[str, Any]

MOST_RESULTS = 5_000
"""GitHub takes 25,000 results of a run and keeps 5,000."""
MOST_RELATED = 20
"""Further places of one finding; the report has all."""

_FULL = {"error": ("fail", "error"), "warning": ("review", "none"), "none": ("informational", "none")}
"""Level of the ci profile → kind and level of the full one."""


@dataclass(frozen=True, slots=True)
class Result:
    """One result; ``path`` is the place that its fingerprint comes from, ``copy`` counts equal fingerprints."""

    rule: Rule
    kind: str
    level: str
    text: str
    path: str
    offset: int | None = None
    length: int | None = None
    finding: Row = field(default_factory=dict)
    copy: int = 1

    def document(self, index: int, where: Places, taxa: list[Row]) -> Row:
        """The object of SARIF; ``index`` is that of its rule, ``taxa`` are the clauses that it touches."""
        more: Row = {"taxa": taxa} if taxa else {}
        if self.finding:
            more |= _about(self.finding, where)
        return {
            "ruleId": self.rule.id,
            "ruleIndex": index,
            "kind": self.kind,
            "level": self.level,
            "rank": self.rule.rank,
            "message": {"text": self.text},
            "locations": [where.location(self.path, self.offset, self.length)],
            "partialFingerprints": {"primaryLocationLineHash": f"{fingerprint(self.rule.id, self.path)}:{self.copy}"},
            **more,
        }


def results(report: Report, profile: str, most: int = MOST_RESULTS) -> list[Result]:
    """The results of a run, weightiest first and at most ``most``."""
    made = sorted(_results(report, profile), key=lambda r: (-r.rule.rank, r.rule.id, r.path, r.offset or 0, r.text))
    seen: Counter[tuple[str, str]] = Counter()
    numbered = []
    for result in made[:most]:
        key = (result.rule.id, fingerprint(result.rule.id, result.path))
        seen[key] += 1
        numbered.append(replace(result, copy=seen[key]))
    return numbered


def documents(report: Report, found: list[Result], ruled: dict[str, Row], where: Places) -> list[Row]:
    """``found`` as objects of SARIF; ``ruled`` are the rules in the order of the driver."""
    index = {identifier: number for number, identifier in enumerate(ruled)}
    taxa, states = touched_taxa(report), _against(report)
    rows = []
    for result in found:
        key = result.finding.get("id", "")
        state = {"baselineState": states.get(key, "unchanged")} if key and states is not None else {}
        rows.append({**result.document(index[result.rule.id], where, taxa.get(key, [])), **state})
    return rows


def _against(report: Report) -> dict[str, str] | None:
    """Finding id → what became of it against the deployed version; None where the screening was against none."""
    change = report.screening.get("change")
    if not change:
        return None
    return {row["id"]: "updated" if row["old"] else "new" for row in change["findings"] if row["id"]}


def _results(report: Report, profile: str) -> Iterator[Result]:
    said = outcomes(report)
    for finding in report.findings:
        outcome = said.get(finding["id"], "not_reached")
        level = LEVELS.get(outcome, "none")
        if profile == "full" or level != "none":
            kind, level = _FULL[level] if profile == "full" else ("fail", level)
            yield _finding(finding, outcome, kind, level)
    kind, level = ("open", "none") if profile == "full" else ("fail", GAP)
    for region in large_regions(report):
        rule = of_coverage(region["state"])
        yield Result(rule, kind, level, place_text(region), region["path"], region["offset"], region["length"])
    yield from _verdicts(report, profile)


def _verdicts(report: Report, profile: str) -> Iterator[Result]:
    """One result for each law without an answer, and one where nothing else would show the verdict."""
    open_laws = [v for v in report.screening["verdicts"] if v["verdict"] == Verdict.INCONCLUSIVE.value]
    kind, level = ("open", "none") if profile == "full" else ("fail", GAP)
    for verdict in open_laws:
        text = " ".join((f"{verdict['policy']['citation']} could not be answered.", *verdict["reasons"][:5]))
        yield Result(of_verdict("inconclusive"), kind, level, text, report.name)
    if open_laws:
        return
    if report.verdict is Verdict.NOTHING_FOUND:
        if profile == "full":
            yield Result(of_verdict("nothing-found"), "pass", "none", verdict_sentence(report), report.name)
    elif not any(outcome in LEVELS for outcome in outcomes(report).values()):
        kind, level = ("review", "none") if profile == "full" else ("fail", "warning")
        yield Result(of_verdict(report.verdict.value), kind, level, verdict_sentence(report), report.name)


def _finding(finding: Row, outcome: str, kind: str, level: str) -> Result:
    place = next((place for _, place in places(finding)), None)
    told = word("outcome", "no_clause" if outcome == "not_reached" else outcome)["word"]
    text = f"{told}. {qualified(finding)} is {finding['state']}: {evidence_phrase(finding)}. {finding['id']}"
    if place is None:
        return Result(of_finding(finding, outcome), kind, level, text, "", finding=finding)
    where = f" In {shorten(place['path'], LONGEST_PATH)}" + (
        f" at offset {place['offset']:,}." if place["offset"] is not None else "."
    )
    return Result(
        of_finding(finding, outcome), kind, level, text + where, place["path"], place["offset"], None, finding
    )


def _about(finding: Row, where: Places) -> Row:
    """Identity, further places and the facts that importers of tables show."""
    rows = list(places(finding))[1 : 1 + MOST_RELATED]
    hidden = sum(len(fact["places"]) for fact in finding["evidence"]) - 1 - len(rows) + finding["left_out"]
    related = []
    for number, (fact, place) in enumerate(rows):
        what = place.get("plain") or f"{fact['kind']} {shorten(place['value'] or fact['value'], LONGEST_PATH)}"
        text = f"{place['place']}: {what}"
        related.append({"id": number, "message": {"text": text}, **where.location(place["path"], place["offset"])})
    return {
        **({"relatedLocations": related} if related else {}),
        "fingerprints": {"facescreenFinding/v1": finding["id"]},
        "properties": {
            "facescreen:product": finding["product"]["name"],
            "facescreen:versions": version_texts([finding]),
            "facescreen:vendor": finding["product"]["vendor"],
            "facescreen:capability": finding["capability"],
            "facescreen:class": finding["class"],
            "facescreen:state": finding["state"],
            "facescreen:qualifiers": finding["qualifiers"],
            "facescreen:basis": finding["basis"],
            "facescreen:places-left-out": max(0, hidden),
        },
    }
