from __future__ import annotations

import importlib.util
import marshal
import struct

import pytest

from scanner.detect.bytes import Bytes
from scanner.detect.constants import clusters
from scanner.detect.constants.detector import Constants
from scanner.types import FactKind, LimitReached, Limits, Place
from tests.detect.vocabulary import TEMPLATE, observe, subject

NAME = "example_template"


def look(tmp_path, content: bytes, form: str = "unknown", name: str = "data.bin"):
    (tmp_path / "node").write_bytes(content)
    return observe(Constants(), tmp_path / "node", f"x!/{name}", form)


def values(*args, **kwargs):
    return [seen.value for seen in look(*args, **kwargs)]


def packed(kind: str, numbers=TEMPLATE, gap=b""):
    return gap.join(struct.pack(kind, number) for number in numbers)


@pytest.mark.parametrize("kind", ["<f", ">f", "<d", ">d"])
@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_as_data(kind, sign, tmp_path):
    content = b"\1\2\3" + packed(kind, [sign * number for number in TEMPLATE])
    (seen,) = look(tmp_path, content)
    end = "little" if kind[0] == "<" else "big"
    assert f"10 of 10 numbers in {10 * struct.calcsize(kind)} bytes" in seen.detail or kind[1] == "d"
    assert f"{end}-endian data" in seen.detail
    assert (seen.kind, seen.value, seen.place) == (FactKind.CONSTANT, NAME, Place.TEXT)


def test_a_binary64_that_was_rounded_before(tmp_path):
    rounded = struct.unpack("<10f", struct.pack("<10f", *TEMPLATE))
    assert values(tmp_path, packed("<d", rounded)) == [NAME]


def test_any_order_and_other_things_between(tmp_path):
    mixed = sorted(TEMPLATE[:5], key=lambda number: number % 7)
    assert values(tmp_path, packed("<f", mixed, gap=bytes(200))) == [NAME]


def test_types_mix(tmp_path):
    assert values(tmp_path, packed("<f", TEMPLATE[:3]) + packed("<d", TEMPLATE[3:6])) == [NAME]


@pytest.mark.parametrize(
    "content",
    [
        packed("<f", TEMPLATE[:4]),
        packed("<f", TEMPLATE[:4] * 500),
        packed("<f", TEMPLATE, gap=bytes(300)),
        packed("<f", TEMPLATE[:3]) + packed(">f", TEMPLATE[3:6]),
        packed("<f", [number + 0.001 for number in TEMPLATE]),
        packed("<e", TEMPLATE),
    ],
)
def test_too_few_too_far_or_other_numbers(content, tmp_path):
    assert look(tmp_path, content) == []


def test_a_set_that_lies_across_two_searched_pieces(tmp_path, monkeypatch):
    monkeypatch.setattr(clusters, "CHUNK", 4096)
    assert values(tmp_path, bytes(4096 - 18) + packed("<f") + bytes(9000)) == [NAME]


def test_the_fullest_place_is_told(tmp_path):
    (seen,) = look(tmp_path, packed("<f", TEMPLATE[:5]) + bytes(5000) + packed("<f", TEMPLATE[:8]))
    assert seen.offset == 5020
    assert seen.detail.startswith("8 of 10")


def test_a_table_without_a_gap(tmp_path):
    table = struct.pack("20b", *(10, -20, 30, -40) * 5)
    (seen,) = look(tmp_path, b"\7" + table)
    assert (seen.value, seen.offset, seen.detail) == ("example_boxes", 1, "20 numbers in 20 bytes, one table")
    assert values(tmp_path, packed("<f") + table + table) == [NAME, "example_boxes"]
    assert look(tmp_path, b"\7" + table[:-1] + b"\1") == []


def test_a_point_in_one_constant_of_webassembly(tmp_path):
    def leb128(value):
        value -= (value >> 63) << 64
        out = bytearray()
        while not -64 <= value < 64:
            out.append(value & 0x7F | 0x80)
            value >>= 7
        return bytes([*out, value & 0x7F])

    points = [struct.unpack("<Q", struct.pack("<ff", *TEMPLATE[i : i + 2]))[0] for i in (0, 2, 4)]
    body = b"".join(b"\x42" + leb128(point) + b"\x37\x02\x00" for point in points)
    assert values(tmp_path, b"\0asm\1\0\0\0" + body, "wasm") == [NAME]


@pytest.mark.parametrize(
    ("text", "form", "name", "place"),
    [
        (f"points = {list(TEMPLATE)}", "text:script", "align.py", Place.SCRIPT),
        ("\n".join(f"  {number}," for number in TEMPLATE), "text:json", "align.json", Place.CONFIG),
        (
            " ".join(f"{n:.8f}f" for n in struct.unpack("<10f", struct.pack("<10f", *TEMPLATE))),
            "elf",
            "x.so",
            Place.TEXT,
        ),
        ("points: " + "; ".join(f"{number:.9g}" for number in TEMPLATE), "text", "readme.txt", Place.DOCUMENT),
        (f"# points {list(TEMPLATE)}\nimport os\n", "text:script", "align.py", Place.DOCUMENT),
    ],
)
def test_numbers_that_are_written_out(text, form, name, place, tmp_path):
    (seen,) = look(tmp_path, text.encode(), form, name)
    assert (seen.value, seen.place) == (NAME, place)
    assert "written out" in seen.detail


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"{number * 1.00001:.7f}" for number in TEMPLATE),
        " ".join(f"1{number}" for number in TEMPLATE),
        " ".join(f"7.{number}" for number in TEMPLATE),
        " ".join(f"{number:.1f}" for number in TEMPLATE),
    ],
)
def test_longer_and_shorter_numbers_are_others(text, tmp_path):
    assert look(tmp_path, text.encode(), "text:script", "a.py") == []


def test_compiled_python(tmp_path):
    code = compile(f"points = {[[number, -number] for number in TEMPLATE]}", "a.py", "exec")
    content = importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)
    assert values(tmp_path, content, "pyc", "a.pyc") == [NAME]


def test_a_java_constant_pool(tmp_path):
    pool = b"".join(b"\4" + struct.pack(">f", number) for number in TEMPLATE)
    assert values(tmp_path, b"\xca\xfe\xba\xbe\0\0\0\x34" + pool, "class", "A.class") == [NAME]


def test_what_was_found_before_the_time_was_up_is_told(tmp_path, monkeypatch):
    left = iter([True])

    def check(_clock):
        if not next(left, False):
            raise LimitReached("late")

    monkeypatch.setattr(clusters.Clock, "check", check)
    (tmp_path / "node").write_bytes(packed("<f") + bytes(9000) + packed(">f"))
    told = []
    with subject(tmp_path / "node", "x!/a", "unknown") as one, pytest.raises(LimitReached):
        told.extend(Constants().observe(one))
    assert [seen.value for seen in told] == [NAME]


def test_time_is_bounded(tmp_path):
    (tmp_path / "node").write_bytes(packed("<f"))
    limits = Limits(match_seconds=-1)
    with subject(tmp_path / "node", "x!/a", "unknown", limits) as one, pytest.raises(LimitReached):
        list(Constants().observe(one))


def test_the_search_for_texts_says_nothing_of_numbers(tmp_path):
    (tmp_path / "node").write_bytes(packed("<f"))
    assert observe(Bytes(), tmp_path / "node", "x!/a.bin", "unknown") == []
