"""Every verdict under every law: more evidence or less coverage is never greener, and order never matters."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.assess.assessment import Assessment, Looked, assess
from scanner.assess.verdict import PRECEDENCE
from scanner.catalogue.load import load
from scanner.types import (
    CARRIED,
    UNREAD,
    ByteState,
    Capability,
    Deployed,
    Finding,
    LedgerEntry,
    Node,
    Policy,
    Qualifier,
    State,
    Verdict,
)
from tests.assess.world import KIB, finding, pack

LAWS = load().policies
ROOT = "d"
laws = st.lists(st.sampled_from(sorted(LAWS)), min_size=1, max_size=4, unique=True).map(
    lambda names: tuple(LAWS[name] for name in names)
)
one = st.builds(
    lambda capability, state, qualifiers: finding(capability, state, *sorted(qualifiers)),
    st.sampled_from(list(Capability)),
    st.sampled_from(list(State)),
    st.frozensets(st.sampled_from(list(Qualifier)), max_size=2),
)
several = st.lists(one, max_size=5)
versions = st.none() | st.builds(
    Deployed,
    st.just("4.1"),
    st.dictionaries(st.sampled_from([c.value for c in Capability]), st.sampled_from(list(State)), max_size=4),
)
LEAVES = [state for state in ByteState if state is not CARRIED]
"""What is carried by a child is counted there."""
pieces = st.lists(st.tuples(st.sampled_from(LEAVES), st.integers(1, 400 * KIB)), min_size=1, max_size=6)


def ledger(parts: Sequence[tuple[ByteState, int]]) -> list[LedgerEntry]:
    """One node whose bytes are in these states, one after the other."""
    entries, offset = [], 0
    for state, length in parts:
        entries.append(LedgerEntry(ROOT, offset, length, state, "why"))
        offset += length
    return entries


def assessed(
    policies: Sequence[Policy],
    findings: Sequence[Finding],
    entries: Sequence[LedgerEntry],
    deployed: Deployed | None = None,
    order: random.Random | None = None,
) -> Assessment:
    named = [(f"F{index}", each) for index, each in enumerate(findings)]
    entries, node = list(entries), Node(ROOT, None, sum(e.length for e in entries), "0" * 64, "data")
    if order:
        order.shuffle(named)
        order.shuffle(entries)
    return assess(policies, dict(named), Looked([node], entries), [pack("2026-11-01")], "2026-11-25", deployed)


def rank(result: Assessment) -> int:
    return PRECEDENCE.index(result.verdict)


@given(laws, several, pieces, versions, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_findings_and_ledger_changes_nothing(
    policies: tuple[Policy, ...],
    findings: list[Finding],
    parts: list[tuple[ByteState, int]],
    deployed: Deployed | None,
    order: random.Random,
) -> None:
    straight = assessed(policies, findings, ledger(parts), deployed)
    shuffled = assessed(policies, findings, ledger(parts), deployed, order)
    assert shuffled.verdicts == straight.verdicts
    assert shuffled.verdict is straight.verdict


@given(laws, several, pieces, versions)
@settings(max_examples=60, deadline=None)
def test_it_is_a_function_of_its_arguments_alone(
    policies: tuple[Policy, ...], findings: list[Finding], parts: list[tuple[ByteState, int]], deployed: Deployed | None
) -> None:
    before = ledger(parts), list(findings)
    assert assessed(policies, findings, before[0], deployed) == assessed(policies, findings, ledger(parts), deployed)
    assert before == (ledger(parts), findings)


@given(laws, several, one, pieces, versions)
@settings(max_examples=100, deadline=None)
def test_one_finding_more_is_never_greener(
    policies: tuple[Policy, ...],
    findings: list[Finding],
    new: Finding,
    parts: list[tuple[ByteState, int]],
    deployed: Deployed | None,
) -> None:
    fewer = assessed(policies, findings, ledger(parts), deployed)
    assert rank(assessed(policies, [*findings, new], ledger(parts), deployed)) <= rank(fewer)


@given(laws, several, one, st.sampled_from(list(State)), st.sampled_from(list(Qualifier)), versions)
@settings(max_examples=100, deadline=None)
def test_a_higher_state_or_one_qualifier_more_is_never_greener(
    policies: tuple[Policy, ...],
    findings: list[Finding],
    found: Finding,
    state: State,
    qualifier: Qualifier,
    deployed: Deployed | None,
) -> None:
    entries = ledger([(ByteState.RAW, 10)])
    worse = replace(found, state=max(state, found.state), qualifiers=tuple(sorted({*found.qualifiers, qualifier})))
    before = assessed(policies, [*findings, found], entries, deployed)
    assert rank(assessed(policies, [*findings, worse], entries, deployed)) <= rank(before)


@given(laws, several, pieces, st.data())
@settings(max_examples=100, deadline=None)
def test_bytes_that_are_no_longer_read_are_never_greener(
    policies: tuple[Policy, ...], findings: list[Finding], parts: list[tuple[ByteState, int]], data: st.DataObject
) -> None:
    state = data.draw(st.sampled_from(sorted(UNREAD)))
    lost = data.draw(st.sets(st.sampled_from(range(len(parts)))))
    fewer = [(state if index in lost else old, length) for index, (old, length) in enumerate(parts)]
    assert rank(assessed(policies, findings, ledger(fewer))) <= rank(assessed(policies, findings, ledger(parts)))


@given(laws, several, pieces, st.data())
@settings(max_examples=100, deadline=None)
def test_a_finding_that_is_lost_with_its_bytes_is_inconclusive_at_best(
    policies: tuple[Policy, ...], findings: list[Finding], parts: list[tuple[ByteState, int]], data: st.DataObject
) -> None:
    """A detector that breaks takes its evidence along; the bytes it was due to see are failed, which counts instead."""
    kept = data.draw(st.sets(st.sampled_from(range(len(findings))))) if findings else set()
    failed = [*parts, (ByteState.FAILED, 256 * KIB)]
    broken = assessed(policies, [findings[index] for index in sorted(kept)], ledger(failed))
    whole = assessed(policies, findings, ledger([*parts, (ByteState.RAW, 256 * KIB)]))
    assert rank(broken) <= PRECEDENCE.index(Verdict.INCONCLUSIVE)
    assert rank(broken) <= rank(whole) or whole.verdict is Verdict.FOUND


@given(laws, several, pieces)
@settings(max_examples=60, deadline=None)
def test_several_laws_are_as_bad_as_the_worst_of_them(
    policies: tuple[Policy, ...], findings: list[Finding], parts: list[tuple[ByteState, int]]
) -> None:
    together = assessed(policies, findings, ledger(parts))
    alone = [assessed([policy], findings, ledger(parts)) for policy in policies]
    assert together.verdicts == tuple(each.verdicts[0] for each in alone)
    assert rank(together) == min(map(rank, alone))
