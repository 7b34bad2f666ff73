"""The questions to the vendor: each region in exactly one of them, and few enough for a person to answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.assess.floor import unread_regions
from scanner.assess.questions import MOST_NAMES, questions
from scanner.assess.unread import MOST_OWN, MOST_REASONS, OWN_QUESTION, about_regions
from scanner.match.switched import ELSEWHERE
from scanner.types import UNREAD, ByteState, Capability, LedgerEntry, State
from tests.assess.world import finding, unread

REASONS = {
    "a name": "member secret{n}-x.bin is encrypted",
    "a checksum": "CRC-32 is {n:08x} where 0000{n:04x} was announced",
    "a length": "{n:,} bytes stand behind its stream",
    "two lengths": "{n:,} bytes came out where {n:,} were announced",
    "stored bytes": "{n:,} stored bytes cannot be a block of 4",
    "a place": "a chunk at {n:#x} reaches beyond the end",
}


def _failed(n: int, reason: str, size: int = 9) -> LedgerEntry:
    return replace(unread(size, ByteState.FAILED, f"fw!/f{n}", 0), reason=reason)


@pytest.mark.parametrize("reason", REASONS.values(), ids=REASONS)
def test_reasons_that_differ_in_a_measured_value_or_a_name_are_one_question(reason: str) -> None:
    regions = [_failed(n, reason.format(n=n)) for n in range(1000, 1200)]
    (asked,) = about_regions(regions)
    assert len(asked.about) == 200
    assert "reason there: " + reason.format(n=1000) in asked.text


def test_many_reasons_and_many_large_files_stay_few_questions_and_lose_nothing() -> None:
    regions = [_failed(n, f"volume {n} is missing", 9 if n % 2 else OWN_QUESTION + n) for n in range(4000)]
    asked = about_regions(unread_regions(regions))
    assert len(asked) == MOST_OWN + MOST_REASONS + 1
    assert sorted(path for question in asked for path in question.about) == sorted(r.path for r in regions)
    assert [len(question.about) for question in asked[1:]] == [1] * (MOST_OWN + MOST_REASONS)
    assert asked[0].text.startswith("3,980 files: ")
    assert asked[1].text.startswith("fw!/f3998: 266,142 bytes at offset 0x0 are damaged")


def test_questions_about_most_bytes_come_first() -> None:
    large = unread(OWN_QUESTION, ByteState.OPAQUE, "fw!/large", 0)
    small = [unread(OWN_QUESTION // 2, ByteState.ENCRYPTED, f"fw!/s{n}", 0) for n in range(3)]
    assert [len(question.about) for question in about_regions(unread_regions([large, *small]))] == [3, 1]


def test_regions_of_one_file_are_told_from_the_first_place_with_the_largest_ones_reason() -> None:
    regions = [
        replace(unread(size, ByteState.ENCRYPTED, "fw!/a.zip", at), reason=f"member {name} is encrypted")
        for size, at, name in ((10, 0x20, "a"), (30, 0x40, "b"))
    ]
    (asked,) = about_regions(unread_regions(regions))
    assert asked.text.startswith("fw!/a.zip: 40 bytes in 2 regions from offset 0x20 are encrypted")
    assert "(at offset 0x40: member b is encrypted)" in asked.text


def test_the_order_of_the_input_does_not_matter() -> None:
    regions = [_failed(n, f"volume {n % 15} is missing", 1 + n % 7) for n in range(300)]
    assert about_regions(unread_regions(regions)) == about_regions(unread_regions(regions[::-1]))


def test_every_state_has_its_words() -> None:
    assert len({about_regions([unread(5, state)])[0].text for state in UNREAD}) == len(UNREAD)


def test_what_is_only_mentioned_is_asked_about_in_one_question() -> None:
    named = finding(Capability.IDENTIFICATION, State.MENTIONED)
    many = [replace(named, product=replace(named.product, name=f"Kit {n:02}")) for n in range(MOST_NAMES + 5)]
    (asked,) = questions(many, [])
    assert asked.kind == "finding"
    assert "name Kit 00, Kit 01," in asked.text
    assert "Kit 19 and 5 more products. Is any" in asked.text
    (one,) = questions([named], [])
    assert one.text.startswith(f"Texts or lists in the delivery name {named.product.name}. ")


def test_what_is_there_and_what_is_named_are_two_questions() -> None:
    asked = questions(
        [finding(Capability.IDENTIFICATION, State.SHIPPED), finding(Capability.SEARCH, State.MENTIONED)], []
    )
    assert [question.text.split()[0] for question in asked] == ["The", "Texts"]


def test_of_a_component_that_no_signature_knows_it_is_asked_which_it_is() -> None:
    found = finding(Capability.TEMPLATE, State.AVAILABLE)
    unlisted = replace(found, product=replace(found.product, kind="generic", name="an unlisted component"))
    (asked,) = questions([unlisted], [])
    assert asked.text.startswith("The delivery shows an unlisted component (template). Which component is it, and what")
    assert "Which component" not in questions([found], [])[0].text


SEARCH = "fw!/usr/lib/libfaiss.so"


def test_of_a_setting_without_code_it_is_asked_where_the_code_runs() -> None:
    switch = finding(Capability.IDENTIFICATION, State.ENABLED)
    (plain,) = questions([switch], ())
    (asked,) = questions([replace(switch, remarks=(ELSEWHERE,))], ())
    assert "on which device or server does it run" in asked.text
    assert "on which device" not in plain.text


def test_a_vector_search_beside_templates_is_one_question_with_both_files() -> None:
    made = finding(Capability.TEMPLATE, State.SHIPPED)
    asked = questions((made,), (), (SEARCH,))
    (about,) = [question for question in asked if SEARCH in question.about]
    assert set(about.about) == {SEARCH, *(proof.observation.path for proof in made.proofs)}
    assert len(questions((made,), ())) == len(asked) - 1


@pytest.mark.parametrize("capability", [Capability.DETECTION, Capability.LANDMARKS, Capability.REDACTION])
def test_a_vector_search_beside_a_detector_is_no_question(capability: Capability) -> None:
    made = finding(capability, State.SHIPPED)
    assert questions((made,), (), (SEARCH,)) == questions((made,), ())
    assert questions((), (), (SEARCH,)) == ()
