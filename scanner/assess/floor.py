"""Whether what was not read is too much for a verdict of nothing found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scanner.ledger import Coverage
from scanner.text import in_sentence, plural
from scanner.types import LEAST_READ_SHARE, UNREAD, LedgerEntry, Policy


def unread_regions(entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """Every unread region, largest first, then by path and offset."""
    regions = [entry for entry in entries if entry.state in UNREAD]
    return sorted(regions, key=lambda e: (-e.length, e.path, e.offset))


def floor_reasons(policy: Policy, read: Coverage, regions: Sequence[LedgerEntry]) -> list[str]:
    """Sentences that say why the coverage is below the policy's floor; empty where it is not."""
    if not read.total:
        return ["The delivery holds no bytes: there was nothing to check."]
    reasons = []
    large = [run for run in _runs(regions) if run.length >= policy.region_floor]
    if large:
        first = large[0]
        reasons.append(
            f"{plural(len(large), 'region')} of {policy.region_floor:,} bytes or more could not be read, "
            f"the largest with {first.length:,} bytes in {in_sentence(first.path)} "
            f"at offset {first.offset:,} ({first.states})."
        )
    allowed = max(policy.total_floor, int(read.total * policy.total_floor_share))
    if read.unread > allowed:
        limit = f"this program's limit for this law is {allowed:,}."
        reasons.append(f"{read.unread:,} bytes in all could not be read; {limit}")
    elif read.read < read.total * LEAST_READ_SHARE:
        reasons.append(f"{read.unread:,} of {read.total:,} bytes could not be read: more than half of the delivery.")
    return reasons


@dataclass(frozen=True, slots=True)
class _Run:
    """Unread bytes of one file without a read one between them, whatever keeps each part of them from being read."""

    path: str
    offset: int
    length: int
    states: str


def _runs(regions: Iterable[LedgerEntry]) -> list[_Run]:
    """The regions with those joined that follow each other, largest first, then by path and offset.

    A network of 400 KiB is as much unread where one half of it is said to be damaged and the other encrypted.
    """
    joined: list[list[LedgerEntry]] = []
    for region in sorted(regions, key=lambda e: (e.path, e.offset)):
        last = joined[-1][-1] if joined else None
        if last and last.path == region.path and last.offset + last.length == region.offset:
            joined[-1].append(region)
        else:
            joined.append([region])
    runs = [
        _Run(
            parts[0].path,
            parts[0].offset,
            sum(part.length for part in parts),
            ", ".join(dict.fromkeys(part.state.value for part in parts)),
        )
        for parts in joined
    ]
    return sorted(runs, key=lambda run: (-run.length, run.path, run.offset))
