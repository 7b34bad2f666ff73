"""Compiled Python: imports by instruction, libraries by name; of this Python, of hand-written others, and broken."""

from __future__ import annotations

import importlib.util
import marshal
import struct

import pytest

from scanner.detect.managed.marshal import Reader
from scanner.detect.managed.pyc import Pyc
from scanner.types import ParseFailure
from tests.detect.managed.world import COMPARE, SEARCH, look, told, until_it_breaks

PYC = Pyc()
MODULE, MEMBER = ("imported", "import", "acme_faces"), ("imported", "import", "acme_faces.compare")


def compiled(source: str) -> bytes:
    """``source`` as this Python compiles it."""
    return importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(compile(source, "x.py", "exec"))


def written(magic: int, instructions: bytes, names: tuple[str, ...], header: int, numbers: int, behind: bytes) -> bytes:
    """A ``.pyc`` file by hand: one code object without constants."""
    listed = b"".join(b"z" + bytes([len(name)]) + name.encode() for name in names)
    code = b"s" + struct.pack("<I", len(instructions)) + instructions
    body = b"c" + bytes(4 * numbers) + code + b"(" + bytes(4) + b"(" + struct.pack("<I", len(names)) + listed + behind
    return struct.pack("<HH", magic, 0x0A0D) + bytes(header - 4) + body


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import acme_faces", {MODULE}),
        ("import acme_faces.compare as c", {MODULE, MEMBER}),
        ("from acme_faces import other, compare", {MODULE, MEMBER}),
        ("def f():\n class C:\n  def g(self):\n   from acme_faces import compare", {MODULE, MEMBER}),
        ("from . import acme_faces", set()),
        ("from .acme_faces import compare", set()),
        ("import other\nother.acme_faces.compare()", set()),
        ("acme_faces = 'acme_faces.compare'", set()),
        ("import importlib\nimportlib.import_module('acme_faces.compare')", {MODULE, MEMBER}),
        ("import ctypes\nctypes.CDLL('./libacmeface.so')", {("imported", "needed", "libacmeface.so")}),
        ("print('libacmeface.so')", set()),
        (
            f"import x\nx.{SEARCH}(1)\nf = x.{COMPARE}",
            {("imported", "symbol", SEARCH), ("imported", "symbol", COMPARE)},
        ),
        ("import x\nx.compare_acme_faces()", {("script", "string", "compare_acme_faces")}),
        (f"def {SEARCH}(): pass\n{SEARCH}()\nx.{SEARCH} = 1", set()),
    ],
)
def test_what_a_module_imports(source, expected, tmp_path):
    assert told(look(PYC, compiled(source), tmp_path)) == expected


def test_names_above_255_need_a_longer_argument(tmp_path):
    source = "\n".join(f"import module{number}" for number in range(700)) + "\nfrom acme_faces import compare"
    assert told(look(PYC, compiled(source), tmp_path)) == {MODULE, MEMBER}


EMPTY = b"(" + bytes(4)
OLD = EMPTY * 3 + b"N" * 2 + bytes(4) + b"N"
NEW = b"N" * 5 + bytes(4) + b"NN"
NAMES = ("acme_faces", "compare")


@pytest.mark.parametrize(
    ("magic", "instructions", "header", "numbers", "behind"),
    [
        (62_211, b"\x6c\0\0\x6d\x01\0\x53", 8, 4, OLD),  # Python 2.7: three bytes with an argument, else one
        (3310, b"\x6c\0\0\x6d\x01\0\x53", 12, 5, OLD),  # 3.4
        (3394, b"\x6c\0\x6d\x01", 16, 5, OLD),  # 3.7: two bytes each
        (3413, b"\x6c\0\x6d\x01", 16, 6, OLD),  # 3.8: one number more
        (3531, b"\x6c\0\x6d\x01", 16, 5, NEW),  # 3.12
        (3571, b"\x4b\0\x4a\x01", 16, 5, NEW),  # 3.13: other opcodes
        (3627, b"\x49\0\x48\x01", 16, 5, NEW),  # 3.14
    ],
)
def test_other_versions_of_python(magic, instructions, header, numbers, behind, tmp_path):
    data = written(magic, instructions, NAMES, header, numbers, behind)
    assert told(look(PYC, data, tmp_path)) == {MODULE, MEMBER}


