"""Every length of a key, in every way in which programs apply one."""

from __future__ import annotations

import pytest

from scanner.types import FactKind, Place
from tests.detect.hidden.carriers import OTHERS, TEXTS, elf, hide, key_of, look, section
from tests.detect.vocabulary import PHRASE

LENGTHS = range(1, 17)


def by_text(key: bytes, texts: tuple[str, ...] = TEXTS) -> bytes:
    """Every text from its own beginning, with its zero."""
    return b"".join(hide(f"{text}\0".encode(), key) for text in texts)


def zeros_stay(key: bytes) -> bytes:
    """The whole section, but zeros."""
    whole = hide(section(), key)
    return bytes(byte and mixed for byte, mixed in zip(section(), whole, strict=True))


def none_made(key: bytes) -> bytes:
    """The whole section, but zeros and what would become one."""
    return bytes(mixed if byte and mixed else byte for byte, mixed in zip(section(), hide(section(), key), strict=True))


def wide(key: bytes) -> bytes:
    """UTF-16 under a key of bytes."""
    return hide(section(encoding="utf-16-le"), key)


WAYS = (lambda key: hide(section(), key), by_text, zeros_stay, none_made, wide)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize("way", WAYS, ids=("whole", "by-text", "zeros-stay", "none-made", "wide"))
def test_a_text_is_found_under_every_key(way, length, tmp_path):
    (seen,) = look(tmp_path, elf(way(key_of(length))))
    assert (seen.kind, seen.value, seen.place) == (FactKind.STRING, PHRASE, Place.TEXT)
    unit = "byte" if length == 1 else "bytes"
    assert seen.detail.endswith(f"(hidden by a repeating XOR key of {length} {unit})")
    assert "compare two example faces" in seen.detail


@pytest.mark.parametrize("length", LENGTHS)
def test_its_offset_is_that_in_the_node(length, tmp_path):
    content = elf(hide(section(), key_of(length)))
    (seen,) = look(tmp_path, content)
    assert seen.offset == elf(section()).index(PHRASE.encode())


@pytest.mark.parametrize("length", LENGTHS)
def test_short_texts_beside_it_are_read_as_well(length, tmp_path):
    texts = (*TEXTS, "face.example.com", *OTHERS)
    for content in (hide(section(texts), key_of(length)), by_text(key_of(length), texts)):
        values = {one.value for one in look(tmp_path, elf(content))}
        assert values >= {PHRASE}
    whole = {one.value for one in look(tmp_path, elf(hide(section(texts), key_of(length))))}
    assert whole == {PHRASE, "face.example.com"}


@pytest.mark.parametrize("key", [b"S3cretKey!", b"\x20abc", b"1234567", b"\x01\x02\x03", b"\x55\xaa", b"\x1f", b"\xff"])
def test_keys_as_people_choose_them(key, tmp_path):
    assert {one.value for one in look(tmp_path, elf(hide(section(), key)))} == {PHRASE}
    assert {one.value for one in look(tmp_path, elf(by_text(key)))} == {PHRASE}


def test_every_text_under_a_key_of_its_own(tmp_path):
    texts = (*TEXTS, *OTHERS) * 6
    content = b"".join(hide(f"{text}\0".encode(), key_of(9 + n % 8, n)) for n, text in enumerate(texts))
    assert {one.value for one in look(tmp_path, elf(content))} == {PHRASE}


def test_a_key_of_seventeen_bytes_is_beyond_it(tmp_path):
    assert look(tmp_path, elf(hide(section(), key_of(17)))) == []
