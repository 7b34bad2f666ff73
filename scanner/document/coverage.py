"""The part of a report document that accounts for every byte."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from scanner.document.nodes import States, states
from scanner.document.remedies import remedy
from scanner.document.result import Result
from scanner.ledger import coverage, imbalance
from scanner.types import UNREAD, ByteState, LedgerEntry


def ledger(result: Result, rolled: Mapping[str, States]) -> dict[str, Any]:
    """Totals over the leaves, totals of the delivery (they sum to its size), and every region that was not read."""
    whole = coverage(result.entries)
    unbalanced = sorted(imbalance(result.nodes, rolled))
    packages = {tool.name: tool.package for tool in result.capabilities.tools}
    return {
        "read": whole.read,
        "unread": whole.unread,
        "total": whole.total,
        "percent": whole.percent,
        "states": states(whole.states),
        "delivery": states(_roots(result, rolled)),
        "balanced": not unbalanced,
        "unbalanced": unbalanced,
        "regions": [_region(e, packages) for e in sorted(result.entries, key=_largest_first) if e.state in UNREAD],
    }


def _roots(result: Result, rolled: Mapping[str, States]) -> dict[ByteState, int]:
    totals: dict[ByteState, int] = defaultdict(int)
    for node in result.nodes:
        if node.parent is None:
            for state, count in rolled.get(node.path, {}).items():
                totals[state] += count
    return totals


def _largest_first(entry: LedgerEntry) -> tuple[int, str, int, str, str]:
    return (-entry.length, entry.path, entry.offset, entry.reason, entry.reader)


def _region(entry: LedgerEntry, packages: Mapping[str, str]) -> dict[str, Any]:
    return {
        "path": entry.path,
        "offset": entry.offset,
        "length": entry.length,
        "state": entry.state.value,
        "reason": entry.reason,
        "reader": entry.reader,
        "resolve": remedy(entry, packages),
    }
