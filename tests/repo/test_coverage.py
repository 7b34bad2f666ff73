from __future__ import annotations

import pytest

from scanner.catalogue.load import load
from tests.repo.coverage import TREATED, coverage, not_signatures

ENTRIES = not_signatures()


@pytest.fixture(scope="module")
def signatures():
    return {signature.id: signature for signature in load().signatures}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_name_without_a_signature_has_a_reason(name, signatures):
    entry = ENTRIES[name]
    assert set(entry) == {"name", "treated", "beside", "reason", "facts"}
    assert name not in signatures, "it has a signature: its reasons belong there, into left_out"
    assert entry["treated"] in TREATED
    assert entry["reason"]
    assert set(entry["beside"]) <= set(signatures)
    assert bool(entry["beside"]) or entry["treated"] not in {"trap", "merged"}


@pytest.mark.parametrize("name", ENTRIES)
def test_a_value_that_is_left_out_is_no_strong_fact(name, signatures):
    strong = {
        fact.value for signature in signatures.values() for fact in signature.facts if fact.strength.name == "STRONG"
    }
    assert not strong & set(ENTRIES[name]["facts"])


def test_the_page_names_every_signature_and_every_reason(signatures):
    page = coverage("")
    assert all(f"`{name}`" in page for name in (*signatures, *ENTRIES))
    for entry in ENTRIES.values():
        assert all(reason in page for reason in entry["facts"].values())
