"""What a report says of the signatures it was made with: the same facts in every output."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.document.report import Report
from scanner.text import plural


def age(days: int) -> str:
    """``3 days old``, or ``2 days younger`` (than the screening) where the pack is of a later date."""
    return f"{plural(days, 'day')} old" if days >= 0 else f"{plural(-days, 'day')} younger"


def described(pack: dict[str, Any]) -> str:
    """``2026.11.0 of 2026-11-25 (0 days old): 60 products, 4,500 facts``."""
    return f"{pack['version']} of {pack['date']} ({age(pack['age_days'])}): {holds(pack)}"


def holds(pack: dict[str, Any]) -> str:
    """``60 products, 4,500 facts``."""
    return f"{plural(pack['signatures'], 'product')}, {plural(pack['facts'], 'fact')}"


def warnings(report: Report) -> Iterator[str]:
    """Sentences on packs that are too old, expired, or otherwise to be known of, whatever the verdict is."""
    pack = report.screening["pack"]
    for verdict in report.screening["verdicts"]:
        most = verdict["policy"]["max_pack_age_days"]
        if most is not None and pack["age_days"] > most:
            yield f"The signatures are older than the policy {verdict['policy']['id']} allows ({plural(most, 'day')})."
    yield from pack["remarks"]
