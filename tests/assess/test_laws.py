"""All laws of the pack: every cell can be built, and a worse finding never has a milder outcome."""

from __future__ import annotations

import itertools

import pytest

from scanner.assess.outcomes import STRENGTH, ruling
from scanner.assess.technical import FACTS
from scanner.assess.verdict import Evidence, judge
from scanner.catalogue.load import load
from scanner.catalogue.policies import NOT_SETTLED
from scanner.catalogue.schema import _validator  # the closed lists of the schema are compared with the code
from scanner.ledger import coverage
from scanner.types import Capability, CapabilityClass, Deployed, Outcome, Policy, Qualifier, State, Verdict
from tests.assess.world import finding, pack, read

LAWS = load().policies
WITHOUT_FACES = {"us-ndaa-889", "us-fcc-covered-list", "us-ada-title-ii-web", "us-section-508"}
ONE_QUALIFIER = [(), *((qualifier,) for qualifier in Qualifier)]


@pytest.mark.parametrize("law", LAWS.values(), ids=list(LAWS))
def test_every_cell_builds_and_climbs_with_the_ladder(law: Policy) -> None:
    for capability, qualifiers in itertools.product(Capability, ONE_QUALIFIER):
        said = [ruling(law, finding(capability, state, *qualifiers)) for state in State]
        assert all(each.why for each in said)
        strengths = [STRENGTH[each.outcome] for each in said]
        assert strengths == sorted(strengths), (capability, qualifiers, said)


@pytest.mark.parametrize("law", LAWS.values(), ids=list(LAWS))
def test_a_qualifier_never_makes_an_outcome_milder(law: Policy) -> None:
    for capability, state, qualifier in itertools.product(Capability, State, Qualifier):
        plain, marked = finding(capability, state), finding(capability, state, qualifier)
        assert STRENGTH[ruling(law, marked).outcome] >= STRENGTH[ruling(law, plain).outcome]


@pytest.mark.parametrize("law", LAWS.values(), ids=list(LAWS))
def test_every_capability_has_a_cell_in_the_law_itself(law: Policy) -> None:
    cells = {word: (outcome, why) for word, outcome, why in law.effects}
    assert {capability.value for capability in Capability} <= set(cells)
    assert all(why for _, why in cells.values())


def test_there_are_29_laws_and_every_face_law_names_identification() -> None:
    assert len(LAWS) == 29
    for name, law in LAWS.items():
        said = ruling(law, finding(Capability.IDENTIFICATION, State.CALLED)).outcome
        assert (said is Outcome.NOT_REACHED) is (name in WITHOUT_FACES)


def test_a_law_that_speaks_of_no_face_function_reaches_none_and_asks_nobody() -> None:
    for name, capability, state in itertools.product(WITHOUT_FACES, Capability, State):
        assert ruling(LAWS[name], finding(capability, state)).outcome is Outcome.NOT_REACHED


def test_the_origin_of_a_part_counts_where_a_law_names_it_whatever_the_part_does() -> None:
    for capability in Capability:
        marked = finding(capability, State.SHIPPED, Qualifier.ORIGIN)
        assert ruling(LAWS["us-ndaa-889"], marked).outcome is Outcome.REVIEW
        assert ruling(LAWS["us-fcc-covered-list"], marked).outcome is Outcome.NOTE


def test_a_silent_cell_says_that_the_policy_does_not_settle_it() -> None:
    said = ruling(LAWS["us-ma-somerville"], finding(Capability.UNLOCK, State.SHIPPED))
    assert (said.outcome, said.why) == (Outcome.REVIEW, NOT_SETTLED)


def test_a_cell_of_a_trigger_is_not_filled_from_a_related_one() -> None:
    said = ruling(LAWS["us-ca-sf-19b"], finding(Capability.CAPTURE, State.SHIPPED))
    assert (said.outcome, said.why) == (Outcome.PROCESS, "clause 19B policy")


