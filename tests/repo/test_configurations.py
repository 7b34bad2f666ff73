"""Every researched fact about configuration is implemented with examples both ways, or left out with a reason."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from scanner.authoring.listing import cases
from scanner.authoring.scene import scene
from scanner.catalogue.compile import compile_pack
from scanner.catalogue.config_terms import last_key
from scanner.catalogue.load import load
from scanner.match.census import take_census
from scanner.match.config import role_state
from scanner.match.findings import assemble, order_of
from scanner.types import FactKind, State
from tests.repo.configurations import EVERY, counter_examples, implemented, left_out, section

PACK = load()
SIGNATURES = [s for s in PACK.signatures if any(f.id.startswith("cf") for f in s.facts)]


@pytest.fixture(scope="module")
def vocabulary():
    return compile_pack(PACK)


def test_every_fact_is_implemented_or_has_a_reason():
    has, lacks = implemented(), left_out()
    assert set(has) | set(lacks) == set(EVERY)
    assert set(has) & set(lacks) == set()


def test_most_facts_are_implemented():
    assert len(implemented()) >= 220


def test_the_section_names_every_reason():
    text = "".join(section())
    assert all(number in text for number in implemented())


def shown(signature, vocabulary, folder):
    """(fact id → the states that it has at each place, last key → how often it is set) of every listing."""
    for case in (*cases(signature.examples), *cases(signature.counter_examples)):
        one = scene(case, vocabulary, folder)
        seen = sorted(one.observations, key=order_of)
        made = assemble([signature], vocabulary, seen, take_census(one.nodes, seen), one.nodes)
        states: dict[str, dict[object, State]] = defaultdict(dict)
        for proof in (proof for exhibit in made for proof in exhibit.proofs):
            states[proof.fact.id][proof.observation] = proof.state
        listed = [line for node in case.nodes for line in node.shows if line.kind is FactKind.CONFIG]
        yield states, Counter(last_key(line.value) for line in listed)


@pytest.mark.parametrize("signature", SIGNATURES, ids=[s.id for s in SIGNATURES])
def test_every_fact_has_an_example_and_a_counter_example(signature, vocabulary, tmp_path):
    looked = list(shown(signature, vocabulary, tmp_path))
    named = {number.lower() for number in counter_examples(signature.counter_examples)}
    for fact in (fact for fact in signature.facts if fact.id.startswith("cf")):
        reached = role_state(fact) if fact.kind is FactKind.CONFIG else State.MENTIONED
        met = [sum(state >= reached for state in states[fact.id].values()) for states, _ in looked]
        assert any(met), f"{fact.id} ({fact.value}): no example shows it"
        key = last_key(fact.value)
        unmet = any(keys[key] > hits for (_, keys), hits in zip(looked, met, strict=True))
        alike = fact.id[:5] in named or fact.kind is not FactKind.CONFIG
        assert unmet or alike, f"{fact.id} ({fact.value}): no example shows its key with another value or elsewhere"


def test_every_switch_has_plain_words():
    told = {"switch", "mode", "database", "address"}
    facts = [(s.id, f) for s in PACK.signatures for f in s.facts if f.kind is FactKind.CONFIG and f.role in told]
    assert [f"{product} {fact.id}" for product, fact in facts if not fact.label] == []
