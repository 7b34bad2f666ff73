"""Blocks of a 7z: trouble with one is in its own bytes, and a volume alone says that others are missing."""

from __future__ import annotations

import pytest

from scanner.types import CARRIED, ByteState
from scanner.unpack.tools import find
from tests.unpack.build import noise
from tests.unpack.harness import read_bytes
from tests.unpack.lockers import by_seven_zip

pytestmark = pytest.mark.skipif(not find("7zz"), reason="needs 7zz")
FILES = {"a": noise(900), "b": noise(800, 2), "c": noise(700, 3)}


def test_a_damaged_block_fails_alone():
    data = bytearray(by_seven_zip(FILES, "7z", "-ms=off", "-mx0"))
    at = {name: data.index(content) for name, content in FILES.items()}
    data[at["b"] + 10] ^= 1
    outcome = read_bytes(bytes(data))
    assert [outcome.at(at[name]) for name in FILES] == [CARRIED, ByteState.FAILED, CARRIED]
    assert outcome.totals[ByteState.FAILED] == 800
    assert outcome.children["c"].data == FILES["c"]


def test_an_encrypted_block_is_encrypted_alone():
    data = by_seven_zip({"a": FILES["a"]}, "7z", "-mx0", "-psecret", clear={"c": FILES["c"]})
    outcome = read_bytes(data)
    assert outcome.at(data.index(FILES["c"])) is CARRIED
    assert 900 <= outcome.totals[ByteState.ENCRYPTED] < 920
    assert {name: found.data for name, found in outcome.children.items()} == {"c": FILES["c"]}


def test_damage_in_a_solid_block_counts_for_all_of_it():
    data = bytearray(by_seven_zip(FILES, "7z", "-ms=on", "-m0=LZMA2"))
    first = data.index(FILES["a"])
    data[first] ^= 1
    outcome = read_bytes(bytes(data))
    assert outcome.at(first) is outcome.at(first + 2000) is ByteState.FAILED


def test_a_first_volume_alone_says_so():
    data = by_seven_zip(FILES, "7z", "-mx0")[:1000]
    outcome = read_bytes(data, "update.7z.001")
    assert outcome.entries[0].reason.endswith("further volumes are missing")
    assert "volumes" not in read_bytes(data, "update.7z").entries[0].reason
