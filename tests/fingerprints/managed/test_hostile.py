"""Managed code that is broken or made to cost much: nothing but ParseFailure, and little work."""

from __future__ import annotations

import random
import struct

import pytest

from scanner.fingerprints.interface import Extractor
from scanner.fingerprints.managed import calls, numbers, shapes
from scanner.fingerprints.managed.descriptors import Kinds
from scanner.fingerprints.managed.dex import Dex
from scanner.fingerprints.managed.dotnet import DotNet
from scanner.fingerprints.managed.java import Java
from scanner.formats.managed.classcode import instructions
from scanner.formats.managed.signatures import Signature
from scanner.types import ParseFailure
from tests.fingerprints.managed.world import compiled, features, spelled

CASES = [(Java(), "tables.class"), (Dex(), "tables.dex"), (DotNet(), "tables.dll"), (DotNet(), "viewer.exe")]


@pytest.mark.parametrize(("extractor", "name"), CASES)
def test_mutated_files_end_in_features_or_a_parse_failure(extractor: Extractor, name: str):
    whole, chance = compiled(name), random.Random(8)  # noqa: S311 - to break files, not to hide anything
    read = 0
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 20))):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((1, 2, 4))] = chance.randbytes(chance.choice((1, 2, 4)))
        cut = chance.choice((len(data), len(data), chance.randrange(len(data))))
        try:
            features(extractor, bytes(data[:cut]))
            read += 1
        except ParseFailure:
            continue
    assert 0 < read < 400


@pytest.mark.parametrize(("extractor", "name"), CASES[:3])
def test_what_stands_before_a_fault_is_kept(extractor: Extractor, name: str):
    data = bytearray(compiled(name))
    whole = features(extractor, bytes(data))["call"]
    code = int(whole.offsets[0])
    data[code : code + 40] = b"\xfe" * 40 if name.endswith("dll") else b"\xaa" * 40
    found = features(extractor, bytes(data))
    assert found["str"].hashes.size or found["f32"].hashes.size
    assert found["call"].hashes.size < whole.hashes.size


def test_a_switch_that_is_larger_than_its_method():
    for op in (0xAA, 0xAB):
        code = bytes([op]) + bytes(3) + struct.pack(">iii", 0, -(1 << 31), (1 << 31) - 1)
        with pytest.raises(ParseFailure):
            list(instructions(code))
        with pytest.raises(ParseFailure):
            list(instructions(bytes([op])))


def test_instructions_of_every_width_are_stepped_over():
    table = bytes([0xAA]) + bytes(3) + struct.pack(">5i", 0, 1, 2, 0, 0)
    lookup = bytes([0xAB]) + bytes(3) + struct.pack(">4i", 0, 1, 7, 0)
    wide = b"\xc4\x15\0\1" + b"\xc4\x84\0\1\0\1"
    code = table + lookup + wide + b"\x00\xb9\0\1\1\0\xb1"
    assert [op for op, _ in instructions(code)] == [0xAA, 0xAB, 0xC4, 0xC4, 0x00, 0xB9, 0xB1]


@pytest.mark.parametrize(
    "blob", [b"", b"\x06", b"\x06\x99", b"\x06" + b"\x1d" * 100, b"\x06\x15\x12\x04\xdf\xff\xff\xff\x08", b"\x07\x08"]
)
def test_broken_signatures_of_fields(blob: bytes):
    with pytest.raises(ParseFailure):
        Signature(blob, lambda table, row: "own").field()


def test_signatures_with_modifiers_arrays_and_generics():
    blob = b"\x30\x01\x04\x01\x1d\x05\x10\x08\x14\x0e\x02\x02\x03\x04\x00\x20\x05\x15\x12\x09\x02\x13\x00\x1c"
    assert Signature(blob, lambda table, row: f"t{row}").method() == (
        ["u1[]", "i4&", "string[2]", "t2<T,object>"],
        "void",
    )
    with pytest.raises(ParseFailure):
        Signature(b"\x00\xdf\xff\xff\xff\x01", lambda table, row: "own").method()


def test_a_descriptor_of_many_kinds_is_no_shape():
    kinds = Kinds()
    assert kinds.shape("(" + "IJ" * 200 + ")V") == b""
    assert kinds.shape("(II)V") == b""
    assert kinds.shape("(IJ[[Lcom/acme/A;Ljava/util/Map;)V") == b"(I, J, [[own, Ljava/util/Map;) V"
    assert shapes.fields(["I"] * 50) == b""


def test_calls_in_any_order_and_again_are_one_feature():
    assert list(calls.features(["b", "a", "a", "c"])) == [b"a b c"]
    assert list(calls.features(["a", "b", "a", "b"])) == []
    assert list(calls.features(["a", "b", "c", "d"])) == [b"a b c d"]
    assert set(calls.features(["a", "b", "c", "d", "d", "e", "a"])) == {
        *(b"a b c d e", b"a b c d", b"b c d e", b"a c d e")
    }
    assert calls.spell(b"java.io.File.<init> System.IO.File..ctor") == "File.new + File.new"


def test_a_file_is_not_looked_at_for_a_common_name():
    assert calls.telling(b"java.lang.Class.isAssignableFrom java.util.List.add") == b""
    assert calls.telling(b"java.lang.Class.isAssignableFrom java.awt.A.createScaledBitmap") == b"createScaledBitmap"
    assert calls.telling(b"java.awt.A.getHeights", 8) == b"getHeights"
    assert calls.telling(b"a.b.%b" % (b"x" * 100)) == b""


def test_rows_of_numbers_are_kept_apart():
    met = numbers.Numbers()
    first, second = [31, 7, 99, 4], [250, 41, 1000, 77]
    met.row(numbers.INTS, first, range(4))
    met.row(numbers.INTS, second * 2, range(100, 108))
    found = dict(met.found(None))[numbers.INTS]
    assert not found.hashes.size  # four different numbers are no table
    met.row(numbers.INTS, [*first, *second], range(200, 208))
    found = dict(met.found(None))[numbers.INTS]
    assert [found.offsets.tolist(), numbers.spell("ints", found.raw(0))] == [[200], "31, 7, 99, 4, 250, 41, 1000, 77"]
    met.row(numbers.INTS, list(range(40)), range(40))
    assert len(dict(met.found(None))[numbers.INTS].hashes) == 1


def test_a_table_of_ones_is_no_feature_and_a_long_one_is_read_to_its_limit(monkeypatch):
    monkeypatch.setattr(numbers, "MOST", 64)
    met = numbers.Numbers()
    met.table(bytes(range(256)) * 4, 1, range(1024))
    met.table(struct.pack("<8I", *range(1, 9)), 4, range(8))
    found = dict(met.found(None))
    assert not found[numbers.F32].hashes.size
    assert not found[numbers.INTS].hashes.size


def test_texts_of_one_letter_are_no_features():
    from vendor_samples.carriers import javaclass
    from vendor_samples.carriers.managed import ManagedClass

    data = javaclass.build(
        ManagedClass("a.a", texts=("aaaaaaaaaaaa", "short", "\u00e4hnliche Gesichter", "x" * 10_000 + "y"))
    )
    assert spelled(Java(), features(Java(), data), "str") == {"\u00e4hnliche Gesichter"}
