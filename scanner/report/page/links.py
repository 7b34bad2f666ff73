"""Which file uses which, drawn and as a table, and links that were recorded and not followed."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.charts.arrows import how_word
from scanner.report.charts.graph import graph
from scanner.report.page.limits import MOST_ROWS
from scanner.types import State

MOST_EDGES = 10_000
"""Arrows from file to file; all but the first are folded."""
OPEN_EDGES = 20
"""Rows of the table of arrows that stand open."""
NAMES = 8
"""Names of one arrow; the number of the others is told."""
_CODE = {"defined", "declared", "text", "file"}
"""Places of evidence that other files could use."""


def section(report: Report) -> dict[str, Any]:
    """What ``links.html.j2`` names, and the first links for ``method.html.j2``."""
    edges = report.screening["edges"]
    shown = edges[:MOST_EDGES]
    return {
        "graph": graph(report.screening),
        "edge_blocks": [rows for rows in (shown[:OPEN_EDGES], shown[OPEN_EDGES:]) if rows],
        "left_edges": len(edges) - len(shown),
        "how_word": how_word,
        "most_names": NAMES,
        "alone": _alone(report.screening),
        "links": report.screening["links"][:MOST_ROWS],
    }


def _alone(screening: dict[str, Any]) -> int:
    """Files that carry evidence of code and stand at no arrow."""
    linked = {edge[end] for edge in screening["edges"] for end in ("source", "target")}
    carriers = {
        place["path"]
        for finding in screening["findings"]
        for fact in finding["evidence"]
        for place in fact["places"]
        if place["place"] in _CODE and State.of(place["state"]) >= State.AVAILABLE
    }
    return len(carriers - linked)
