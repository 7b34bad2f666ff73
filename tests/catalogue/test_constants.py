from __future__ import annotations

import pytest

from scanner.catalogue.compile import compile_pack
from scanner.catalogue.constants.checks import constant_problems, few_digits
from scanner.catalogue.constants.numbers import digits, is_computed, telling
from scanner.catalogue.constants.rules import sighted
from scanner.catalogue.constants.tables import MOST_NUMBERS, Table, samples, tables_of
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.load import load
from scanner.types import Constant, State

FIVE = (17.3391, 5.21087, 91.4453, 33.0917, 28.6674)


def fact(**fields):
    return {"kind": "constant", "value": "acme", "forms": ["cluster"], "numbers": list(FIVE), **fields}


def test_halves_integers_and_short_numbers_tell_nothing():
    assert telling([1, 2.5, -0.75, 0.4, 17.3391, -17.3391, 0.363, 100.0]) == (17.3391, 0.363)


def test_results_of_calculations_are_told_from_what_people_write():
    assert is_computed(-17.731597900390625)
    assert not is_computed(17.7316)
    assert not is_computed(0.8595674597)


@pytest.mark.parametrize(
    ("numbers", "forms", "least", "count"),
    [
        (FIVE, ["cluster"], 5, 30),
        (FIVE, ["cluster", "text"], 2, 12),
        ([0.363, 1.128], ["cluster"], 2, 7),
        ([10, 16, 24, 32], ["sequence"], 5, 7),
        ([78.4263377603, 87.7689143744, 114.895847746], ["text"], 3, 21),
    ],
)
def test_digits_that_chance_must_meet(numbers, forms, least, count):
    assert digits(numbers, forms, least) == count


def test_few_digits_prove_nothing():
    assert few_digits(fact()) == ""
    assert "fewer than 15 digits" in few_digits(fact(numbers=[0.363, 1.128], least=2))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"least": 6}, "6 different numbers"),
        ({"numbers": [1, 2, 3, 4, 5, 6]}, "0 have digits enough"),
        ({"stored": ["i8"]}, "i8 is looked for as a sequence only"),
        ({"stored": ["i8"], "forms": ["sequence"], "numbers": [1, 128]}, "does not fit into i8"),
        ({"stored": ["i32"], "forms": ["sequence"], "numbers": [1, 2.5]}, "does not fit into i32"),
    ],
)
def test_numbers_that_cannot_be_looked_for(fields, wrong):
    assert any(wrong in problem for problem in constant_problems(fact(**fields)))


def test_numbers_that_can():
    assert list(constant_problems(fact())) == []
    assert list(constant_problems(fact(stored=["i8"], forms=["sequence"], numbers=[1, -2, 3]))) == []


def test_no_set_can_be_there_without_what_the_first_pass_sees():
    numbers = tuple(17.3391 + index * 1.2345 for index in range(MOST_NUMBERS))
    for least in range(2, MOST_NUMBERS + 1):
        table = Table("acme", Constant(numbers, ("cluster",), least=least), numbers)
        watched, needed = table.watched()
        assert needed == least - (len(numbers) - len(watched))
        assert 0 < needed <= len(watched)


def test_a_string_says_which_set_and_number_it_stands_for():
    numbers, processors = sighted(["$c3_l_7_120", "$c3_l_8_121", "$c12_t_0_4", "$m_mips_0"])
    assert numbers == {(3, "l"): {7, 8}, (12, "t"): {0}}
    assert processors == {"mips"}


def test_the_texts_of_a_number_begin_as_people_and_programs_write_it():
    table = Table("acme", Constant((73.5318, 0.341916, 0.00122), ("text",)), (73.5318, 0.341916, 0.00122))
    begun = [one.body.strip('"') for one in samples(table)]
    assert begun == ["73.5317", "73.5318", ".341915", ".341916", ".00121999", ".00122"]


@pytest.fixture(scope="module")
def pack():
    return load()


def test_constants_of_the_pack_have_a_name_each_and_prove_presence_at_most(pack):
    facts = [fact for signature in pack.signatures for fact in signature.facts if fact.constant is not None]
    assert len({fact.value for fact in facts}) == len(tables_of(pack.signatures))
    assert all(fact.top <= State.SHIPPED for fact in facts)


def test_alignment_of_the_pack_is_never_a_template(pack):
    (one,) = (signature for signature in pack.signatures if signature.id == "generic-arcface-alignment")
    assert {capability.value for fact in one.facts for capability in fact.capabilities} == {"landmarks"}
    assert max(fact.top for fact in one.facts) is State.AVAILABLE


def test_one_name_for_two_sets_is_refused(pack):
    from dataclasses import replace

    signature = next(s for s in pack.signatures if s.id == "seetaface")
    constants = [fact for fact in signature.facts if fact.constant is not None]
    twin = replace(constants[0], value=constants[1].value)
    with pytest.raises(CatalogueError, match="different numbers"):
        tables_of([replace(signature, facts=(*signature.facts, twin))])


def test_the_vocabulary_has_the_tables_in_the_order_of_the_rules(pack):
    known = compile_pack(pack)
    assert [table.name for table in known.constants] == sorted(table.name for table in known.constants)
    assert known.constants == tables_of(pack.signatures)
