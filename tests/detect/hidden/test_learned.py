"""Fingerprints of libraries whose texts stand under a key."""

from __future__ import annotations

import pytest

from scanner.detect.fingerprints import Fingerprints
from scanner.types import FactKind
from tests.detect.hidden.carriers import elf, hide, key_of, look
from tests.detect.vocabulary import observe
from tests.fingerprints.carriers import TEXTS, build

HEAD = 320
"""Bytes of the carrier before its texts."""


def hidden_library(key: bytes, **what) -> bytes:
    """The library with all its data under ``key``."""
    data = build(seed=51, **what)[HEAD:]
    return elf(hide(data + bytes(-len(data) % 8), key))


def by_name(seen) -> dict[str, str]:
    return {one.value: one.detail for one in seen if one.kind is FactKind.FINGERPRINT}


@pytest.mark.parametrize("length", [1, 5, 8, 13, 16])
def test_a_library_under_a_key_is_as_certain_as_in_the_open(length, tmp_path):
    content = hidden_library(key_of(length))
    (detail,) = by_name(look(tmp_path, content)).values()
    assert "40 of 40" in detail
    assert f"hidden by a repeating XOR key of {length} byte" in detail
    assert set(by_name(look(tmp_path, content))) == {"acme-net"}
    assert observe(Fingerprints(), tmp_path / "node", "x!/lib.so", "elf") == []


def test_less_than_certain_is_told_as_such(tmp_path):
    content = hidden_library(key_of(7), texts=TEXTS[:3], types=(), table=())
    assert set(by_name(look(tmp_path, content))) == {"acme-net traces"}


def test_a_library_in_the_open_is_told_elsewhere(tmp_path):
    assert by_name(look(tmp_path, build(seed=52))) == {}


def test_a_file_that_is_too_large_to_copy_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr("scanner.detect.hidden.learned.MOST_BYTES", 1000)
    assert by_name(look(tmp_path, hidden_library(key_of(6)))) == {}