@pytest.mark.parametrize(
    ("magic", "instructions", "header", "numbers", "behind"),
    [
        (62_211, b"\x6a\1\0\x53", 8, 4, OLD),
        (3394, b"\xa0\1", 16, 5, OLD),  # LOAD_METHOD of 3.7 to 3.11
        (3413, b"\x6a\1", 16, 6, OLD),
        (3531, b"\x6a\3", 16, 5, NEW),  # 3.12: the lowest bit says that it is called
        (3571, b"\x52\2", 16, 5, NEW),
        (3627, b"\x50\3", 16, 5, NEW),
    ],
)
def test_attributes_in_other_versions_of_python(magic, instructions, header, numbers, behind, tmp_path):
    data = written(magic, instructions, ("x", SEARCH, COMPARE), header, numbers, behind)
    assert told(look(PYC, data, tmp_path)) == {("imported", "symbol", SEARCH)}


def test_of_an_unknown_version_every_name_counts(tmp_path):
    data = written(3699, b"\xf0\0", ("acme_faces.compare",), 16, 5, NEW)
    assert told(look(PYC, data, tmp_path)) == {MODULE, MEMBER}


def test_the_offset_is_that_of_the_instruction(tmp_path):
    data = written(3531, b"\x09\0\x6c\0", NAMES, 16, 5, NEW)
    (seen,) = look(PYC, data, tmp_path)
    assert seen.offset is not None
    assert data[seen.offset] == 0x6C


def test_what_was_read_before_the_break_is_kept(tmp_path):
    data = written(3531, b"\x6c\0", NAMES, 16, 5, NEW)
    seen, error = until_it_breaks(PYC, data[:-6], tmp_path)
    assert told(seen) == {MODULE}
    assert isinstance(error, ParseFailure)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"(\xff\xff\xff\x7f", "longer than its data"),
        (b"s\xff\xff\xff\x7f", "cut off"),
        (b"r\x05\0\0\0", "leads nowhere"),
        (b"(\x01\0\0\0" * 500, "nested too deeply"),
        (b"Q", "type 0x51"),
        (b"l\0\0\0\x80", "cut off"),
        (b"{NN", "cut off"),
        (b"", "cut off"),
        (b"c" + bytes(20) + b"NNN", "without code"),
    ],
)
def test_values_that_cannot_be(body, message):
    with pytest.raises(ParseFailure, match=message):
        Reader(memoryview(body), 0, 3531).value()


def test_every_type_of_value_is_passed_over_to_its_end():
    values = (1, -(10**40), 2.5, 1j, "é" * 300, "ascii", b"raw", [1, {2}], {"a": None}, frozenset({3}), True, ...)
    for version in range(5):
        data = marshal.dumps((values, values), version)
        reader = Reader(memoryview(data), 0, 3531)
        reader.value()
        assert reader.at == len(data)


def test_a_value_that_holds_itself_ends(tmp_path):
    # A tuple whose only element refers to the tuple, which is not there yet.
    reader = Reader(memoryview(b"\xa8\x01\0\0\0r\0\0\0\0"), 0, 3531)
    assert reader.value() == (None,)


def test_code_objects_that_share_a_long_list_end_the_reading():
    names = b"\xa8" + struct.pack("<I", 2000) + b"z\x01a" * 2000
    code = b"c" + bytes(20) + b"s" + bytes(4) + EMPTY + b"r\0\0\0\0" + NEW
    data = b"(" + struct.pack("<I", 201) + names + code * 200
    with pytest.raises(ParseFailure, match="share more parts"):
        Reader(memoryview(data), 0, 3531).value()
