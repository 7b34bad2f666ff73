"""The verdict table: what beats what, and that losing coverage never makes it greener."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.assess.floor import unread_regions
from scanner.assess.outcomes import STRENGTH, clause_outcome, outcome_under, ruling, words_of
from scanner.assess.questions import questions
from scanner.assess.unread import OWN_QUESTION
from scanner.assess.verdict import PRECEDENCE, Evidence, judge, worst
from scanner.ledger import coverage
from scanner.types import (
    UNREAD,
    ByteState,
    Capability,
    Deployed,
    Exemption,
    Finding,
    LedgerEntry,
    Outcome,
    PolicyVerdict,
    Qualifier,
    State,
    Verdict,
)
from tests.assess.world import BANS, KIB, finding, pack, policy, read, trigger, unread

ID, ANALYSIS, DETECTION = Capability.IDENTIFICATION, Capability.ANALYSIS, Capability.DETECTION


def verdict(findings: list[Finding], entries: list[LedgerEntry], **changes: object) -> PolicyVerdict:
    law, packs = changes.pop("law", BANS), changes.pop("packs", [pack("2026-01-01")])
    ledger = Evidence(coverage(entries), unread_regions(entries), **changes)  # type: ignore[arg-type]
    return judge(law, {f"F{i}": f for i, f in enumerate(findings)}, ledger, packs, "2026-11-25")  # type: ignore[arg-type]


ALL = [read(10_000_000)]
BLIND = [read(10_000_000), unread(300 * KIB)]


@pytest.mark.parametrize(
    ("capability", "state", "expected"),
    [
        (ID, State.MENTIONED, Outcome.NOTE),
        (ID, State.AVAILABLE, Outcome.REVIEW),
        (ID, State.SHIPPED, Outcome.VIOLATION),
        (ID, State.ENROLLED, Outcome.VIOLATION),
        (ANALYSIS, State.AVAILABLE, Outcome.NOTE),
        (ANALYSIS, State.SHIPPED, Outcome.REVIEW),
        (DETECTION, State.AVAILABLE, Outcome.NOTE),
        (DETECTION, State.ENABLED, Outcome.NOTE),
        (Capability.REDACTION, State.SHIPPED, Outcome.EXEMPT_IF_ATTESTED),
        (Capability.CAPTURE, State.SHIPPED, Outcome.NOT_REACHED),
    ],
)
def test_outcomes(capability: Capability, state: State, expected: Outcome) -> None:
    assert outcome_under(BANS, finding(capability, state)) is expected


def test_a_qualifier_can_reach_a_clause_by_itself() -> None:
    assert outcome_under(BANS, finding(DETECTION, State.SHIPPED, Qualifier.CLOUD)) is Outcome.VIOLATION


@pytest.mark.parametrize(
    ("findings", "entries", "expected"),
    [
        ([finding(ID, State.SHIPPED)], ALL, Verdict.FOUND),
        ([finding(ID, State.SHIPPED)], BLIND, Verdict.FOUND),
        ([finding(ID, State.AVAILABLE)], BLIND, Verdict.INCONCLUSIVE),
        ([finding(ID, State.AVAILABLE)], ALL, Verdict.REVIEW),
        ([finding(ID, State.MENTIONED), finding(DETECTION, State.CALLED)], ALL, Verdict.NOTHING_FOUND),
        ([], BLIND, Verdict.INCONCLUSIVE),
        ([], ALL, Verdict.NOTHING_FOUND),
        ([], [], Verdict.INCONCLUSIVE),
    ],
)
def test_the_table(findings: list[Finding], entries: list[LedgerEntry], expected: Verdict) -> None:
    assert verdict(findings, entries).verdict is expected


@pytest.mark.parametrize(
    ("regions", "inconclusive"),
    [
        ([256 * KIB - 1], False),
        ([256 * KIB], True),
        ([200 * KIB, 200 * KIB, 112 * KIB], False),
        ([200 * KIB, 200 * KIB, 112 * KIB, 1], True),
    ],
)
def test_the_floor_to_the_byte(regions: list[int], inconclusive: bool) -> None:
    entries = [read(1_000_000)] + [unread(n, path=f"d!/{i}") for i, n in enumerate(regions)]
    assert (verdict([], entries).verdict is Verdict.INCONCLUSIVE) is inconclusive


def test_bytes_that_follow_each_other_are_one_region_whatever_is_the_matter_with_each() -> None:
    parts = [unread(200 * KIB, ByteState.ENCRYPTED), unread(56 * KIB, ByteState.FAILED, offset=200 * KIB)]
    together = verdict([], [*ALL, *reversed(parts)])
    assert together.verdict is Verdict.INCONCLUSIVE
    assert "1 region of 262,144 bytes or more" in together.reasons[0]
    assert "262,144 bytes in d!/x at offset 0 (encrypted, failed)" in together.reasons[0]
    for apart in (replace(parts[1], offset=200 * KIB + 1), replace(parts[1], path="d!/y")):
        assert verdict([], [*ALL, parts[0], apart]).verdict is Verdict.NOTHING_FOUND


def test_the_largest_region_is_named_and_the_first_of_equal_ones() -> None:
    entries = [unread(300 * KIB, path="d!/b"), unread(400 * KIB, path="d!/z"), unread(400 * KIB, path="d!/c", offset=9)]
    assert "409,600 bytes in d!/c at offset 9" in verdict([], [*ALL, *entries]).reasons[0]
    assert [region.path for region in unread_regions([*ALL, *entries])] == ["d!/c", "d!/z", "d!/b"]
    two = [unread(300 * KIB, offset=1 << 20), unread(300 * KIB, offset=5)]
    assert "at offset 5 " in verdict([], [*ALL, *two]).reasons[0]
    assert [region.offset for region in unread_regions(two)] == [5, 1 << 20]


def test_without_one_fact_nothing_can_be_found() -> None:
    empty = replace(pack("2026-11-01"), facts=0)
    assert verdict([], ALL, packs=[empty]).verdict is Verdict.INCONCLUSIVE
    assert verdict([], ALL, packs=[empty, pack("2026-11-01", name="city")]).verdict is Verdict.NOTHING_FOUND


def test_a_large_delivery_may_miss_a_thousandth_in_small_pieces() -> None:
    entries = [read(2_000_000_000)] + [unread(200 * KIB, path=f"d!/{i}") for i in range(9)]
    assert verdict([], entries).verdict is Verdict.NOTHING_FOUND
    assert verdict([], [*entries, unread(200 * KIB, path="d!/9")]).verdict is Verdict.INCONCLUSIVE


def test_a_ledger_that_does_not_add_up_or_a_refused_place_is_inconclusive() -> None:
    assert verdict([], ALL, imbalanced=["d!/x"]).verdict is Verdict.INCONCLUSIVE
    assert verdict([], ALL, refused=["d/locked: folder cannot be listed"]).verdict is Verdict.INCONCLUSIVE


def test_the_order_in_which_workers_answer_changes_no_sentence() -> None:
    places = ["d/b!/app: packed", "d/a!/app: packed"]
    one, other = (verdict([], ALL, refused=order) for order in (places, places[::-1]))
    assert one == other
    assert one.reasons == ("2 places of the delivery could not be read at all (d/a!/app: packed).",)


def test_a_missing_detector_is_inconclusive_at_best_and_named() -> None:
    result = verdict([finding(ID, State.AVAILABLE)], ALL, missing=["native", "names"])
    assert result.verdict is Verdict.INCONCLUSIVE
    assert "(native, names)" in result.reasons[0]
    assert verdict([finding(ID, State.SHIPPED)], ALL, missing=["native"]).verdict is Verdict.FOUND


@pytest.mark.parametrize("fault", ["imbalanced", "refused", "missing"])
def test_no_exemption_is_told_that_all_was_read_where_it_was_not(fault: str) -> None:
    wanted = Exemption("(e)", "s", "verified", ("I state.",), ("me",), ("c",), facts=("no-gallery", "full-coverage"))
    law = replace(BANS, exemptions=(wanted,))
    for changes, speaks in (({}, ["for", "for"]), ({fault: ["x"]}, ["open", "against"])):
        (shown,) = verdict([finding(ID, State.SHIPPED)], ALL, law=law, **changes).exemptions
        assert [fact.speaks for fact in shown.shown] == speaks


@pytest.mark.parametrize(
    ("words", "reached"),
    [(("analysis",), True), (("analysis+emotion",), True), (("+emotion",), True), (("analysis+sensitive",), False)],
)
def test_an_exemption_may_be_of_a_capability_with_a_mark(words: tuple[str, ...], reached: bool) -> None:
    law = replace(BANS, exemptions=(replace(BANS.exemptions[0], capabilities=words),))
    found = [finding(ANALYSIS, State.SHIPPED, Qualifier.EMOTION), finding(DETECTION, State.CALLED, Qualifier.SENSITIVE)]
    assert bool(verdict(found, ALL, law=law).exemptions) is reached


def test_an_old_pack_is_inconclusive_where_the_policy_says_so() -> None:
    assert verdict([], ALL, law=policy(max_pack_age_days=328)).verdict is Verdict.NOTHING_FOUND
    assert verdict([], ALL, law=policy(max_pack_age_days=327)).verdict is Verdict.INCONCLUSIVE


def test_exemptions_are_printed_only_where_something_is_in_question() -> None:
    assert verdict([finding(ID, State.SHIPPED)], ALL).exemptions == BANS.exemptions
    assert verdict([finding(DETECTION, State.SHIPPED)], ALL).exemptions == ()


def test_an_unverified_clause_keeps_its_flag_and_names_its_findings() -> None:
    result = verdict([finding(ID, State.SHIPPED), finding(DETECTION, State.SHIPPED)], ALL)
    assert [(c.clause.verified, c.outcome, c.findings) for c in result.clauses] == [
        ("verified", Outcome.VIOLATION, ("F0",))
    ]


def test_a_clause_has_the_strongest_outcome_of_its_findings() -> None:
    result = verdict([finding(ID, State.AVAILABLE), finding(ID, State.SHIPPED), finding(ANALYSIS, State.SHIPPED)], ALL)
    assert [(c.outcome, c.findings) for c in result.clauses] == [(Outcome.VIOLATION, ("F0", "F1", "F2"))]


def test_the_worst_verdict_wins_and_none_is_inconclusive() -> None:
    assert worst([Verdict.NOTHING_FOUND, Verdict.REVIEW, Verdict.INCONCLUSIVE]) is Verdict.INCONCLUSIVE
    assert worst([]) is Verdict.INCONCLUSIVE


SIZES = st.lists(st.integers(1, 400 * KIB), max_size=6)
FINDINGS = st.lists(st.builds(finding, st.sampled_from(list(Capability)), st.sampled_from(list(State))), max_size=4)


@given(FINDINGS, SIZES, st.sampled_from(sorted(UNREAD)), st.data())
def test_losing_bytes_or_adding_evidence_never_makes_it_greener(
    findings: list[Finding], sizes: list[int], state: ByteState, data: st.DataObject
) -> None:
    entries = [LedgerEntry(f"d!/{i}", 0, n, ByteState.RAW) for i, n in enumerate([*sizes, 1])]
    before = PRECEDENCE.index(verdict(findings, entries).verdict)
    lost = data.draw(st.sets(st.sampled_from(range(len(entries)))))
    worse = [LedgerEntry(e.path, 0, e.length, state if i in lost else e.state) for i, e in enumerate(entries)]
    assert PRECEDENCE.index(verdict(findings, worse).verdict) <= before
    more = [*findings, data.draw(st.builds(finding, st.sampled_from(list(Capability)), st.sampled_from(list(State))))]
    assert PRECEDENCE.index(verdict(more, entries).verdict) <= before


def test_every_unread_region_and_every_finding_has_a_question_and_equal_ones_are_joined() -> None:
    regions = [
        unread(41_203_712, ByteState.ENCRYPTED, "fw!/p3", 0x40),
        unread(10, ByteState.OPAQUE, "fw!/b", 0),
        unread(20, ByteState.OPAQUE, "fw!/b", 100),
    ]
    asked = questions([finding(ID, State.SHIPPED), finding(ID, State.MENTIONED)], regions)
    assert [q.kind for q in asked] == ["finding", "finding", "unread", "unread"]
    assert "41,203,712 bytes at offset 0x40 are encrypted (why). Please provide the key" in asked[2].text
    assert "30 bytes in 2 regions" in asked[3].text


def test_small_regions_of_many_files_are_one_question_and_large_ones_keep_theirs() -> None:
    small = [
        replace(unread(100 + n, ByteState.OPAQUE, f"fw!/f{n}", n), reason=f"7.{n:04} bits per byte")
        for n in range(2000)
    ]
    large = [unread(OWN_QUESTION, ByteState.OPAQUE, f"fw!/large{n}", 0) for n in range(2)]
    other = [unread(9, ByteState.FAILED, "fw!/f1", 0)]
    asked = questions([], [*large, *reversed(small), *other])
    assert [len(question.about) for question in asked] == [2000, 1, 1, 1]
    assert {path for question in asked for path in question.about} == {r.path for r in (*large, *small, *other)}
    assert asked[0].text.startswith("2,000 files: 2,199,000 bytes are packed")
    assert "the largest: fw!/f1999, 2,099 bytes at offset 0x7cf; reason there: 7.1999 bits" in asked[0].text


def test_reasons_that_say_another_thing_are_other_questions() -> None:
    regions = [replace(unread(9, ByteState.FAILED, f"fw!/{n}", 0), reason=f"volume {n} is missing") for n in range(2)]
    assert len(questions([], regions)) == 2


def test_every_unread_state_has_its_question() -> None:
    for state in UNREAD:
        assert questions([], [unread(5, state)])[0].text


def test_a_trigger_below_shipped_may_name_its_own_state() -> None:
    law = policy(trigger("search", Outcome.VIOLATION, State.AVAILABLE))
    assert outcome_under(law, finding(Capability.SEARCH, State.AVAILABLE)) is Outcome.VIOLATION


def test_the_order_of_outcomes() -> None:
    assert sorted(Outcome, key=STRENGTH.__getitem__, reverse=True) == list(Outcome)
    levels = [STRENGTH[outcome] for outcome in Outcome]
    assert [one > other for one, other in pairwise(levels)] == [True, False, True, True, True]


def test_the_strongest_trigger_of_a_clause_counts_and_so_does_what_a_dormant_function_would_break() -> None:
    low = trigger("search", Outcome.NOTE, State.AVAILABLE)
    law = policy(low, trigger("search", Outcome.VIOLATION))
    for state, outcome in ((State.AVAILABLE, Outcome.REVIEW), (State.SHIPPED, Outcome.VIOLATION)):
        found = finding(Capability.SEARCH, state)
        assert outcome_under(law, found) is outcome
        assert clause_outcome(law.clauses[0], found) is outcome
    strong = policy(trigger("search", Outcome.VIOLATION, State.AVAILABLE)).clauses[0]
    assert clause_outcome(strong, finding(Capability.SEARCH, State.AVAILABLE)) is Outcome.VIOLATION
    assert clause_outcome(strong, finding(Capability.SEARCH, State.MENTIONED)) is Outcome.NOT_REACHED


@pytest.mark.parametrize(
    ("capability", "state", "why"),
    [
        (ID, State.AVAILABLE, "nothing was seen to use the code; having it may be enough"),
        (ID, State.MENTIONED, "it is only named, no code of it is there"),
        (ANALYSIS, State.AVAILABLE, "nothing was seen to use the code"),
        (ANALYSIS, State.MENTIONED, "it is only named, no code of it is there"),
        (Capability.CAPTURE, State.AVAILABLE, "no clause speaks of it"),
        (ID, State.SHIPPED, "clause (a)"),
    ],
)
def test_why(capability: Capability, state: State, why: str) -> None:
    assert ruling(BANS, finding(capability, state)).why == why


def test_a_dormant_recogniser_is_judged_as_a_shipped_one_and_no_higher() -> None:
    law = policy(trigger("search", Outcome.VIOLATION, State.CALLED))
    found = finding(Capability.SEARCH, State.AVAILABLE)
    assert outcome_under(law, found) is clause_outcome(law.clauses[0], found) is Outcome.NOT_REACHED


def test_words() -> None:
    marks = (Qualifier.CLOUD, Qualifier.ORIGIN)
    found = words_of(finding(Capability.TRANSFER, State.SHIPPED, *marks)), words_of(finding(ID, State.SHIPPED, *marks))
    assert found[0] == ["transfer", "transfer+cloud", "transfer+origin", "+origin"]
    assert found[1] == ["identification", "identification+cloud", "identification+origin", "+cloud", "+origin"]


def test_what_the_deployed_version_did_not_have_is_below_every_state_that_a_clause_names() -> None:
    law = policy(trigger("search", Outcome.REVIEW, State.AVAILABLE, condition="new"))
    found = finding(Capability.SEARCH, State.AVAILABLE)
    for states, outcome in (({}, Outcome.REVIEW), ({"search": State.AVAILABLE}, Outcome.NOT_REACHED)):
        assert outcome_under(law, found, Deployed("4.1", states)) is outcome
    marked = policy(trigger("", Outcome.REVIEW, qualifier="cloud", condition="new"))
    clouded = finding(Capability.SEARCH, State.SHIPPED, Qualifier.CLOUD)
    assert outcome_under(marked, clouded, Deployed("4.1", {"search": State.ENROLLED})) is Outcome.REVIEW
    assert outcome_under(marked, clouded, Deployed("4.1", {"search+cloud": State.SHIPPED})) is Outcome.NOT_REACHED


def test_a_dormant_recogniser_touches_the_clause_it_would_break() -> None:
    result = verdict([finding(ID, State.AVAILABLE)], ALL)
    assert [(c.outcome, c.findings) for c in result.clauses] == [(Outcome.REVIEW, ("F0",))]
    assert verdict([finding(ID, State.MENTIONED), finding(ANALYSIS, State.AVAILABLE)], ALL).clauses == ()


def test_a_reason_says_how_far_it_goes_in_a_sentence_that_people_read() -> None:
    told = {state: verdict([finding(ID, state)], ALL).reasons[0] for state in State if state >= State.SHIPPED}
    assert len(set(told.values())) == len(told)
    assert ", identification: a program in the delivery is built to use it (" in told[State.CALLED]
    assert ", identification: a face library or a watch list for it is there (" in told[State.ENROLLED]
    assert all(reason.endswith(" The wording of the law reaches it.") for reason in told.values())


@pytest.mark.parametrize(
    ("readable", "hidden", "expected"),
    [
        (0, 4 * KIB, Verdict.INCONCLUSIVE),
        (0, 1, Verdict.INCONCLUSIVE),
        (3 * KIB, 4 * KIB, Verdict.INCONCLUSIVE),
        (4 * KIB, 4 * KIB, Verdict.NOTHING_FOUND),
        (200 * KIB, 100 * KIB, Verdict.NOTHING_FOUND),
    ],
)
def test_a_small_delivery_of_which_most_was_not_read_has_no_answer(
    readable: int, hidden: int, expected: Verdict
) -> None:
    result = verdict([], [*([read(readable)] if readable else []), unread(hidden)])
    assert result.verdict is expected
    assert any("more than half of the delivery" in reason for reason in result.reasons) == (
        expected is Verdict.INCONCLUSIVE
    )


def test_a_file_cannot_speak_for_the_program_by_its_name() -> None:
    name = "d!/x). The wording of the law does not reach it. (y"
    hit = finding(ID, State.CALLED)
    place = replace(hit.proofs[0].observation, path=name)
    hit = replace(hit, proofs=(replace(hit.proofs[0], observation=place),))
    told = verdict([hit], [*ALL, unread(300 * KIB, path=name)])
    assert f"(“{name}”). The wording of the law reaches it." in told.reasons[0]
    assert f"bytes in “{name}” at offset 0" in told.reasons[1]
    asked = [question.text for question in questions([], [unread(300 * KIB, path=name)])]
    assert asked[0].startswith(f"“{name}”: 307,200 bytes at offset 0x0 ")
