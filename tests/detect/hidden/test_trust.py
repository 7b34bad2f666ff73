"""What is no hidden text, or not believed to be one."""

from __future__ import annotations

import random
import struct
from dataclasses import replace

import pytest
import yara

from scanner.detect.hidden.detector import Hidden
from scanner.detect.hidden.keys import proves, shortest
from scanner.types import FactKind
from tests.detect.hidden.carriers import OTHERS, TEXTS, elf, hide, key_of, look, section
from tests.detect.vocabulary import PHRASE, subject, vocabulary

NAME = "FaceRecognizerSF_create"
LONGER = "Telling text of an example recogniser"


def look_for(tmp_path, texts, content, format_id="elf", **strings):
    """The values of what is seen where the pack holds ``texts``, names of whole words."""
    named = {f"$t{n}": text for n, text in enumerate(texts)}
    lines = "".join(
        f'rule {name[1:]} {{ strings: {name} = "{text}" ascii fullword condition: {name} }}\n'
        for name, text in named.items()
    )
    terms = {name: ((FactKind.STRING, text),) for name, text in named.items()}
    known = replace(vocabulary(), rules=yara.compile(source=lines), patterns=terms)
    (tmp_path / "node").write_bytes(content)
    with subject(tmp_path / "node", "x!/node", format_id) as one:
        return {seen.value for seen in Hidden().observe(replace(one, vocabulary=known))}


def test_open_texts_are_told_elsewhere(tmp_path):
    assert look(tmp_path, elf(section())) == []
    assert look(tmp_path, elf(section(encoding="utf-16-le"))) == []


def test_an_open_copy_before_it_changes_nothing(tmp_path):
    (seen,) = look(tmp_path, elf(section() + bytes(64) + hide(section(), key_of(7))))
    assert (seen.value, seen.count) == (PHRASE, 1)
    assert seen.offset > len(section())


@pytest.mark.parametrize("between", [b"\x17", b"\0", b"\xff\xfe", b"\x80" * 9])
@pytest.mark.parametrize("name", [NAME, NAME + "r", LONGER, "\u4eba\u8138\u8bc6\u522b" * 2 + "\u5e93"])
def test_nor_is_one_with_its_length_or_anything_else_between(between, name, tmp_path):
    content = between + (name.encode() + between) * 3
    for data in (content, content * 4, b"".join(content[:cut] for cut in range(30, 80))):
        assert look_for(tmp_path, [name], elf(data)) == set()


@pytest.mark.parametrize("times", [2, 3, 9])
@pytest.mark.parametrize("name", [NAME, NAME + "r", NAME + "_now"])
def test_a_text_that_stands_several_times_in_a_row_is_no_key(name, times, tmp_path):
    content = elf(section([name] * times + ["other"] + [name] * times))
    assert look_for(tmp_path, [name], content) == set()
    assert look_for(tmp_path, [name], elf(hide(section([name] * times), key_of(11)))) == {name}


def test_a_key_that_looks_like_text_needs_a_long_text_or_two(tmp_path):
    digits, one, other = b"12345678", "RecogniserOfExampleFacesInPictures", "GalleryOfExamplePersonsOnPaper"
    assert look_for(tmp_path, [one, other], elf(hide(section(("Camera", one, "Main")), digits))) == set()
    content = elf(hide(section((one, "Camera", other)), digits))
    assert look_for(tmp_path, [one, other], content) == {one, other}
    long = one + other
    assert look_for(tmp_path, [long], elf(hide(section(("Camera", long, "Main")), digits))) == {long}


def test_letters_in_the_other_case_are_no_hidden_text(tmp_path):
    text = "RecogniserOfExampleFacesInPictures"
    assert look_for(tmp_path, [text], elf(section([text.swapcase()]))) == set()
    assert look_for(tmp_path, [text], elf(hide(section([text]), b"\x21"))) == {text}


def test_runs_of_one_byte_and_tables_of_numbers_are_silent(tmp_path):
    chance = random.Random(5)  # noqa: S311 - reproducible
    tables = struct.pack("<5000I", *range(5000)) + struct.pack("<5000d", *(n / 7 for n in range(5000)))
    for content in (b"\xff" * 50_000, b"\x00\x01" * 20_000, tables, chance.randbytes(300_000)):
        assert look(tmp_path, elf(content)) == []
        assert look(tmp_path, content, "unknown") == []


def test_a_part_of_a_longer_name_is_not_the_name(tmp_path):
    key = key_of(13)
    for longer in (f"Some{NAME}OfThem", f"{NAME}OfThem", f"Some{NAME}"):
        assert look_for(tmp_path, [NAME], elf(hide(section(["ab", longer, "cd"]), key[:5]))) == set()
    # Under a key that begins anew, what stands before it may look like letters.
    content = b"".join(hide(f"{text}\0".encode(), key[:5]) for text in (*OTHERS, NAME, *OTHERS))
    assert look_for(tmp_path, [NAME], elf(content)) == {NAME}


def test_shorter_texts_than_eight_bytes_are_not_believed(tmp_path):
    content = elf(hide(section(("ArcFc", LONGER, "ArcFace7")), key_of(6)))
    assert look_for(tmp_path, [LONGER, "ArcFc", "ArcFace7"], content) == {LONGER, "ArcFace7"}


def test_the_shortest_texts_by_length_of_key(tmp_path):
    for length, least in ((9, 20), (16, 27), (1, 20), (5, 21), (8, 27)):
        text = (NAME + LONGER).replace(" ", "")[:least]
        content = elf(hide(section(("x", text, "y")), key_of(length)))
        assert look_for(tmp_path, [text], content) == {text}


def test_a_hand_written_rule_meets_hidden_texts(tmp_path):
    content = elf(hide(section((*TEXTS, "FIRST-HALF", "SECOND-HALF")), key_of(10)))
    seen = {(one.kind, one.value, one.detail) for one in look(tmp_path, content)}
    told = "rule two_halves, hidden by a repeating XOR key of 10 bytes"
    assert (FactKind.YARA, "two_halves", told) in seen


def test_a_rule_of_which_half_stands_openly_is_not_met(tmp_path):
    content = elf(section(["FIRST-HALF"]) + hide(section((*TEXTS, "SECOND-HALF")), key_of(10)))
    assert {one.value for one in look(tmp_path, content)} == {PHRASE}


def test_the_key_is_told_by_its_shortest_form():
    assert shortest(b"abab") == b"ab"
    assert shortest(b"aaaa") == b"a"
    assert shortest(b"aba") == b"aba"


@pytest.mark.parametrize(
    ("key", "enough"), [(b"\x01" + bytes(15), False), (b"\x34\x12\0\0", True), (b"\x20", False), (b"\x20\x01", True)]
)
def test_zeros_in_a_key_prove_nothing(key, enough):
    assert proves(PHRASE.encode(), key) is enough
