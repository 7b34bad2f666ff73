"""One text that meets a short fact and a longer one around it is one piece of evidence, not two."""

from __future__ import annotations

import pytest

from scanner.types import Fact, FactKind, Observation, Place
from tests.match.products import SUPPORT
from tests.match.world import fact, matched, product, seen, states

SCRIPT = "d!/a/x.py"
ROOT, BELOW = "/acme/faces", "/acme/faces/search"
WORDS = ("FaceWordA", "FaceWordB")


def weak(value: str, kind: FactKind = FactKind.STRING) -> Fact:
    return fact(value, kind, **SUPPORT)


def shown(*values: str, kind: FactKind = FactKind.STRING, place: Place = Place.SCRIPT) -> list[Observation]:
    return [seen(value, SCRIPT, place, kind) for value in values]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ((ROOT, BELOW), False),
        ((ROOT, BELOW, WORDS[0]), False),
        ((ROOT, BELOW, *WORDS), True),
        ((BELOW, *WORDS), True),
        # Two short texts and one around both: the short ones count.
        (("/acme", "faces", "/acme/faces", WORDS[0]), True),
    ],
)
def test_a_text_in_a_text_is_one_fact(values: tuple[str, ...], found: bool) -> None:
    result = matched(product(*map(weak, values)), shown(*values))
    assert bool(states(result)) == found


def test_two_kinds_of_one_text_are_one() -> None:
    signature = product(weak("face.acme.example", FactKind.STRING), weak("face.acme.example/search", FactKind.ENDPOINT))
    both = shown("face.acme.example") + shown("face.acme.example/search", kind=FactKind.ENDPOINT)
    assert states(matched(signature, both)) == {}


def test_names_that_begin_alike_are_different_words() -> None:
    values = ("AcmeFaceFind", "AcmeFaceFind2", "AcmeFaceFind3")
    assert states(matched(product(*map(weak, values)), shown(*values)))


def test_names_in_a_table_are_each_a_fact() -> None:
    values = ("Acme_Face", "Acme_Face_IR", "Acme_Face_IR_Ex")
    signature = product(*(weak(value, FactKind.SYMBOL) for value in values))
    assert states(matched(signature, shown(*values, kind=FactKind.SYMBOL, place=Place.IMPORTED)))
    assert states(matched(signature, shown(*values, kind=FactKind.SYMBOL, place=Place.TEXT))) == {}
