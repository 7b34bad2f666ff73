"""Arithmetic of the byte ledger: completing one node's ranges, rolling children up into parents, coverage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scanner.types import CARRIED, UNREAD, ByteState, LedgerEntry, Node

_WORST_FIRST = (
    ByteState.FAILED,
    ByteState.LIMIT,
    ByteState.ENCRYPTED,
    ByteState.NO_TOOL,
    ByteState.NOT_UNPACKED,
    ByteState.OPAQUE,
    CARRIED,
    ByteState.RAW,
    ByteState.PARSED,
    ByteState.PADDING,
)
"""Where two declarations overlap the earlier in this order wins: an unread state never gives way to a read one."""

_STATES = tuple(ByteState)
_RANK = {state: rank for rank, state in enumerate(_WORST_FIRST)}
Totals = dict[ByteState, int]


def complete(
    entries: Iterable[LedgerEntry], node: Node, reader: str, fallback: ByteState, reason: str
) -> tuple[LedgerEntry, ...]:
    """``entries`` cut to the node and made a partition of it: no gap, no overlap, in order.

    Gaps get ``fallback`` with ``reason``; of overlapping entries the worse state wins, an unread one before a read one.
    """
    entries = list(entries)
    if len(entries) == 1 and entries[0].offset == 0 and entries[0].length == node.size > 0:
        only = entries[0]  # most nodes are leaves of one kind
        return (LedgerEntry(node.path, 0, node.size, only.state, only.reason, reader),)
    clipped = [e for e in (_clip(entry, node.size) for entry in entries) if e is not None]
    edges = sorted({0, node.size, *(e.offset for e in clipped), *(e.offset + e.length for e in clipped)})
    starts: dict[int, list[LedgerEntry]] = defaultdict(list)
    for entry in clipped:
        starts[entry.offset].append(entry)
    result: list[LedgerEntry] = []
    active: list[LedgerEntry] = []
    for start, end in pairwise(edges):
        active = [e for e in active if e.offset + e.length > start] + starts[start]
        best = min(active, key=lambda e: _RANK[e.state], default=None)
        state, why = (best.state, best.reason) if best else (fallback, reason)
        _append(result, LedgerEntry(node.path, start, end - start, state, why, reader))
    return tuple(result)


def _clip(entry: LedgerEntry, size: int) -> LedgerEntry | None:
    start, end = max(0, entry.offset), min(size, entry.offset + entry.length)
    if end <= start:
        return None
    return LedgerEntry(entry.path, start, end - start, entry.state, entry.reason, entry.reader)


def _append(result: list[LedgerEntry], entry: LedgerEntry) -> None:
    """Add ``entry``, joined with the last one where both say the same."""
    if result:
        last = result[-1]
        if (last.state, last.reason) == (entry.state, entry.reason):
            result[-1] = LedgerEntry(
                last.path, last.offset, last.length + entry.length, last.state, last.reason, last.reader
            )
            return
    result.append(entry)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read of the leaves of a delivery, in bytes."""

    read: int
    total: int
    states: Mapping[ByteState, int]

    @property
    def unread(self) -> int:
        """Leaf bytes that no reader and scanner understood."""
        return self.total - self.read

    @property
    def percent(self) -> float:
        """Share read, 0 to 100, rounded down to two digits so that 100 means all; 0 for an empty delivery."""
        return 0.0 if not self.total else self.read * 10_000 // self.total / 100


def roll_up(nodes: Sequence[Node], entries: Iterable[LedgerEntry]) -> dict[str, Totals]:
    """Byte states of every node, carried bytes replaced by the children's states; each sums to the node's size.

    A container's carried bytes are shared among its children's states in proportion to the children's rolled-up bytes
    (largest remainder, so that the sum is exact): where members are stored unchanged this is the exact copy, where they
    are compressed it is the only fair split. A container that claims to carry bytes and has no child with bytes
    understood them as empty: they are ``parsed``.
    """
    own = _own_totals(entries)
    children: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        if node.parent is not None:
            children[node.parent].append(node.path)
    result: dict[str, Totals] = {}
    for node in sorted(nodes, key=lambda n: -n.depth):
        totals = own.get(node.path, {})
        carried = totals.pop(CARRIED, 0)
        if carried:
            below: Totals = defaultdict(int)
            for child in children[node.path]:
                for state, count in result[child].items():
                    below[state] += count
            for state, count in _share(carried, below).items():
                totals[state] = totals.get(state, 0) + count
        result[node.path] = _in_order(totals)
    return result


def _in_order(totals: Totals) -> Totals:
    if len(totals) == 1:  # most nodes are of one kind, and looking for ten kinds in each is what takes the time
        return {state: count for state, count in totals.items() if count}
    return {state: totals[state] for state in _STATES if totals.get(state)}


def coverage(entries: Iterable[LedgerEntry]) -> Coverage:
    """Coverage over the leaves: every declared byte that does not carry a child, in every node, once."""
    totals: Totals = defaultdict(int)
    for entry in entries:
        if entry.state is not CARRIED:
            totals[entry.state] += entry.length
    total = sum(totals.values())
    unread = sum(count for state, count in totals.items() if state in UNREAD)
    return Coverage(total - unread, total, {state: totals[state] for state in ByteState if totals.get(state)})


def imbalance(nodes: Sequence[Node], rolled: Mapping[str, Mapping[ByteState, int]]) -> list[str]:
    """Paths of nodes whose states do not sum to their size: empty, or a bug that must make the verdict inconclusive."""
    return [node.path for node in nodes if sum(rolled.get(node.path, {}).values()) != node.size]


def _own_totals(entries: Iterable[LedgerEntry]) -> dict[str, Totals]:
    own: dict[str, Totals] = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        own[entry.path][entry.state] += entry.length
    return own


def _share(amount: int, weights: Totals) -> Totals:
    whole = sum(weights.values())
    if not whole:
        return {ByteState.PARSED: amount}
    shares = {state: amount * weight // whole for state, weight in weights.items()}
    missing = amount - sum(shares.values())
    by_remainder = sorted(weights, key=lambda s: (-(amount * weights[s] % whole), _RANK[s]))
    for state in by_remainder[:missing]:
        shares[state] += 1
    return shares
