"""Assemblies: P/Invoke rows, call sites in IL, types that are defined and referred to; whatever is broken in them."""

from __future__ import annotations

import struct

import pytest

from scanner.detect.managed.dotnet import DotNet
from scanner.formats.managed import il, tables
from scanner.formats.managed.metadata import compressed
from scanner.formats.managed.tables import SCHEMA, decoded
from scanner.types import FactKind, ParseFailure, Place
from tests.detect.managed.world import COMPARE, COMPILED, FUNCTIONS, NAMESPACE, SEARCH, look, told, until_it_breaks
from tests.detect.vocabulary import NATIVE
from vendor_samples.carriers.dotnet import build
from vendor_samples.carriers.managed import ManagedClass

DOTNET = DotNet()
WRAPPER = ManagedClass("AcmeNet.Native", declares=(SEARCH, f"Compare={COMPARE}"), library="AcmeFace.dll")
APP = ManagedClass("City.App", calls=((WRAPPER.name, SEARCH),))


def test_a_wrapper_declares_entry_points_and_needs_their_library(tmp_path):
    assert told(look(DOTNET, build("AcmeNet", WRAPPER), tmp_path)) == {
        ("declared", "symbol", SEARCH),
        ("declared", "symbol", COMPARE),
        ("imported", "needed", "AcmeFace.dll"),
    }


def test_a_call_in_another_assembly_is_seen_by_the_name_of_the_method(tmp_path):
    (call,) = [o for o in look(DOTNET, build("App", APP), tmp_path) if o.place is Place.INVOKED]
    assert (call.value, call.instance) == (SEARCH, "City.App")
    assert call.detail == f"AcmeNet.Native.{SEARCH} from City.App"


def test_a_call_in_the_same_assembly_is_seen_by_the_name_of_the_native_function(tmp_path):
    app = ManagedClass("City.App", calls=((WRAPPER.name, "Compare"),))
    assert ("invoked", "symbol", COMPARE) in told(look(DOTNET, build("App", WRAPPER, app), tmp_path))


def test_stdcall_decoration_of_an_entry_point_is_taken_off(tmp_path):
    native = ManagedClass("AcmeNet.Native", declares=(f"Search=_{SEARCH}@16",), library="x.dll")
    assert ("declared", "symbol", SEARCH) in told(look(DOTNET, build("AcmeNet", native), tmp_path))


def test_the_offset_is_that_of_the_instruction(tmp_path):
    data = build("App", APP)
    (call,) = [o for o in look(DOTNET, data, tmp_path) if o.place is Place.INVOKED]
    assert call.offset is not None
    assert data[call.offset] == 0x28  # call


def test_a_namespace_is_defined_inside_and_called_from_outside(tmp_path):
    engine = ManagedClass("Acme.Faces.Client.Engine", calls=(("Acme.Faces.Template", "Compare"),), texts=("x",))
    assert told(look(DOTNET, build("AcmeFaces", engine), tmp_path)) == {("defined", "class", NAMESPACE)}
    app = ManagedClass("City.App", calls=((engine.name, "Compare"),))
    assert told(look(DOTNET, build("App", app, reference="AcmeFaces"), tmp_path)) == {
        ("imported", "class", NAMESPACE),
        ("invoked", "class", NAMESPACE),
    }


def test_a_reference_to_an_assembly_is_a_need_where_its_file_is_known(tmp_path):
    app = ManagedClass("City.App", calls=(("Some.Type", "Method"),))
    assert told(look(DOTNET, build("App", app, reference="acmeface"), tmp_path)) == {
        ("imported", "needed", "AcmeFace.dll")
    }


def test_the_assembly_says_who_it_is(tmp_path):
    (name,) = look(DOTNET, build("Viewer", ManagedClass("City.App", texts=("x",))), tmp_path)
    assert (name.kind, name.value, name.detail) == (FactKind.IDENTITY, "dotnet-assembly", "Viewer 1.2.3.4")


def test_declaring_getprocaddress_is_loading_by_name(tmp_path):
    loader = ManagedClass("City.Kernel", declares=("GetProcAddress",), library="kernel32.dll")
    seen = look(DOTNET, build("App", loader), tmp_path)
    assert ("dynamic-loading", Place.IMPORTED) in {(o.value, o.place) for o in seen}


def test_texts_are_types_or_libraries_where_the_same_method_loads_them(tmp_path):
    reflecting = ManagedClass("City.App", texts=("Acme.Faces.Engine, AcmeFaces",), calls=(("System.Type", "GetType"),))
    assert ("imported", "class", NAMESPACE) in told(look(DOTNET, build("App", reflecting), tmp_path))
    loading = ManagedClass(
        "City.App", texts=("acmeface",), calls=(("System.Runtime.InteropServices.NativeLibrary", "Load"),)
    )
    assert ("imported", "needed", "AcmeFace.dll") in told(look(DOTNET, build("App", loading), tmp_path))
    assert not told(look(DOTNET, build("App", ManagedClass("City.App", texts=("acmeface",))), tmp_path))


