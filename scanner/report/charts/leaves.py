"""The innermost files of a delivery and what became of their bytes, out of the report document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scanner.types.delivery import READ, ByteState

KINDS = ("read", "padding", "unread")
"""How bytes are drawn; one repeated byte is apart from what else was read."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Bytes by the way in which they are drawn."""

    read: int = 0
    padding: int = 0
    unread: int = 0

    @property
    def total(self) -> int:
        """All bytes."""
        return self.read + self.padding + self.unread

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.read + other.read, self.padding + other.padding, self.unread + other.unread)

    def parts(self) -> list[tuple[str, int]]:
        """(kind, bytes) of those that have bytes, in the order of :data:`KINDS`."""
        found = zip(KINDS, (self.read, self.padding, self.unread), strict=True)
        return [(kind, count) for kind, count in found if count]


def kind_of(state: ByteState) -> str:
    """One of :data:`KINDS`."""
    if state is ByteState.PADDING:
        return "padding"
    return "read" if state in READ else "unread"


_KINDS = {state.value: kind_of(state) for state in ByteState}


def amount(states: Mapping[str, int]) -> Amount:
    """Bytes by state, as the document has them."""
    counts = dict.fromkeys(KINDS, 0)
    for word, count in states.items():
        counts[_KINDS[word]] += count
    return Amount(**counts)


def leaves(screening: Mapping[str, Any]) -> list[tuple[str, Amount]]:
    """(path, bytes) of every file that holds no other file, and of what containers have unread outside of their files.

    Together with :func:`rest` this is every byte that the ledger counts.
    """
    containers = {node["parent"] for node in screening["nodes"]}
    found = [(node["path"], amount(node["states"])) for node in screening["nodes"] if node["path"] not in containers]
    gaps: Counter[str] = Counter()
    for region in screening["ledger"]["regions"]:
        if region["path"] in containers:
            gaps[region["path"]] += region["length"]
    return found + [(path, Amount(unread=count)) for path, count in gaps.items()]


def rest(screening: Mapping[str, Any], drawn: Iterable[tuple[str, Amount]]) -> Amount:
    """What the ledger counts beside ``drawn``: headers, tables and gaps of containers, which the document does not
    count one by one."""
    whole = amount(screening["ledger"]["states"])
    known = sum((each for _, each in drawn), Amount())
    return Amount(max(0, whole.read - known.read), max(0, whole.padding - known.padding), 0)
