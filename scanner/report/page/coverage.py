"""What was read and what was not: the bar, its table, and the unread regions."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.bars import bar
from scanner.report.page.limits import MOST_REGIONS
from scanner.report.sentences import unread, unread_share
from scanner.report.words import table, word
from scanner.types.delivery import READ, ByteState


def section(report: Report) -> dict[str, Any]:
    """What ``bytes.html.j2`` names."""
    ledger = report.screening["ledger"]
    return {
        "missing": unread_share(report),
        "segments": bar(ledger),
        "states": [_state_row(state, ledger) for state in ByteState if state.value in table("bytes")],
        "regions": unread(report, MOST_REGIONS),
    }


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
