"""What the web page's template is given: values in reading order, already counted and cut."""

from __future__ import annotations

from typing import Any

from scanner.compare.lines import details
from scanner.document.report import Report
from scanner.report.bars import bar
from scanner.report.facts import STOPPED
from scanner.report.groups import Group, outcomes, places, products
from scanner.report.packs import described, warnings
from scanner.report.paths import SEPARATOR, at, inner
from scanner.report.sentences import numbers, percent, unread, unread_share, verdict_sentence
from scanner.report.words import table, word
from scanner.text import plural, size_text
from scanner.types import State
from scanner.types.delivery import READ, ByteState

MOST_PLACES = 12
"""Evidence rows of one finding."""
MOST_OPEN = 20
"""Findings of one product and capability that are shown with their evidence; the others have one row each."""
MOST_REGIONS = 200
MOST_NAMES = 6
"""Products that one clause names; each of them stands among the findings."""
MOST_REASONS = 50
"""Reasons of one law: there can be one for each finding, and those stand below."""
MOST_NODES = 1000
MOST_CHANGES = 100
"""Lines of each kind on what an update changes."""
MOST_ROWS = 200
"""Rows of other tables (links, edges)."""


def page(report: Report) -> dict[str, Any]:
    """Everything that ``report.html.j2`` names."""
    screening = report.screening
    regions = unread(report, MOST_REGIONS)
    said = outcomes(report)
    names = {finding["id"]: (finding["product"]["name"], said.get(finding["id"], "")) for finding in report.findings}
    return {
        "report": report,
        "screening": screening,
        "run": report.run,
        "stopped": STOPPED,
        "verdict": word("verdict", report.verdict.value),
        "sentence": verdict_sentence(report),
        "numbers": numbers(report),
        "percent": percent(report),
        "missing": unread_share(report),
        "change": screening.get("change"),
        "changes": list(details(screening["change"], MOST_CHANGES)) if screening.get("change") else [],
        "verdicts": screening["verdicts"],
        "most_reasons": MOST_REASONS,
        "because": lambda clause: _because(clause, names),
        "products": [_product(product.product, product.groups) for product in products(report)],
        "steps": list(table("state").items()),
        "seen_at": list(table("place").items()),
        "segments": bar(screening["ledger"]),
        "states": [_state_row(state, screening["ledger"]) for state in ByteState if state.value in table("bytes")],
        "regions": regions,
        "nodes": _nodes(screening),
        "left_nodes": max(0, len(screening["nodes"]) - MOST_NODES),
        "edges": screening["edges"][:MOST_ROWS],
        "links": screening["links"][:MOST_ROWS],
        "missing_tools": [tool for tool in screening["capabilities"]["tools"] if tool["missing"]],
        "pack": described(screening["pack"]),
        "packs": [(pack["id"], described(pack), pack) for pack in screening["pack"]["packs"]],
        "pack_warnings": list(warnings(report)),
        "cannot_say": table("limits_of_a_screening"),
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


def _because(clause: dict[str, Any], names: dict[str, tuple[str, str]]) -> list[str]:
    """Products whose findings give a clause its outcome, each once; all that it speaks of when none stands out."""
    rows = [names[identifier] for identifier in clause["findings"]]
    deciding = [name for name, outcome in rows if outcome == clause["outcome"]]
    chosen = sorted(set(deciding or (name for name, _ in rows)))
    rest = len(chosen) - MOST_NAMES
    return [*chosen[:MOST_NAMES], plural(rest, "more product")] if rest > 0 else chosen


def _best_place(finding: dict[str, Any]) -> dict[str, Any] | None:
    return next((place for _, place in places(finding)), None)


def _state_row(state: ByteState, ledger: dict[str, Any]) -> dict[str, Any]:
    count = ledger["states"].get(state.value, 0)
    share = count * 100 / ledger["total"] if ledger["total"] else 0.0
    return {
        "state": state.value,
        "meaning": word("bytes", state.value),
        "read": state in READ,
        "count": count,
        "share": "< 0.01 %" if 0 < share < 0.005 else f"{share:.2f} %",
    }


def _nodes(screening: dict[str, Any]) -> list[dict[str, Any]]:
    """Nodes with evidence or unread bytes first when not all can be shown; printed by path."""
    nodes: list[dict[str, Any]] = screening["nodes"]
    if len(nodes) > MOST_NODES:
        known = {region["path"] for region in screening["ledger"]["regions"]}
        for finding in screening["findings"]:
            known.update(place["path"] for fact in finding["evidence"] for place in fact["places"])
        nodes = sorted(nodes, key=lambda node: (node["path"] not in known, node["path"]))[:MOST_NODES]
    return sorted(nodes, key=lambda node: str(node["path"]))


def path_parts(path: str) -> tuple[str, str]:
    """(what leads to the last file, the last file), for showing the end in bold."""
    head, found, tail = path.rpartition(SEPARATOR)
    return (head + found, tail)


FILTERS = {
    "at": at,
    "inner": inner,
    "size": size_text,
    "plural": plural,
    "path_parts": path_parts,
    "checked": lambda key: word("checked", key),
    "speaks": lambda key: word("speaks", key),
    "outcome": lambda key: word("outcome", key),
    "verdict_word": lambda key: word("verdict", key),
    "bytes_word": lambda key: word("bytes", key),
}
