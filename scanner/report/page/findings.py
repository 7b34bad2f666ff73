"""Findings by product and capability, each with its evidence."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.groups import Group, places, products
from scanner.report.page.limits import MOST_OPEN, MOST_PLACES
from scanner.report.words import table, word
from scanner.types import State


def section(report: Report) -> dict[str, Any]:
    """Products with their groups, and the words of the ladder and of the places."""
    return {
        "products": [_product(product.product, product.groups) for product in products(report)],
        "steps": list(table("state").items()),
        "seen_at": list(table("place").items()),
    }


def _product(product: dict[str, Any], groups: tuple[Group, ...]) -> dict[str, Any]:
    return {
        "product": product,
        "anchor": groups[0].first["id"],
        "versions": [(said, word("read_from", said["read_from"])) for said in groups[0].first.get("versions", ())],
        "groups": [_group(group) for group in groups],
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "capability": group.capability,
        "meaning": word("capability", group.capability),
        "outcome": group.outcome,
        "outcome_word": word("outcome", "no_clause" if group.outcome == "not_reached" else group.outcome),
        "why": group.why,
        "clauses": group.clauses,
        "state": group.first["state"],
        "step": State.of(group.first["state"]).value,
        "count": len(group.findings),
        "opened": [_finding(finding) for finding in group.findings[:MOST_OPEN]],
        "folded": [(finding, _best_place(finding)) for finding in group.findings[MOST_OPEN:]],
    }


def _finding(finding: dict[str, Any]) -> dict[str, Any]:
    rows = list(places(finding))
    hidden = max(0, len(rows) - MOST_PLACES) + finding["left_out"]
    sources = sorted({fact["source"] for fact, _ in rows[:MOST_PLACES] if fact["source"]})
    return {"finding": finding, "rows": rows[:MOST_PLACES], "hidden": hidden, "sources": sources}


def _best_place(finding: dict[str, Any]) -> dict[str, Any] | None:
    return next((place for _, place in places(finding)), None)
