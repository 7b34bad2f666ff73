"""Managed code that is small and would cost hours or gigabytes: tables that share their bytes, names without end."""

from __future__ import annotations

import importlib.util
import struct

import pytest

from scanner.detect.managed import marshal
from scanner.detect.managed.dex import Dex
from scanner.detect.managed.java import Java
from scanner.detect.managed.jni import LONGEST, jni_name
from scanner.detect.managed.pyc import Pyc
from scanner.detect.managed.sightings import Sightings
from scanner.formats.managed.metadata import Metadata
from scanner.formats.managed.tables import MODULE_REF, MOST_ROWS, Tables
from scanner.types import FactKind, LimitReached, ParseFailure, Place
from tests.detect.managed.world import ENGINE, FUNCTIONS, VOCABULARY, look, until_it_breaks
from vendor_samples.carriers.dotnet import build
from vendor_samples.carriers.managed import ManagedClass

COMPILED = importlib.util.MAGIC_NUMBER + bytes(12)


def class_file(texts: list[bytes], methods: int = 0) -> bytes:
    """The class of the first text; its ``methods`` are all native and have the second one for a name."""
    pool = b"".join(b"\1" + struct.pack(">H", len(text)) + text for text in texts) + b"\7\0\1"
    head = b"\xca\xfe\xba\xbe\0\0\0\x34" + struct.pack(">H", len(texts) + 2) + pool
    head += struct.pack(">5H", 0x21, len(texts) + 1, 0, 0, 0)
    return head + struct.pack(">H", methods) + struct.pack(">4H", 0x100, 2, 1, 0) * methods + b"\0\0"


def dex_file(headers: int, types: int, strings: list[int], text: bytes) -> bytes:
    """``headers`` of dex files in a row with the same tables: types that have all one string that is none."""
    texts = headers * 0x70
    ids = texts + len(text)
    rows = ids + 4 * len(strings)
    data = text + struct.pack(f"<{len(strings)}I", *(texts + at for at in strings)) + struct.pack("<I", 1) * types
    head = bytearray(0x70)
    head[:8] = b"dex\n035\0"
    struct.pack_into("<3I", head, 0x20, 0x70, 0x70, 0x12345678)
    struct.pack_into("<4I", head, 0x38, len(strings), ids, types, rows)
    return bytes(head) * headers + data


def test_many_native_methods_with_one_long_name(tmp_path):
    assert look(Java(), class_file([b"com/A", b"a" * 65_000], 60_000), tmp_path) == []


def test_a_name_that_is_too_long_for_any_native_function():
    assert jni_name("com.acme", "b" * LONGEST) == ""
    assert jni_name("com.a_c", "b\u00fc$") == "Java_com_a_1c_b_000fc_00024"


def test_descriptors_of_nothing_but_marks(tmp_path):
    texts = [b"L" * 60_000 + b";"] * 40 + [b"IL" * 30_000 + b";"] * 40
    wanted = b"(ILcom/acme/face/Engine;[Lcom/b;)V"
    seen = look(Java(), class_file([b"com/A", wanted, *texts]), tmp_path)
    assert ENGINE in {o.value for o in seen}


def test_dex_headers_that_share_their_tables(tmp_path):
    _, error = until_it_breaks(Dex(), dex_file(256, 60_000, [], b"x" * 4), tmp_path)
    assert isinstance(error, ParseFailure)
    assert "larger than the file" in str(error) or str(error).count(";") < 5
    assert len(str(error)) < 2000


def test_dex_strings_that_share_their_bytes(tmp_path):
    _, error = until_it_breaks(Dex(), dex_file(1, 60_000, [0, *range(3000)], b"\x7f" * 5000), tmp_path)
    assert error is None
    text = b"".join(bytes([33 + n * 7 % 90]) for n in range(70_000))
    data = bytearray(dex_file(1, 60_000, list(range(60_000)), text))
    struct.pack_into("<60000I", data, len(data) - 240_000, *range(60_000))
    _, error = until_it_breaks(Dex(), bytes(data), tmp_path)
    assert "share their bytes" in str(error)


def table_stream(table: int, count: int, row: bytes) -> memoryview:
    """A stream of one table that has ``count`` equal rows."""
    return memoryview(struct.pack("<IBBBBQQI", 0, 2, 0, 0, 1, 1 << table, 0, count) + row * count)


def test_rows_without_end():
    rows = Tables(table_stream(MODULE_REF, MOST_ROWS + 5, b"\1\0")).rows(MODULE_REF)
    with pytest.raises(ParseFailure, match="more than"):
        for _ in rows:
            pass


def test_names_of_assemblies_that_share_their_bytes(tmp_path, monkeypatch):
    data = memoryview(build("App", ManagedClass("City.App", declares=(FUNCTIONS[0],), library="x.dll")))
    monkeypatch.setattr("scanner.formats.managed.metadata._MOST_CHARACTERS", 8)
    with pytest.raises(ParseFailure, match="share their bytes"):
        Metadata(data).load_names()


def test_a_library_is_looked_up_once_and_no_text_is_one():
    seen = Sightings(VOCABULARY, "d!/node")
    for name in ("acmeface", "x/acmeface", "x" * 300, "acmeface"):
        seen.need(name)
    found = list(seen.observations())
    assert {(o.kind, o.place, o.count) for o in found} == {(FactKind.NEEDED, Place.IMPORTED, 1)}


def test_compiled_python_with_too_many_values(tmp_path, monkeypatch):
    monkeypatch.setattr(marshal, "MOST_VALUES", 1000)
    _, error = until_it_breaks(Pyc(), COMPILED + b"(" + struct.pack("<I", 2000) + b"N" * 2000, tmp_path)
    assert isinstance(error, LimitReached)


def test_one_long_text_is_no_name_of_a_million_functions(tmp_path):
    text = b"\xf5" + struct.pack("<I", 3_000_000) + b"x" * 3_000_000
    names = b"(" + struct.pack("<I", 50_000) + b"r\0\0\0\0" * 50_000
    code = b"c" + bytes(20) + b"s\0\0\0\0(\1\0\0\0" + text + names
    assert until_it_breaks(Pyc(), COMPILED + code, tmp_path)[0] == []
