"""What Boston 16-62 says about every capability at every state, written by hand from the law notes, not from the code.

N = a note, R = for review, X = exempt if somebody signs, V = the wording reaches it. One letter for each rung of the
ladder, in its order: mentioned, available, shipped, called, enabled, enrolled.
"""

from __future__ import annotations

import pytest

from scanner.assess.outcomes import outcome_under
from scanner.assess.verdict import Evidence, judge
from scanner.catalogue.load import load
from scanner.ledger import coverage
from scanner.types import Capability, Outcome, Policy, Qualifier, State, Verdict
from tests.assess.world import finding, pack, read

CELLS = {
    # A box neither identifies nor verifies.
    "detection": "NNNNNN",
    "landmarks": "NNNNNN",
    # The third limb of the definition: information from the face.
    "capture": "NNRRRR",
    "analysis": "NNRRRR",
    "analysis+emotion": "NNRRRR",
    "analysis+sensitive": "NNRRRR",
    "liveness": "NNRRRR",
    # Named in the definition; a dormant function is still obtained, so that available code is for review.
    "template": "NRVVVV",
    "verification": "NRVVVV",
    "identification": "NRVVVV",
    "identification+output": "NRVVVV",
    "enrollment": "NRVVVV",
    "search": "NRVVVV",
    # Exempt under conditions that only a person can confirm.
    "redaction": "NNXXXX",
    "unlock": "NNXXXX",
    # Information that leaves: a person must say to whom.
    "transfer": "NNRRRR",
    # An agreement with a third party that runs the system.
    "detection+cloud": "NNVVVV",
    "analysis+cloud": "NNVVVV",
    "verification+cloud": "NRVVVV",
    "identification+cloud": "NRVVVV",
    # Unlocking and transfer are judged by their own clauses, wherever they run.
    "unlock+cloud": "NNXXXX",
    "transfer+cloud": "NNRRRR",
    # This law does not speak of the maker's origin, nor of fever.
    "detection+origin": "NNNNNN",
    "detection+fever": "NNNNNN",
    "identification+origin": "NRVVVV",
}
OUTCOMES = {
    "N": Outcome.NOTE,
    "R": Outcome.REVIEW,
    "X": Outcome.EXEMPT_IF_ATTESTED,
    "V": Outcome.VIOLATION,
}
VERDICTS = {"N": Verdict.NOTHING_FOUND, "R": Verdict.REVIEW, "X": Verdict.REVIEW, "V": Verdict.FOUND}
CASES = [(word, state, letter) for word, row in CELLS.items() for state, letter in zip(State, row, strict=True)]


@pytest.fixture(scope="module")
def boston() -> Policy:
    return load().select(["boston"])[0]


@pytest.mark.parametrize(("word", "state", "letter"), CASES)
def test_every_cell_gives_its_outcome_and_verdict(boston: Policy, word: str, state: State, letter: str) -> None:
    capability, _, qualifier = word.partition("+")
    found = finding(Capability(capability), state, *([Qualifier(qualifier)] if qualifier else []))
    assert outcome_under(boston, found) is OUTCOMES[letter]
    ledger = Evidence(coverage([read(1_000_000)]), [])
    assert judge(boston, {"F": found}, ledger, [pack("2026-01-01")], "2026-01-02").verdict is VERDICTS[letter]


def test_the_table_speaks_of_every_capability() -> None:
    assert {word for word in CELLS if "+" not in word} == {capability.value for capability in Capability}
