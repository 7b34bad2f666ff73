"""What four more laws say about every capability at every state, written by hand from the law notes, not from the code.

Boston's ban has a table of its own in ``test_boston.py``. - = not reached, N = a note, P = a legal process comes first,
R = for review, X = exempt if somebody signs, V = the wording reaches it. One letter for each rung of the ladder, in its
order: mentioned, available, shipped, called, enabled, enrolled.
"""

from __future__ import annotations

import pytest

from scanner.assess.outcomes import outcome_under
from scanner.assess.verdict import Evidence, judge
from scanner.catalogue.load import load
from scanner.catalogue.pack import Pack
from scanner.ledger import coverage
from scanner.types import Capability, Outcome, Qualifier, State, Verdict
from tests.assess.world import finding, pack, read

TABLES = {
    # Oversight: nothing is banned, everything that collects or analyses needs approval first, unlocking too.
    "us-ma-boston-16-63": {
        "detection": "NNPPPP",
        "landmarks": "NNPPPP",
        "capture": "NNPPPP",
        "analysis": "NNPPPP",
        "analysis+emotion": "NNPPPP",
        "analysis+sensitive": "NNPPPP",
        "liveness": "NNPPPP",
        "template": "NPPPPP",
        "verification": "NPPPPP",
        "identification": "NPPPPP",
        "identification+output": "NPPPPP",
        "enrollment": "NPPPPP",
        "search": "NPPPPP",
        "redaction": "NNPPPP",
        "unlock": "NNPPPP",
        "transfer": "NNPPPP",
        "detection+cloud": "NNPPPP",
        "identification+cloud": "NPPPPP",
        "detection+origin": "NNPPPP",
    },
    # No limb about taking information from a face: a box is outside, and so is what is read from it but for a note.
    "us-ma-springfield": {
        "detection": "------",
        "landmarks": "------",
        "capture": "NNNNNN",
        "analysis": "NNNNNN",
        "analysis+emotion": "NNNNNN",
        "analysis+sensitive": "NNNNNN",
        "liveness": "NNNNNN",
        "template": "NRVVVV",
        "verification": "NRVVVV",
        "identification": "NRVVVV",
        "identification+output": "NRVVVV",
        "enrollment": "NRVVVV",
        "search": "NRVVVV",
        "redaction": "------",
        "unlock": "NNRRRR",
        "transfer": "NNRRRR",
        "detection+cloud": "NNVVVV",
        "verification+cloud": "NRVVVV",
        "detection+origin": "------",
    },
    # The widest definition: it names detecting and characterising.
    "us-or-portland-34": {
        "detection": "NNRRRR",
        "landmarks": "NNRRRR",
        "capture": "NNRRRR",
        "analysis": "NNRRRR",
        "analysis+emotion": "NNRRRR",
        "analysis+sensitive": "NNRRRR",
        "liveness": "NNRRRR",
        "template": "NRVVVV",
        "verification": "NRVVVV",
        "identification": "NRVVVV",
        "identification+output": "NRVVVV",
        "enrollment": "NRVVVV",
        "search": "NRVVVV",
        "redaction": "NNRRRR",
        "unlock": "NNXXXX",
        "transfer": "NNRRRR",
        "detection+cloud": "NNVVVV",
        "verification+cloud": "NRVVVV",
        "detection+origin": "NNRRRR",
    },
    # Boston's three limbs; redaction and unlocking are among the exceptions, from memory.
    "us-me-25-6001": {
        "detection": "NNNNNN",
        "landmarks": "NNNNNN",
        "capture": "NNRRRR",
        "analysis": "NNRRRR",
        "analysis+emotion": "NNRRRR",
        "analysis+sensitive": "NNRRRR",
        "liveness": "NNRRRR",
        "template": "NRVVVV",
        "verification": "NRVVVV",
        "identification": "NRVVVV",
        "identification+output": "NRVVVV",
        "enrollment": "NRVVVV",
        "search": "NRVVVV",
        "redaction": "NNXXXX",
        "unlock": "NNXXXX",
        "transfer": "NNRRRR",
        "detection+cloud": "NNVVVV",
        "verification+cloud": "NRVVVV",
        "detection+origin": "NNNNNN",
    },
}
OUTCOMES = {
    "-": Outcome.NOT_REACHED,
    "N": Outcome.NOTE,
    "P": Outcome.PROCESS,
    "R": Outcome.REVIEW,
    "X": Outcome.EXEMPT_IF_ATTESTED,
    "V": Outcome.VIOLATION,
}
VERDICTS = {"R": Verdict.REVIEW, "X": Verdict.REVIEW, "V": Verdict.FOUND}
CASES = [
    (law, word, state, letter)
    for law, table in TABLES.items()
    for word, row in table.items()
    for state, letter in zip(State, row, strict=True)
]


@pytest.fixture(scope="module")
def laws() -> Pack:
    return load()


@pytest.mark.parametrize(("law", "word", "state", "letter"), CASES)
def test_every_cell_gives_its_outcome_and_verdict(laws: Pack, law: str, word: str, state: State, letter: str) -> None:
    capability, _, qualifier = word.partition("+")
    found = finding(Capability(capability), state, *([Qualifier(qualifier)] if qualifier else []))
    policy = laws.policies[law]
    assert outcome_under(policy, found) is OUTCOMES[letter]
    verdict = judge(policy, {"F": found}, Evidence(coverage([read(9)]), []), [pack("2026-01-01")], "2026-01-02").verdict
    assert verdict is VERDICTS.get(letter, Verdict.NOTHING_FOUND)


@pytest.mark.parametrize("law", TABLES)
def test_each_table_speaks_of_every_capability(law: str) -> None:
    assert {word for word in TABLES[law] if "+" not in word} == {capability.value for capability in Capability}
