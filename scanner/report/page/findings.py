"""Findings by class, recognition first; in each class by product and capability, in each finding by file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.document.report import Report
from scanner.report.clauses import law_name
from scanner.report.groups import CLASSES, OUTCOMES, Group, Product, clauses_of, outcomes, products
from scanner.report.page.budget import Budget, fair, places_of
from scanner.report.page.evidence import opened
from scanner.report.page.limits import (
    MOST_EVIDENCE,
    MOST_FILES_UNFOLDED,
    MOST_FINDINGS,
    MOST_FOLDS,
    MOST_OPEN,
    MOST_PRODUCTS_UNFOLDED,
)
from scanner.report.page.listed import listed
from scanner.report.versions import version_rows
from scanner.report.words import table, word
from scanner.types import State

_DECIDING = ("violation_indicator", "review", "exempt_if_attested")


def section(report: Report) -> dict[str, Any]:
    """The four classes with their products, and the words of the ladder and of the places."""
    found = products(report)
    rows = fair([places_of(finding) for finding in report.findings], MOST_EVIDENCE)
    budget, by_law = Budget(MOST_FINDINGS, MOST_FOLDS, rows), ClausesByLaw(report)
    classes = [_class(name, found, budget, by_law) for name in CLASSES]
    return {
        "classes": classes,
        "left_findings": budget.left_out,
        "left_places": budget.hidden,
        "most_files": MOST_FILES_UNFOLDED,
        "steps": list(table("state").items()),
        "seen_at": list(table("place").items()),
    }


class ClausesByLaw:
    """Which clauses of which law speak of a finding."""

    def __init__(self, report: Report) -> None:
        """Every clause of every law, by the findings that it speaks of."""
        verdicts = report.screening["verdicts"]
        said = outcomes(report)
        self._laws = [(law_name(each) if len(verdicts) > 1 else "", clauses_of(each, said)) for each in verdicts]

    def of(self, group: Group) -> list[tuple[str, list[str]]]:
        """(law, its clauses with their marks) of the findings of ``group``; no name where there is one law only."""
        rows = []
        for law, names in self._laws:
            said = dict.fromkeys(name for finding in group.findings for name in names.get(finding["id"], ()))
            if said:
                rows.append((law, list(said)))
        return rows


@dataclass(frozen=True, slots=True)
class Part:
    """What one product has of one class."""

    product: dict[str, Any]
    groups: tuple[Group, ...]


def _class(name: str, found: Sequence[Product], budget: Budget, by_law: ClausesByLaw) -> dict[str, Any]:
    parts = list(_parts(name, found))
    groups = [group for part in parts for group in part.groups]
    best = max((State.of(finding["state"]) for group in groups for finding in group.findings), default=None)
    outcome = min((group.outcome for group in groups), key=OUTCOMES.index, default="not_reached")
    return {
        "name": name,
        "title": word("class_title", name),
        "meaning": word("class_meaning", name),
        "count": sum(len(group.findings) for group in groups),
        "state": best.word if best else "",
        "step": best.value if best else 0,
        **_outcome(outcome),
        "products": [_product(part, len(parts), budget, by_law) for part in parts],
    }


def _parts(name: str, found: Sequence[Product]) -> Iterator[Part]:
    for each in found:
        groups = tuple(group for group in each.groups if group.first["class"] == name)
        if groups:
            yield Part(each.product, groups)


def _outcome(outcome: str) -> dict[str, Any]:
    return {"outcome": outcome, "outcome_word": word("outcome", "no_clause" if outcome == "not_reached" else outcome)}


def _product(part: Part, products_of_class: int, budget: Budget, by_law: ClausesByLaw) -> dict[str, Any]:
    few = products_of_class <= MOST_PRODUCTS_UNFOLDED
    first = part.groups[0].first
    return {
        "product": part.product,
        "kind": word("product_kind", part.product["kind"]),
        "count": sum(len(group.findings) for group in part.groups),
        "open": few,
        **_outcome(part.groups[0].outcome),
        "versions": [(said, word("read_from", said["read_from"])) for said in version_rows(first)],
        "groups": [_group(group, few and not number, budget, by_law) for number, group in enumerate(part.groups)],
    }


def _group(group: Group, leads: bool, budget: Budget, by_law: ClausesByLaw) -> dict[str, Any]:
    shown = budget.findings(group.findings)
    full = [finding for finding in shown[:MOST_OPEN] if budget.has_folds_for(finding)]
    apart = {finding["id"] for finding in full}
    return {
        "capability": group.capability,
        "meaning": word("capability", group.capability),
        **_outcome(group.outcome),
        "why": group.why,
        "clauses": by_law.of(group),
        "state": group.first["state"],
        "step": State.of(group.first["state"]).value,
        "count": len(group.findings),
        "open": leads and group.outcome in _DECIDING,
        "opened": [opened(finding, budget.rows) for finding in full],
        "listed": listed([finding for finding in shown if finding["id"] not in apart], budget.rows),
    }
