"""From a matched fingerprint to a finding: certain is shipped, likely is for a person, traces are nothing."""

from __future__ import annotations

import pytest

from scanner.catalogue.recorded import facts_of, with_facts
from scanner.catalogue.vocabulary import Vocabulary
from scanner.match.findings import match
from scanner.types import Capability, FactKind, Node, Observation, Place, Signature, State
from tests.fingerprints.teaching import acme

PRODUCT = Signature("acme", "Acme", "acme", "sdk", State.SHIPPED, "It compares faces, and that is all it does.", ())


def found(value, **node):
    (signature,) = with_facts([PRODUCT], [acme()])
    nodes = [Node(**{"path": "d/lib.so", "parent": None, "size": 9, "sha256": "0" * 64, "format": "elf", **node})]
    seen = [Observation(FactKind.FINGERPRINT, value, "d/lib.so", Place.TEXT, 4, "text (str) 9 of 9")]
    return match([signature], Vocabulary(None, {}, {}, frozenset()), nodes, seen, 10).findings


@pytest.mark.parametrize(
    ("value", "state", "basis"),
    [("acme-net", State.SHIPPED, "strong"), ("acme-net likely", State.AVAILABLE, "combined")],
)
def test_a_match_is_a_finding(value, state, basis):
    (finding,) = found(value)
    assert (finding.capability, finding.state, finding.basis) == (Capability.TEMPLATE, state, basis)


def test_traces_are_none():
    assert found("acme-net traces") == ()


def test_a_record_without_a_signature_becomes_one():
    (signature,) = with_facts([], [acme()])
    assert (signature.id, signature.name) == ("acme-net", "acme's network")
    assert [fact.value for fact in signature.facts] == [fact.value for fact in facts_of(acme())]
