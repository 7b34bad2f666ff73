"""The ledger adds up whatever readers declare."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scanner.ledger import complete, coverage, imbalance, roll_up
from scanner.types import CARRIED, UNREAD, ByteState, LedgerEntry, Node

STATES = st.sampled_from(list(ByteState))
RANGES = st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 60), STATES), max_size=12)


def entry(offset: int, length: int, state: ByteState, path: str = "n") -> LedgerEntry:
    return LedgerEntry(path, offset, length, state)


@given(st.integers(0, 50), RANGES)
def test_complete_is_a_partition_and_unread_never_gives_way(
    size: int, ranges: list[tuple[int, int, ByteState]]
) -> None:
    entries = complete([entry(*r) for r in ranges], Node("n", None, size), "r", ByteState.FAILED, "gap")
    assert [e.offset for e in entries] == [sum(p.length for p in entries[:i]) for i in range(len(entries))]
    assert sum(e.length for e in entries) == size
    for position in range(size):
        declared = {state for offset, length, state in ranges if offset <= position < offset + length}
        got = next(e.state for e in entries if e.offset <= position < e.offset + e.length)
        assert got in (declared or {ByteState.FAILED})
        if declared & UNREAD:
            assert got in UNREAD


def test_a_forgotten_range_is_failed_with_the_reason() -> None:
    entries = complete([entry(2, 3, ByteState.PARSED)], Node("n", None, 9), "zip", ByteState.FAILED, "why")
    assert [(e.offset, e.length, e.state, e.reason) for e in entries] == [
        (0, 2, ByteState.FAILED, "why"),
        (2, 3, ByteState.PARSED, ""),
        (5, 4, ByteState.FAILED, "why"),
    ]


@given(
    st.integers(1, 1000),
    st.lists(st.tuples(st.integers(1, 500), STATES.filter(lambda s: s is not CARRIED)), min_size=1),
)
def test_carried_bytes_take_the_childrens_states_exactly(size: int, children: list[tuple[int, ByteState]]) -> None:
    nodes = [Node("p", None, size)] + [Node(f"p!/{i}", "p", n, depth=1) for i, (n, _) in enumerate(children)]
    entries = [entry(0, size, CARRIED, "p")] + [entry(0, n, s, f"p!/{i}") for i, (n, s) in enumerate(children)]
    rolled = roll_up(nodes, entries)
    assert imbalance(nodes, rolled) == []
    assert set(rolled["p"]) <= {s for _, s in children}


def test_coverage_counts_leaves_once_and_rounds_down() -> None:
    entries = [
        entry(0, 10, CARRIED, "p"),
        entry(0, 29_999, ByteState.RAW, "p!/a"),
        entry(0, 1, ByteState.OPAQUE, "p!/b"),
    ]
    got = coverage(entries)
    assert (got.read, got.total, got.unread) == (29_999, 30_000, 1)
    assert got.percent == 99.99


def test_an_empty_delivery_is_not_covered() -> None:
    assert coverage([]).percent == 0.0


def test_imbalance_names_the_node() -> None:
    nodes = [Node("n", None, 10)]
    assert imbalance(nodes, roll_up(nodes, [entry(0, 9, ByteState.RAW)])) == ["n"]
