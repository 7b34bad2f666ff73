"""How it was done: signatures, readers, files."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.measured import measured
from scanner.report.packs import described, warnings
from scanner.report.page.limits import MOST_NODES
from scanner.report.words import table


def section(report: Report) -> dict[str, Any]:
    """What ``method.html.j2`` names beside the document."""
    screening = report.screening
    return {
        "nodes": _nodes(screening),
        "left_nodes": max(0, len(screening["nodes"]) - MOST_NODES),
        "missing_tools": [tool for tool in screening["capabilities"]["tools"] if tool["missing"]],
        "pack": described(screening["pack"]),
        "packs": [(pack["id"], described(pack), pack) for pack in screening["pack"]["packs"]],
        "pack_warnings": list(warnings(report)),
        "measured": measured(),
        "cannot_say": table("limits_of_a_screening"),
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
