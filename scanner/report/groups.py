"""Findings put in the order a reader needs: products, in them capabilities, the weightiest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.document.report import Report
from scanner.report.clauses import clause_name
from scanner.report.kept import kept
from scanner.types import State

Row = dict[str, Any]

OUTCOMES = ("violation_indicator", "exempt_if_attested", "review", "process", "note", "not_reached")
"""What a law says of a finding, the weightiest first."""
CLASSES = ("recognition", "analysis", "context", "detection")
"""What the findings are about, the weightiest first."""


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one product with one capability, the weightiest first."""

    capability: str
    findings: tuple[Row, ...]
    outcome: str
    """What the law says about the weightiest; ``not_reached`` when it says nothing."""
    why: tuple[tuple[str, str], ...]
    """(citation of the law, why), where no clause says it: the program's reading of that law."""
    clauses: tuple[str, ...]
    """The clauses that speak of one of them, as :func:`touched` names them."""

    @property
    def first(self) -> Row:
        """The weightiest finding."""
        return self.findings[0]


@dataclass(frozen=True, slots=True)
class Product:
    """One product with its groups, the weightiest first."""

    product: Row
    groups: tuple[Group, ...]


def products(report: Report) -> tuple[Product, ...]:
    """All findings by product and capability."""
    law = Law(outcomes(report), touched(report), reasons(report))
    by_product: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for finding in report.findings:
        by_product[finding["product"]["id"]][finding["capability"]].append(finding)
    made = [_product(by_capability, law) for by_capability in by_product.values()]
    return tuple(sorted(made, key=lambda p: (weight(p.groups[0].first, law.said), p.product["name"], p.product["id"])))


def weight(finding: Row, said: Mapping[str, str]) -> tuple[int, int, int]:
    """Sort key of a finding: the law first, then the class, then the ladder; smaller is weightier."""
    outcome = said.get(finding["id"], "not_reached")
    return (OUTCOMES.index(outcome), CLASSES.index(finding["class"]), -State.of(finding["state"]))


def outcomes(report: Report) -> dict[str, str]:
    """Finding id → the strongest outcome that any policy has for it; read-only, as the report is."""
    return kept(report, _outcomes)


def _outcomes(report: Report) -> dict[str, str]:
    said: dict[str, str] = {}
    for verdict in report.screening["verdicts"]:
        for row in verdict["outcomes"]:
            said[row["finding"]] = min(said.get(row["finding"], "not_reached"), row["outcome"], key=OUTCOMES.index)
    return said


def reasons(report: Report) -> dict[str, tuple[tuple[str, str], ...]]:
    """Finding id → (citation, why a policy gives it its strongest outcome), where that is a reason and no clause."""
    return kept(report, _reasons)


def _reasons(report: Report) -> dict[str, tuple[tuple[str, str], ...]]:
    said = outcomes(report)
    why: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for verdict in report.screening["verdicts"]:
        for row in verdict["outcomes"]:
            text = row.get("why", "")
            if text and row["outcome"] == said[row["finding"]] and not text.startswith("clause "):
                why[row["finding"]][verdict["policy"]["citation"], text] = None
    return {identifier: tuple(texts) for identifier, texts in why.items()}


def touched(report: Report) -> dict[str, list[str]]:
    """Finding id → the clauses that speak of it: with the law where there are several, marked where not verified."""
    numbers: dict[str, list[str]] = defaultdict(list)
    verdicts, said = report.screening["verdicts"], outcomes(report)
    for verdict in verdicts:
        law = f"{verdict['policy']['id']} " if len(verdicts) > 1 else ""
        for identifier, names in clauses_of(verdict, said).items():
            numbers[identifier] += [law + name for name in names]
    return numbers


def clauses_of(verdict: Row, said: Mapping[str, str]) -> dict[str, list[str]]:
    """Finding id → the clauses of one law that speak of it, marked where not verified.

    ``said``: :func:`outcomes`. A law that only notes a finding of which another says more is left out: its clauses
    would stand beside an outcome that is not theirs.
    """
    own = {row["finding"]: row["outcome"] for row in verdict["outcomes"]}
    names: dict[str, list[str]] = defaultdict(list)
    for clause in verdict["clauses"]:
        name = clause_name(clause) if clause["findings"] else ""
        for identifier in clause["findings"]:
            if own.get(identifier) != "note" or said.get(identifier) == "note":
                names[identifier].append(name)
    return names


def weightiest(report: Report) -> Row | None:
    """The finding that a verdict's sentence names."""
    return kept(report, _weightiest)


def _weightiest(report: Report) -> Row | None:
    said = outcomes(report)
    return min(report.findings, key=lambda finding: (weight(finding, said), finding["id"]), default=None)


def places(finding: Row) -> Iterator[tuple[Row, Row]]:
    """(fact, place) of all evidence, what proves the most first; within that, facts in turn."""
    rows = [(fact, place) for fact in finding["evidence"] for place in fact["places"]]
    strengths = ("strong", "support", "context")
    yield from sorted(rows, key=lambda row: (-State.of(row[1]["state"]), strengths.index(row[0]["strength"])))


@dataclass(frozen=True, slots=True)
class Law:
    """What the laws say: strongest outcome, clauses and reasons, each by finding id."""

    said: Mapping[str, str]
    numbers: Mapping[str, Sequence[str]]
    why: Mapping[str, tuple[tuple[str, str], ...]]


def _product(by_capability: Mapping[str, list[Row]], law: Law) -> Product:
    groups = [_group(name, rows, law) for name, rows in by_capability.items()]
    groups.sort(key=lambda group: (weight(group.first, law.said), group.capability))
    return Product(groups[0].first["product"], tuple(groups))


def _group(name: str, rows: Sequence[Row], law: Law) -> Group:
    ordered = tuple(sorted(rows, key=lambda row: (weight(row, law.said), row["id"])))
    clauses = {number for row in ordered for number in law.numbers.get(row["id"], ())}
    first = ordered[0]["id"]
    return Group(name, ordered, law.said.get(first, "not_reached"), law.why.get(first, ()), tuple(sorted(clauses)))