def test_the_why_marks_a_clause_that_was_not_read_in_the_law() -> None:
    found = finding(Capability.IDENTIFICATION, State.SHIPPED)
    assert ruling(LAWS["us-ma-boston-16-62"], found).why == "clause (B)(1)(a)1"
    assert ruling(LAWS["us-me-25-6001"], found).why == "clause 6001(2) (not checked against the text)"
    assert "from a secondary source" in ruling(LAWS["us-wa-kingcounty"], found).why


@pytest.mark.parametrize("law", ["us-ma-boston-16-63", "us-ca-berkeley-2.99"])
def test_a_clause_about_an_update_asks_what_the_deployed_version_could_do(law: str) -> None:
    found = finding(Capability.ANALYSIS, State.CALLED)
    clause = next(c for c in LAWS[law].clauses if any(t.condition for t in c.triggers))
    said = f"clause {clause.number}"
    assert ruling(LAWS[law], found).why != said
    assert ruling(LAWS[law], found, Deployed("4.1", {"analysis": State.SHIPPED})).why != said
    for had in ({}, {"analysis": State.MENTIONED}, {"detection": State.ENABLED}):
        new = ruling(LAWS[law], found, Deployed("4.1", had))
        assert (new.outcome, new.why) == (Outcome.REVIEW, said)


def test_every_surveillance_function_that_an_update_adds_ends_the_exception_of_16_63() -> None:
    """The facts name six; a code of a face, a search, liveness and points of a face follow the chain."""
    for capability in Capability:
        new = ruling(LAWS["us-ma-boston-16-63"], finding(capability, State.SHIPPED), Deployed("4.1", {})).outcome
        other = {Capability.REDACTION, Capability.UNLOCK, Capability.TRANSFER}
        assert new is (Outcome.PROCESS if capability in other else Outcome.REVIEW)


@pytest.mark.parametrize("name", ["us-me-25-6001", "us-ma-gl-6-220", "us-ma-boston-16-62"])
def test_redaction_software_reaches_the_exemption_for_it_and_its_facts(name: str) -> None:
    found = {"F": finding(Capability.DETECTION, State.CALLED), "G": finding(Capability.REDACTION, State.CALLED)}
    result = judge(LAWS[name], found, Evidence(coverage([read(9)]), []), [pack("2026-01-01")], "2026-01-02")
    (exemption,) = [each for each in result.exemptions if "redaction" in each.capabilities]
    assert (result.verdict, {fact.speaks for fact in exemption.shown}) == (Verdict.REVIEW, {"for"})


def test_a_dormant_recogniser_is_never_worse_than_a_running_one() -> None:
    for law in LAWS.values():
        for capability in Capability:
            if capability.capability_class is not CapabilityClass.RECOGNITION:
                continue
            dormant = ruling(law, finding(capability, State.AVAILABLE)).outcome
            assert STRENGTH[dormant] == min(
                STRENGTH[ruling(law, finding(capability, State.SHIPPED)).outcome], STRENGTH[Outcome.REVIEW]
            )


def test_the_schema_and_the_code_know_the_same_technical_facts() -> None:
    assert _validator("policy").is_valid(POLICY | {"exemptions": [EXEMPTION | {"facts": sorted(FACTS)}]})
    assert not _validator("policy").is_valid(POLICY | {"exemptions": [EXEMPTION | {"facts": ["guess"]}]})


EXEMPTION = {
    "number": "1",
    "summary": "s",
    "verified": "verified",
    "statements": ["I state."],
    "signers": ["me"],
    "checks": ["c"],
}
POLICY = {
    "id": "x-law",
    "title": "t",
    "jurisdiction": "j",
    "citation": "c",
    "status": "s",
    "status_verified": "verified",
    "clauses": [{"number": "1", "says": "s", "verified": "verified"}],
    "effects": {},
    "floor": {"region": 1, "total": 1, "share": 0},
    "sources": [],
    "disclaimer": "d",
}
