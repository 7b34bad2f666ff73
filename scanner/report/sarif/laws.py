"""Laws as taxonomies, their clauses as taxa: what a result touches is a reference to them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from scanner.document.report import Report
from scanner.report.clauses import clause_name, clause_text, law_name, status_text
from scanner.report.words import word
from scanner.text import shorten

Row = dict[str, Any]

MOST_REASONS = 50
"""Of one law."""


def taxonomies(report: Report) -> list[Row]:
    """One taxonomy for each law, in the order of the report."""
    return [_taxonomy(verdict) for verdict in report.screening["verdicts"]]


def touched_taxa(report: Report) -> dict[str, list[Row]]:
    """Finding id → references to the clauses that speak of it."""
    found: dict[str, list[Row]] = defaultdict(list)
    for number, verdict in enumerate(report.screening["verdicts"]):
        component = {"name": verdict["policy"]["id"], "index": number}
        for index, clause in enumerate(verdict["clauses"]):
            for identifier in clause["findings"]:
                found[identifier].append({"id": clause["number"], "index": index, "toolComponent": component})
    return found


def _taxonomy(verdict: Row) -> Row:
    policy = verdict["policy"]
    return {
        "name": policy["id"],
        "organization": policy["jurisdiction"],
        "shortDescription": {"text": policy["title"]},
        "fullDescription": {"text": f"{law_name(verdict)}. {status_text(policy)}. {policy['disclaimer']}"},
        "isComprehensive": False,
        "taxa": [_taxon(clause) for clause in verdict["clauses"]],
        "properties": {"facescreen:verdict": verdict["verdict"], **_reasons(verdict)},
    }


def _reasons(verdict: Row) -> Row:
    """The first reasons, weightiest first, and how many more ``report.json`` has: there can be one for each finding."""
    left = len(verdict["reasons"]) - MOST_REASONS
    counted = {"facescreen:reasons-left-out": left} if left > 0 else {}
    return {"facescreen:reasons": verdict["reasons"][:MOST_REASONS], **counted}


def _taxon(clause: Row) -> Row:
    return {
        "id": clause["number"],
        "name": clause_name(clause),
        "shortDescription": {"text": shorten(clause_text(clause), 1000)},
        "properties": {
            "facescreen:outcome": clause["outcome"],
            "facescreen:checked": word("checked", clause["verified"]),
        },
    }
