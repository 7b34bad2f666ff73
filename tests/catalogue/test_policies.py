"""Policies: a law says something about every capability, in the words of the design."""

from __future__ import annotations

import pytest

from scanner.catalogue.load import load
from scanner.types import Capability, Outcome, State
from tests.catalogue.packs import POLICY, write_pack


@pytest.fixture(scope="module")
def boston():
    return load().select(["boston"])[0]


def _effects(policy):
    return {word: (outcome, why) for word, outcome, why in policy.effects}


def _loaded(folder, text=POLICY):
    return load(write_pack(folder, {"policies/test-law.yaml": text})).policies["test-law"]


def test_every_capability_has_a_cell(boston):
    assert {capability.value for capability in Capability} <= set(_effects(boston))


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        ("detection", Outcome.NOTE),
        ("landmarks", Outcome.NOTE),
        ("capture", Outcome.REVIEW),
        ("analysis", Outcome.REVIEW),
        ("analysis+emotion", Outcome.REVIEW),
        ("liveness", Outcome.REVIEW),
        ("template", Outcome.VIOLATION),
        ("verification", Outcome.VIOLATION),
        ("identification", Outcome.VIOLATION),
        ("enrollment", Outcome.VIOLATION),
        ("search", Outcome.VIOLATION),
        ("redaction", Outcome.EXEMPT_IF_ATTESTED),
        ("unlock", Outcome.EXEMPT_IF_ATTESTED),
        ("transfer", Outcome.REVIEW),
        ("+origin", Outcome.NOT_REACHED),
    ],
)
def test_cells_of_boston(boston, word, outcome):
    assert _effects(boston)[word][0] is outcome


def test_boston_is_reached_by_presence_and_never_asks_for_a_switch(boston):
    first = {(t.capability, t.state, t.outcome) for t in boston.clauses[0].triggers}
    for capability in ("template", "verification", "identification", "enrollment", "search"):
        assert (capability, State.SHIPPED, Outcome.VIOLATION) in first


def test_a_gallery_is_derived_information(boston):
    triggers = {(t.capability, t.qualifier, t.state, t.outcome) for t in boston.clauses[1].triggers}
    assert ("enrollment", "", State.ENROLLED, Outcome.VIOLATION) in triggers
    assert ("identification", "output", State.ENABLED, Outcome.VIOLATION) in triggers


def test_a_qualifier_alone_stands_for_every_face_capability(boston):
    cloud = {t.capability for t in boston.clauses[1].triggers if t.qualifier == "cloud"}
    assert cloud == {capability.value for capability in Capability} - {"unlock", "transfer"}


def test_exemptions_say_what_to_sign_and_how_sure_the_text_is(boston):
    assert len(boston.exemptions) == 6
    assert all(e.statements and e.signers and e.checks for e in boston.exemptions)
    assert {e.verified for e in boston.exemptions} == {"secondary", "unverified"}
    assert {c.verified for c in boston.clauses} == {"verified"}


def test_the_floor_is_the_one_of_the_design(boston):
    assert (boston.region_floor, boston.total_floor, boston.total_floor_share) == (262144, 524288, 0.001)


def test_a_silent_cell_follows_the_chain_and_then_asks_a_person(tmp_path):
    effects = _effects(_loaded(tmp_path))
    assert effects["template"] == (Outcome.VIOLATION, "as identification: it is named")
    assert effects["landmarks"] == (Outcome.REVIEW, "not settled in the policy")
    assert effects["+origin"][0] is Outcome.NOT_REACHED


def test_a_law_that_speaks_of_no_face_capability_has_no_effect_on_one(tmp_path):
    text = POLICY.replace("[identification]", "[+origin]").replace("  identification: {", "  +origin: {")
    effects = _effects(_loaded(tmp_path, text))
    assert effects["identification"][0] is Outcome.NOT_REACHED
    assert effects["+origin"][0] is Outcome.VIOLATION
