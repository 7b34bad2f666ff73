"""Dex files: classes, call sites in instructions, declarations; whatever is broken in them."""

from __future__ import annotations

import struct

import pytest

from scanner.detect.managed.dex import Dex
from scanner.formats.managed.dexcode import WIDTHS, units, walk
from scanner.types import ParseFailure, Place
from tests.detect.managed.world import COMPARE, COMPILED, ENGINE, FUNCTIONS, PREFIX, SEARCH, look, told, until_it_breaks
from vendor_samples.carriers.dex import build
from vendor_samples.carriers.managed import ManagedClass

DEX = Dex()
API = ManagedClass("com.acme.NativeApi", declares=FUNCTIONS, interface=True)
APP = ManagedClass("org.city.App", calls=((API.name, SEARCH),))
ANY = range(1 << 16)


def test_an_app_and_a_wrapper_in_one_file_are_told_apart(tmp_path):
    seen = look(DEX, build(API, APP), tmp_path)
    assert told(seen) == {("declared", "symbol", name) for name in FUNCTIONS} | {("invoked", "symbol", SEARCH)}
    (call,) = [o for o in seen if o.place is Place.INVOKED]
    assert (call.instance, call.detail) == ("org.city.App", f"{API.name}.{SEARCH} from org.city.App")


def test_the_offset_is_that_of_the_instruction(tmp_path):
    data = build(API, APP)
    (call,) = [o for o in look(DEX, data, tmp_path) if o.place is Place.INVOKED]
    assert call.offset is not None
    assert data[call.offset] == 0x71  # invoke-static


def test_an_sdk_and_its_caller_in_one_file_are_told_apart(tmp_path):
    engine = ManagedClass(ENGINE, declares=("match_two",), calls=((PREFIX + "Helper", "help"),))
    assert told(look(DEX, build(engine), tmp_path)) == {
        ("defined", "class", ENGINE),
        ("defined", "class", PREFIX),
        ("declared", "symbol", "Java_com_acme_face_Engine_match_1two"),
    }
    caller = ManagedClass("org.city.App", calls=((ENGINE, "compare"),))
    assert ("invoked", "class", ENGINE) in told(look(DEX, build(engine, caller), tmp_path))


def test_a_class_of_another_file_is_imported(tmp_path):
    seen = told(look(DEX, build(ManagedClass("org.city.App", calls=((ENGINE, "compare"),))), tmp_path))
    assert {("imported", "class", ENGINE), ("invoked", "class", ENGINE)} <= seen


def test_the_second_file_of_an_sdk_does_not_import_the_first(tmp_path):
    part = ManagedClass(PREFIX + "Other", calls=((ENGINE, "compare"),))
    assert told(look(DEX, build(part), tmp_path)) == {("defined", "class", PREFIX)}


def test_a_library_is_needed_where_its_name_is_loaded(tmp_path):
    loading = told(look(DEX, build(ManagedClass("org.city.App", library="acmeface")), tmp_path))
    assert ("imported", "needed", "libacmeface.so") in loading
    mixed = (ManagedClass("org.city.App", texts=("acmeface",)), ManagedClass("org.city.Other", library="other"))
    assert not told(look(DEX, build(*mixed), tmp_path))


def test_a_second_layer_of_a_wrapper_is_a_declaration(tmp_path):
    layer = ManagedClass("com.acme.Client", calls=tuple((API.name, name) for name in FUNCTIONS))
    seen = told(look(DEX, build(API, layer, APP), tmp_path))
    assert {value for place, _, value in seen if place == "invoked"} == {SEARCH}


def test_several_callers_of_one_function_are_all_named(tmp_path):
    callers = [ManagedClass(f"org.city{n}.App", calls=((API.name, COMPARE),)) for n in range(3)]
    seen = look(DEX, build(API, *callers), tmp_path)
    assert {o.instance for o in seen if o.place is Place.INVOKED} == {c.name for c in callers}


def test_a_container_holds_one_file_behind_the_other(tmp_path):
    # Version 041: the header of the second file stands behind the first; its tables are those of the container.
    first = bytearray(build(API))
    second = bytearray(build(APP))
    for field in (0x34, 0x3C, 0x44, 0x4C, 0x5C, 0x64):
        struct.pack_into("<I", second, field, struct.unpack_from("<I", second, field)[0] + len(first))
    seen = told(look(DEX, bytes(first) + _moved(bytes(second), len(first)), tmp_path))
    assert ("declared", "symbol", SEARCH) in seen
    assert ("invoked", "symbol", SEARCH) in seen


def _moved(data: bytes, by: int) -> bytes:
    """``data``, whose header is moved already, with the offsets in its tables moved by ``by``."""
    moved = bytearray(data)
    at = {field: struct.unpack_from("<2I", data, field) for field in (0x38, 0x60)}
    count, start = at[0x38]
    for place in range(start - by, start - by + 4 * count, 4):
        struct.pack_into("<I", moved, place, struct.unpack_from("<I", data, place)[0] + by)
    count, start = at[0x60]
    for place in range(start - by + 24, start - by + 32 * count, 32):
        body = struct.unpack_from("<I", data, place)[0]
        struct.pack_into("<I", moved, place, body + by)
        code = data.index(struct.pack("<H", 0x71), 0x70) - 16
        # The only method: its code offset is the last number of the class data.
        packed = _uleb(code)
        tail = data.rindex(packed, body)
        replaced = _uleb(code + by)
        assert len(replaced) == len(packed)
        moved[tail : tail + len(packed)] = replaced
    return bytes(moved)


