"""Technical facts beside an exemption: what was found speaks against it, what was not only where all was read."""

from __future__ import annotations

import pytest

from scanner.assess.technical import FACTS, Scene, technical_facts
from scanner.assess.verdict import Evidence, judge
from scanner.catalogue.load import load
from scanner.ledger import coverage
from scanner.types import (
    Capability,
    CapabilityClass,
    Deployed,
    Exemption,
    Finding,
    LedgerEntry,
    Qualifier,
    State,
    TechnicalFact,
)
from tests.assess.world import finding, pack, read, unread

BOX, BLUR = finding(Capability.DETECTION, State.CALLED), finding(Capability.REDACTION, State.SHIPPED)
DORMANT = finding(Capability.TEMPLATE, State.AVAILABLE)
ALL, MOST, NOTHING = [read(1000)], [read(1000), unread(7)], []
REDACTION = ["detector", "blur", "no-recogniser", "no-gallery", "no-match-output", "full-coverage"]


def scene(findings: list[Finding], entries: list[LedgerEntry], deployed: Deployed | None = None) -> Scene:
    return Scene(findings, coverage(entries), deployed)


def speaks(findings: list[Finding], entries: list[LedgerEntry], names: list[str]) -> list[str]:
    return [fact.speaks for fact in technical_facts(names, scene(findings, entries))]


@pytest.mark.parametrize(
    ("findings", "entries", "expected"),
    [
        ([BOX, BLUR], ALL, ["for"] * 6),
        ([BOX, BLUR, DORMANT], ALL, ["for", "for", "against", "for", "for", "for"]),
        ([BOX, BLUR], MOST, ["for", "for", "open", "open", "open", "against"]),
        ([], ALL, ["against", "against", "for", "for", "for", "for"]),
        ([], NOTHING, ["against", "against", "open", "open", "open", "against"]),
        (
            [
                BOX,
                finding(Capability.ENROLLMENT, State.ENROLLED),
                finding(Capability.SEARCH, State.CALLED, Qualifier.OUTPUT),
            ],
            ALL,
            ["for", "against", "against", "against", "against", "for"],
        ),
        ([finding(Capability.DETECTION, State.AVAILABLE)], ALL, ["against", "against", "for", "for", "for", "for"]),
    ],
)
def test_redaction(findings: list[Finding], entries: list[LedgerEntry], expected: list[str]) -> None:
    assert speaks(findings, entries, REDACTION) == expected


@pytest.mark.parametrize(
    ("name", "hit"),
    [
        ("no-upload", finding(Capability.TRANSFER, State.SHIPPED)),
        ("no-upload", finding(Capability.DETECTION, State.CALLED, Qualifier.CLOUD)),
        ("no-named-maker", finding(Capability.DETECTION, State.SHIPPED, Qualifier.ORIGIN)),
        ("switched-off", finding(Capability.LIVENESS, State.ENABLED)),
        ("no-recogniser", finding(Capability.VERIFICATION, State.AVAILABLE)),
    ],
)
def test_what_was_found_speaks_against_and_is_named(name: str, hit: Finding) -> None:
    (fact,) = technical_facts([name], scene([BLUR, hit], MOST))
    assert (fact.speaks, "P (" in fact.sentence, "d!/lib" in fact.sentence) == ("against", True, True)
    assert technical_facts([name], scene([], ALL))[0].speaks == "for"


def test_what_is_only_named_is_no_code_and_no_proof_that_there_is_none() -> None:
    (fact,) = technical_facts(["no-recogniser"], scene([finding(Capability.TEMPLATE, State.MENTIONED)], ALL))
    assert (fact.speaks, "named" in fact.sentence, "d!/lib" in fact.sentence) == ("open", True, True)


def test_what_a_program_uses_is_not_switched_off_because_no_setting_is_on() -> None:
    for found, speaks in (
        ([BOX], "open"),
        ([BLUR], "for"),
        ([finding(Capability.UNLOCK, State.ENABLED), BOX], "against"),
    ):
        assert technical_facts(["switched-off"], scene(found, ALL))[0].speaks == speaks
    assert speaks_of("switched-off", [BLUR], MOST) == "open"


def speaks_of(name: str, findings: list[Finding], entries: list[LedgerEntry]) -> str:
    return technical_facts([name], scene(findings, entries))[0].speaks


@pytest.mark.parametrize("name", ["no-recogniser", "no-gallery", "switched-off", "unchanged"])
def test_gaps_that_are_no_bytes_leave_it_open(name: str) -> None:
    known = Deployed("4.1", {"redaction": State.SHIPPED})
    whole, faulty = Scene([BLUR], coverage(ALL), known), Scene([BLUR], coverage(ALL), known, ["a place was refused."])
    assert technical_facts([name], whole)[0].speaks == "for"
    (fact,) = technical_facts([name], faulty)
    assert (fact.speaks, "gaps" in fact.sentence) == ("open", True)


