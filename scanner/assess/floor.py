"""Whether what was not read is too much for a verdict of nothing found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scanner.ledger import Coverage
from scanner.text import plural
from scanner.types import UNREAD, LedgerEntry, Policy


def unread_regions(entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """Every unread region, largest first, then by path and offset."""
    regions = [entry for entry in entries if entry.state in UNREAD]
    return sorted(regions, key=lambda e: (-e.length, e.path, e.offset))


def floor_reasons(policy: Policy, read: Coverage, regions: Sequence[LedgerEntry]) -> list[str]:
    """Sentences that say why the coverage is below the policy's floor; empty where it is not."""
    if not read.total:
        return ["The delivery holds no bytes: there was nothing to check."]
    reasons = []
    large = [region for region in regions if region.length >= policy.region_floor]
    if large:
        first = large[0]
        reasons.append(
            f"{plural(len(large), 'region')} of {policy.region_floor:,} bytes or more could not be read, "
            f"the largest with {first.length:,} bytes in {first.path} at offset {first.offset:,} ({first.state.value})."
        )
    allowed = max(policy.total_floor, int(read.total * policy.total_floor_share))
    if read.unread > allowed:
        reasons.append(f"{read.unread:,} bytes in all could not be read; the policy allows {allowed:,}.")
    return reasons