def _uleb(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


@pytest.mark.parametrize(
    ("code", "methods"),
    [
        ([0x0071, 7, 0, 0x000E], [7]),
        ([0x0074, 7, 0, 0x000E], [7]),  # invoke-virtual/range
        ([0x00FA, 7, 0, 0, 0x000E], [7]),  # invoke-polymorphic
        ([0x0018, 0x71, 7, 0, 0, 0x0071, 8, 0], [8]),  # const-wide whose number looks like a call
        ([0x0100, 1, 0, 0, 0x71, 7, 0x0071, 8, 0], [8]),  # packed-switch table
        ([0x0200, 1, 0x71, 7, 0x71, 7, 0x0071, 8, 0], [8]),  # sparse-switch table
        ([0x0300, 2, 2, 0, 0x71, 7, 0x0071, 8, 0], [8]),  # array data
    ],
)
def test_instructions_are_walked_by_their_width(code, methods):
    raw = struct.pack(f"<{len(code)}H", *code)
    assert [index for index, _ in walk(units(raw), ANY, (), strings=False).methods] == methods


def test_every_opcode_has_a_width():
    assert len(WIDTHS) == 256
    assert set(WIDTHS) <= {1, 2, 3, 4, 5}


def test_strings_and_call_sites_are_seen():
    code = units(struct.pack("<8H", 0x001A, 5, 0x001B, 1, 1, 0x00FC, 9, 0))
    used = walk(code, (), ANY, strings=True)
    assert ([i for i, _ in used.strings], [i for i, _ in used.sites]) == ([5, 0x10001], [9])
    nothing = walk(code, (), (), strings=False)
    assert (nothing.strings, nothing.sites) == ([], [])


@pytest.mark.parametrize("code", [[0x0071, 7], [0x0100], [0x0300, 8, 0xFFFF, 0xFFFF]])
def test_code_that_goes_on_behind_its_end_is_broken(code):
    with pytest.raises(ParseFailure, match="behind the end"):
        walk(units(struct.pack(f"<{len(code)}H", *code)), ANY, ANY, strings=True)


def test_a_break_in_one_class_keeps_the_others_and_is_said(tmp_path):
    data = bytearray(build(API, APP))
    (count, at) = struct.unpack_from("<2I", data, 0x60)
    assert count == 2
    struct.pack_into("<I", data, at + 24, len(data) + 10)  # the data of the first class
    seen, error = until_it_breaks(DEX, bytes(data), tmp_path)
    assert ("invoked", "symbol", SEARCH) in told(seen)
    assert isinstance(error, ParseFailure)
    assert "code-unread" in {o.value for o in seen}


@pytest.mark.parametrize(
    ("field", "value"),
    [(0x28, 0x78563412), (0x40, 1 << 20), (0x58, 1 << 20), (0x60, 1 << 20), (0x3C, 1 << 31), (0x5C, 1 << 31)],
)
def test_a_header_that_lies_is_a_failure(field, value, tmp_path):
    data = bytearray(build(API, APP))
    struct.pack_into("<I", data, field, value)
    _, error = until_it_breaks(DEX, bytes(data), tmp_path)
    assert isinstance(error, ParseFailure)


def test_methods_that_share_their_code_in_parts_end_the_reading(tmp_path):
    classes = [ManagedClass(f"org.city.C{n}", calls=((API.name, SEARCH),)) for n in range(60)]
    data = bytearray(build(*classes))
    size, first = len(data), _code_items(data)[0]
    struct.pack_into("<I", data, first + 12, (size - first - 16) // 2)
    for at in _code_items(data):
        _point_to(data, at, first)
    _, error = until_it_breaks(DEX, bytes(data), tmp_path)
    assert error is not None
    assert "share more code" in str(error)


def _point_to(data: bytearray, code: int, other: int) -> None:
    """Let the method whose code stands at ``code`` have the code at ``other``; both numbers take two bytes."""
    packed, replaced = _uleb(code), _uleb(other)
    assert len(packed) == len(replaced)
    at = data.rindex(packed)
    data[at : at + len(packed)] = replaced


def test_classes_that_share_their_members_end_the_reading(tmp_path):
    api = ManagedClass("com.acme.NativeApi", declares=FUNCTIONS, interface=True)
    data = bytearray(build(api, *(ManagedClass(f"org.city.C{n}", texts=("x",)) for n in range(300))))
    (count, at) = struct.unpack_from("<2I", data, 0x60)
    for place in range(at, at + 32 * count, 32):
        struct.pack_into("<I", data, place + 24, struct.unpack_from("<I", data, at + 24)[0])
    # One class says to have thousands of members, and all others point to it.
    body = struct.unpack_from("<I", data, at + 24)[0]
    data[body : body + 4] = b"\xff\x7f\0\0"
    _, error = until_it_breaks(DEX, bytes(data), tmp_path)
    assert error is not None
    assert "more members" in str(error)


def _code_items(data: bytearray) -> list[int]:
    """Offsets of the code of methods with four units of instructions."""
    at, found = 0, []
    head = struct.pack("<4HII", 1, 0, 1, 0, 0, 4)
    while (at := data.find(head, at)) >= 0:
        found.append(at)
        at += 1
    return found


def test_a_method_reference_is_a_call(tmp_path):
    """From ``tests/fixtures/managed/Lambda.smali``, assembled by smali."""
    seen = look(DEX, (COMPILED / "lambda.dex").read_bytes(), tmp_path)
    assert told(seen) == {
        ("declared", "symbol", FUNCTIONS[0]),
        ("invoked", "symbol", FUNCTIONS[1]),
        ("invoked", "symbol", FUNCTIONS[2]),
    }
