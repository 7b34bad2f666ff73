"""The detector of fingerprints: what it says of a file, and of which files it says nothing."""

from __future__ import annotations

import pytest

from scanner.detect.fingerprints import Fingerprints
from scanner.types import FactKind, Place
from tests.detect.vocabulary import observe
from tests.fingerprints.carriers import TEXTS, TYPES, build, unrelated


def look(tmp_path, content, form="elf"):
    (tmp_path / "node").write_bytes(content)
    return observe(Fingerprints(), tmp_path / "node", "x!/lib.so", form)


def test_a_library_is_certain_with_its_evidence(tmp_path):
    data = build("windows", seed=31)
    (seen,) = look(tmp_path, data, "pe")
    assert (seen.kind, seen.value, seen.place) == (FactKind.FINGERPRINT, "acme-net", Place.TEXT)
    assert "texts: 40 of 40 (100 %)" in seen.detail
    assert "binary64 tables: " in seen.detail
    assert seen.offset is not None
    assert seen.offset < len(data)
    assert {part.partition(":")[0] for part in seen.setting.split(";")} >= {"str", "rtti", "f64"}


def test_part_of_a_library_says_which_share(tmp_path):
    (seen,) = look(tmp_path, build(texts=TEXTS[:20], seed=32))
    assert seen.value == "acme-net"
    assert "20 of 40 (50 %)" in seen.detail


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (build(texts=(), types=(), seed=33), "acme-net likely"),
        (build(texts=TEXTS[:3], types=TYPES[2:4], table=(), seed=34), "acme-net traces"),
    ],
)
def test_less_than_certain(content, value, tmp_path):
    (seen,) = look(tmp_path, content)
    assert seen.value == value


@pytest.mark.parametrize("form", ["elf", "pe", "macho", "unknown"])
def test_native_code_and_content_of_an_unknown_kind_is_looked_at(form, tmp_path):
    assert look(tmp_path, build(seed=35), form)


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (unrelated(5), "elf"),
        (b"", "elf"),
        (build(), "text"),
        (build(), "zip"),
        (build(texts=TEXTS[:3], types=(), table=(), seed=37), "elf"),
    ],
)
def test_nothing_is_said(content, form, tmp_path):
    assert look(tmp_path, content, form) == []


def test_texts_of_a_file_cannot_act_in_a_detail(tmp_path):
    (seen,) = look(tmp_path, build(more=["\x1b[31mred", "a\nb" * 9], seed=36))
    assert seen.detail.isprintable()
