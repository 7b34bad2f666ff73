"""How it was done: signatures, readers, files."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.measured import measured
from scanner.report.packs import described, warnings
from scanner.report.page.limits import MOST_NODES, MOST_SPELT
from scanner.report.words import table


def section(report: Report) -> dict[str, Any]:
    """What ``method.html.j2`` names beside the document."""
    screening = report.screening
    nodes = _nodes(screening)
    seen = _Seen(spelt=len(nodes) <= MOST_SPELT)
    return {
        "nodes": [_row(node, seen) for node in nodes],
        "seen_by": seen.sets,
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


class _Seen:
    """What has seen a file: by name, or where there are many files by the number of a list that stands once."""

    def __init__(self, *, spelt: bool) -> None:
        self._spelt = spelt
        self._numbers: dict[str, int] = {}

    @property
    def sets(self) -> list[str]:
        """The lists in the order of their numbers; empty where every file names its own."""
        return list(self._numbers)

    def by(self, names: list[str]) -> str:
        """``names``, or where they stand."""
        text = ", ".join(names)
        if self._spelt or not text:
            return text
        return _("list %(number)s", number=self._numbers.setdefault(text, len(self._numbers) + 1))


def _row(node: dict[str, Any], seen: _Seen) -> dict[str, Any]:
    return {
        "path": node["path"],
        "sha256": node["sha256"],
        "identities": node["identities"],
        "format": node["format"],
        "size": node["size"],
        "states": ", ".join(map(said, node["states"])),
        "seen_by": seen.by(node["seen_by"]),
    }