def test_a_second_layer_of_a_wrapper_is_a_declaration(tmp_path):
    native = ManagedClass("AcmeNet.Native", declares=FUNCTIONS, library="AcmeFace.dll")
    client = ManagedClass("AcmeNet.Client", calls=tuple((native.name, name) for name in FUNCTIONS))
    seen = told(look(DOTNET, build("AcmeNet", native, client), tmp_path))
    assert {place for place, kind, _ in seen if kind == "symbol"} == {"declared"}
    used = told(look(DOTNET, build("App", native, client, APP), tmp_path))
    assert {value for place, _, value in used if place == "invoked"} == {SEARCH}


def test_a_program_without_metadata_is_not_looked_at(tmp_path):
    (windows,) = sorted(NATIVE.glob("*.dll"))[:1]
    assert not look(DOTNET, windows.read_bytes(), tmp_path)


def test_what_was_read_before_the_break_is_kept(tmp_path):
    data = build("App", WRAPPER, APP)
    at = next(o for o in look(DOTNET, data, tmp_path) if o.place is Place.INVOKED).offset
    broken = bytearray(data)
    broken[at] = 0x45  # a switch with millions of targets
    seen, error = until_it_breaks(DOTNET, bytes(broken), tmp_path)
    assert ("declared", "symbol", COMPARE) in told(seen)
    assert isinstance(error, ParseFailure)
    assert "a method of City.App" in str(error)
    assert "code-unread" in {o.value for o in seen}


def test_a_table_that_says_to_have_millions_of_rows_costs_no_memory(tmp_path):
    data = bytearray(build("App", WRAPPER, APP))
    start = data.index(b"BSJB")
    offset = struct.unpack_from("<I", data, data.index(b"#~\0\0") - 8)[0]
    tables_there = struct.unpack_from("<Q", data, start + offset + 8)[0].bit_count()
    for row in range(tables_there):
        changed = bytearray(data)
        struct.pack_into("<I", changed, start + offset + 24 + 4 * row, 0xFFFFFFF0)
        _, error = until_it_breaks(DOTNET, bytes(changed), tmp_path)
        assert isinstance(error, ParseFailure)


@pytest.mark.parametrize("cut", [0x260, 0x290, 0x2E0, 0x330, 0x360])
def test_a_truncated_assembly_is_a_failure(cut, tmp_path):
    _, error = until_it_breaks(DOTNET, build("App", WRAPPER, APP)[:cut], tmp_path)
    assert isinstance(error, ParseFailure)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("28 01000006", [(0x28, 0x06000001, 0)]),
        ("fe06 01000006 2a", [(0xFE06, 0x06000001, 0)]),
        ("20 28010000 06 28 02000006", [(0x28, 0x06000002, 6)]),
        ("45 01000000 28010000 28 02000006", [(0x28, 0x06000002, 9)]),
        ("21 2801000006000000 72 01000070", [(0x72, 0x70000001, 9)]),
        ("fe0c 2800 fe13 6f 03000006", [(0x6F, 0x06000003, 6)]),
    ],
)
def test_instructions_are_walked_by_their_width(code, expected):
    assert list(il.tokens(bytes.fromhex(code))) == expected


@pytest.mark.parametrize("code", ["28 010000", "45 ffffff7f 00", "45 01", "20 01"])
def test_code_that_ends_inside_an_instruction_is_broken(code):
    with pytest.raises(ParseFailure, match="inside an instruction"):
        list(il.tokens(bytes.fromhex(code)))


def test_method_headers_are_tiny_or_fat():
    assert il.body(memoryview(b"\x0a\0\0"), 0) == (1, 2)
    fat = struct.pack("<HHII", 0x3003, 8, 2, 0) + b"\0\x2a"
    assert il.body(memoryview(fat), 0) == (12, 2)
    for broken in (b"\x01\0\0\0\0\0\0\0", b"\x03", fat[:13], b""):
        with pytest.raises(ParseFailure):
            il.body(memoryview(broken), 0)
    with pytest.raises(ParseFailure):
        il.body(memoryview(fat), -1)


@pytest.mark.parametrize(("raw", "number"), [(b"\x03", 3), (b"\x80\x80", 0x80), (b"\xc0\x00\x40\x00", 0x4000)])
def test_compressed_numbers(raw, number):
    assert compressed(raw) == (number, len(raw))


def test_every_table_of_the_standard_is_known():
    assert sorted(SCHEMA) == list(range(0x2D))
    assert decoded("TypeDefOrRef", 2 << 2 | 3)[0] == -1
    assert decoded("MemberRefParent", 5 << 3 | 1) == (tables.TYPE_REF, 5)


def test_what_a_compiler_makes_of_generic_nested_and_asynchronous_code(tmp_path):
    """From ``tests/fixtures/managed/Viewer.cs``, compiled by mcs."""
    seen = look(DOTNET, (COMPILED / "viewer.exe").read_bytes(), tmp_path)
    assert {value for place, _, value in told(seen) if place == "declared"} == set(FUNCTIONS[:4])
    calls = {o.value: o for o in seen if o.place is Place.INVOKED}
    assert set(calls) == {*FUNCTIONS[:3], NAMESPACE}  # the fourth only from inside the class that declares it
    assert calls[FUNCTIONS[1]].instance.startswith("City.Viewer+<Later>")
    assert calls[NAMESPACE].count == 4  # two constructors, a generic method, a method of a generic type
    assert ("defined", "class", NAMESPACE) in told(seen)
