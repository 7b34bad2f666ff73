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
    """The strongest outcome that any clause gives one of them; ``not_reached`` when none does."""
    clauses: tuple[str, ...]
    """Numbers of the clauses that one of them reaches."""

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
    reach = reached(report)
    by_product: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for finding in report.findings:
        by_product[finding["product"]["id"]][finding["capability"]].append(finding)
    made = [_product(by_capability, reach) for by_capability in by_product.values()]
    return tuple(sorted(made, key=lambda p: (weight(p.groups[0].first, reach), p.product["name"], p.product["id"])))


def weight(finding: Row, reach: Mapping[str, Sequence[tuple[str, str]]]) -> tuple[int, int, int]:
    """Sort key of a finding: the law first, then the class, then the ladder; smaller is weightier."""
    outcome = _strongest(reach.get(finding["id"], ()))
    return (_OUTCOMES.index(outcome), _CLASSES.index(finding["class"]), -State.of(finding["state"]))


def reached(report: Report) -> dict[str, list[tuple[str, str]]]:
    """Finding id → (outcome, clause number) of every clause that it reaches."""
    reach: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for verdict in report.screening["verdicts"]:
        for clause in verdict["clauses"]:
            for identifier in clause["findings"]:
                reach[identifier].append((clause["outcome"], clause["number"]))
    return reach


def weightiest(report: Report) -> Row | None:
    """The finding that a verdict's sentence names."""
    reach = reached(report)
    return min(report.findings, key=lambda finding: (weight(finding, reach), finding["id"]), default=None)


def places(finding: Row) -> Iterator[tuple[Row, Row]]:
    """(fact, place) of all evidence, what proves the most first; within that, facts in turn."""
    rows = [(fact, place) for fact in finding["evidence"] for place in fact["places"]]
    strengths = ("strong", "support", "context")
    yield from sorted(rows, key=lambda row: (-State.of(row[1]["state"]), strengths.index(row[0]["strength"])))


def _product(by_capability: Mapping[str, list[Row]], reach: Mapping[str, Sequence[tuple[str, str]]]) -> Product:
    groups = [_group(name, rows, reach) for name, rows in by_capability.items()]
    groups.sort(key=lambda group: (weight(group.first, reach), group.capability))
    return Product(groups[0].first["product"], tuple(groups))


def _group(name: str, rows: Sequence[Row], reach: Mapping[str, Sequence[tuple[str, str]]]) -> Group:
    ordered = tuple(sorted(rows, key=lambda row: (weight(row, reach), row["id"])))
    hits = [hit for row in ordered for hit in reach.get(row["id"], ())]
    return Group(name, ordered, _strongest(hits), tuple(sorted({number for _, number in hits})))


def _strongest(hits: Sequence[tuple[str, str]]) -> str:
    return min((outcome for outcome, _ in hits), key=_OUTCOMES.index, default="not_reached")
