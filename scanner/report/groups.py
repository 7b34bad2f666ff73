"""Findings put in the order a reader needs: products, in them capabilities, the weightiest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.document.report import Report
from scanner.types import State

Row = dict[str, Any]

_OUTCOMES = ("violation_indicator", "exempt_if_attested", "review", "process", "note", "not_reached")
_CLASSES = ("recognition", "analysis", "context", "detection")


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one product with one capability, the weightiest first."""

    capability: str
    findings: tuple[Row, ...]
    outcome: str
    """What the law says about the weightiest; ``not_reached`` when it says nothing."""
    clauses: tuple[str, ...]
    """Numbers of the clauses that speak of one of them."""

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
    said, numbers = outcomes(report), touched(report)
    by_product: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for finding in report.findings:
        by_product[finding["product"]["id"]][finding["capability"]].append(finding)
    made = [_product(by_capability, said, numbers) for by_capability in by_product.values()]
    return tuple(sorted(made, key=lambda p: (weight(p.groups[0].first, said), p.product["name"], p.product["id"])))


def weight(finding: Row, said: Mapping[str, str]) -> tuple[int, int, int]:
    """Sort key of a finding: the law first, then the class, then the ladder; smaller is weightier."""
    outcome = said.get(finding["id"], "not_reached")
    return (_OUTCOMES.index(outcome), _CLASSES.index(finding["class"]), -State.of(finding["state"]))


def outcomes(report: Report) -> dict[str, str]:
    """Finding id → the strongest outcome that any policy has for it."""
    said: dict[str, str] = {}
    for verdict in report.screening["verdicts"]:
        for row in verdict["outcomes"]:
            said[row["finding"]] = min(said.get(row["finding"], "not_reached"), row["outcome"], key=_OUTCOMES.index)
    return said


def touched(report: Report) -> dict[str, list[str]]:
    """Finding id → numbers of the clauses that speak of it."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for verdict in report.screening["verdicts"]:
        for clause in verdict["clauses"]:
            for identifier in clause["findings"]:
                numbers[identifier].append(clause["number"])
    return numbers


def weightiest(report: Report) -> Row | None:
    """The finding that a verdict's sentence names."""
    said = outcomes(report)
    return min(report.findings, key=lambda finding: (weight(finding, said), finding["id"]), default=None)


def places(finding: Row) -> Iterator[tuple[Row, Row]]:
    """(fact, place) of all evidence, what proves the most first; within that, facts in turn."""
    rows = [(fact, place) for fact in finding["evidence"] for place in fact["places"]]
    strengths = ("strong", "support", "context")
    yield from sorted(rows, key=lambda row: (-State.of(row[1]["state"]), strengths.index(row[0]["strength"])))


def _product(
    by_capability: Mapping[str, list[Row]], said: Mapping[str, str], numbers: Mapping[str, Sequence[str]]
) -> Product:
    groups = [_group(name, rows, said, numbers) for name, rows in by_capability.items()]
    groups.sort(key=lambda group: (weight(group.first, said), group.capability))
    return Product(groups[0].first["product"], tuple(groups))


def _group(name: str, rows: Sequence[Row], said: Mapping[str, str], numbers: Mapping[str, Sequence[str]]) -> Group:
    ordered = tuple(sorted(rows, key=lambda row: (weight(row, said), row["id"])))
    clauses = {number for row in ordered for number in numbers.get(row["id"], ())}
    return Group(name, ordered, said.get(ordered[0]["id"], "not_reached"), tuple(sorted(clauses)))