def test_coverage_with_gaps_that_are_no_bytes_is_not_full() -> None:
    faulty = Scene([], coverage(ALL), None, ["a place was refused."])
    assert technical_facts(["full-coverage"], faulty)[0] == TechnicalFact(
        "full-coverage", "against", "a place was refused."
    )


def test_unlocking_by_the_system_speaks_for_itself() -> None:
    assert speaks([finding(Capability.UNLOCK, State.CALLED)], ALL, ["own-unlock"]) == ["for"]
    assert speaks([], ALL, ["own-unlock"]) == ["against"]


def test_a_change_is_open_without_the_deployed_version() -> None:
    old, same = Deployed("4.1", {}), Deployed("4.1", {"detection": State.CALLED})
    said = [technical_facts(["unchanged"], scene([BOX], ALL, version))[0] for version in (None, old, same)]
    assert [fact.speaks for fact in said] == ["open", "against", "for"]
    assert "4.1" in said[1].sentence
    known = Scene([BOX], coverage(MOST), same)
    assert "7 bytes could not be read" in technical_facts(["unchanged"], known)[0].sentence
    assert technical_facts(["unchanged"], known)[0].speaks == "open"


def test_a_dormant_function_that_the_deployed_version_did_not_have_is_a_change() -> None:
    for states, speaks in (({}, "against"), ({"template": State.AVAILABLE}, "for")):
        assert technical_facts(["unchanged"], scene([DORMANT], ALL, Deployed("4.1", states)))[0].speaks == speaks


def test_a_capability_with_a_mark_that_the_deployed_version_did_not_have_is_a_change() -> None:
    emotion = finding(Capability.ANALYSIS, State.CALLED, Qualifier.EMOTION)
    for states, speaks in (
        ({"analysis": State.ENABLED}, "against"),
        ({"analysis": State.ENABLED, "analysis+emotion": State.CALLED}, "for"),
        ({"analysis": State.ENABLED, "analysis+emotion": State.SHIPPED}, "against"),
    ):
        assert technical_facts(["unchanged"], scene([emotion], ALL, Deployed("4.1", states)))[0].speaks == speaks


@pytest.mark.parametrize("capability", Capability)
def test_each_capability_speaks_against_its_own_facts_only(capability: Capability) -> None:
    recogniser = capability.capability_class is CapabilityClass.RECOGNITION
    gallery = capability is Capability.ENROLLMENT
    expected = {
        "no-recogniser": "against" if recogniser and not gallery else "for",
        "no-gallery": "against" if gallery else "for",
        "no-upload": "against" if capability is Capability.TRANSFER else "for",
        "no-match-output": "for",
        "no-named-maker": "for",
    }
    assert speaks([finding(capability, State.SHIPPED)], ALL, list(expected)) == list(expected.values())


def test_the_highest_states_are_named_first() -> None:
    found = [finding(Capability.ANALYSIS, State.AVAILABLE), finding(Capability.TEMPLATE, State.ENABLED), BOX]
    (fact,) = technical_facts(["functions"], scene(found, ALL))
    assert fact.speaks == "note"
    assert [fact.sentence.index(word) for word in ("enabled", "called", "available")] == sorted(
        fact.sentence.index(word) for word in ("enabled", "called", "available")
    )


def test_functions_are_listed_without_taking_sides_and_long_lists_are_cut() -> None:
    many = [finding(capability, State.SHIPPED) for capability in Capability]
    (fact,) = technical_facts(["functions"], scene(many, ALL))
    assert fact.speaks == "note"
    assert f"and {len(many) - 3} more findings" in fact.sentence
    named = [finding(Capability.SEARCH, State.MENTIONED)]
    for findings in ([], named):
        assert technical_facts(["functions"], scene(findings, ALL)) == (
            TechnicalFact("functions", "note", "Face functions found: none."),
        )


def test_every_exemption_that_is_reached_carries_its_facts_and_changes_no_verdict() -> None:
    law = load().policies["us-ma-boston-16-62"]
    found = {"F": BLUR, "G": BOX}
    result = judge(law, found, Evidence(coverage(ALL), []), [pack("2026-01-01")], "2026-01-02")
    redaction = next(e for e in result.exemptions if "redaction" in e.capabilities)
    assert [fact.name for fact in redaction.shown] == list(redaction.facts) == REDACTION
    assert {fact.speaks for fact in redaction.shown} == {"for"}
    assert result.verdict.value == "review"
    assert all(not exemption.shown for exemption in law.exemptions)


def test_every_fact_of_the_list_is_used_by_a_law_and_can_be_worked_out() -> None:
    used: set[str] = set()
    for law in load().policies.values():
        exemption: Exemption
        for exemption in law.exemptions:
            used |= set(exemption.facts)
    assert used == set(FACTS)
    assert all(fact.sentence.endswith(".") for fact in technical_facts(FACTS, scene([BOX, DORMANT], MOST)))
