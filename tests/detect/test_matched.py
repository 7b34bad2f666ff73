from __future__ import annotations

import pytest

from scanner.detect.matched import MOST, with_bytes
from scanner.types import FactKind, Observation, Place


def seen(kind: FactKind, value: str, offset: int | None) -> Observation:
    return Observation(kind, value, "a.bin", Place.TEXT, offset)


@pytest.mark.parametrize(
    ("data", "value", "expected"),
    [
        (b"..FaceCompare\0", "FaceCompare", b"FaceCompare"),
        (b"..facecompare\0", "FaceCompare", b"facecompare"),
        ("..Face".encode("utf-16-le")[2:], "Face", "Face".encode("utf-16-le")),
        (b"..Lcom/maker/Face;", "com.maker.Face", b"com/maker/Face"),
    ],
)
def test_the_bytes_are_those_of_the_file(data, value, expected):
    offset = data.index(expected[:2])
    assert with_bytes(seen(FactKind.STRING, value, offset), memoryview(data)).hex == expected.hex()


def test_a_long_value_shows_its_first_bytes():
    value = "a" * 100
    assert with_bytes(seen(FactKind.SYMBOL, value, 0), memoryview(value.encode())).hex == "61" * MOST


def test_bytes_of_anything_else_are_not_copied():
    data = memoryview(b"name=Jane Doe;FaceCompare")
    assert with_bytes(seen(FactKind.STRING, "FaceCompare", 0), data).hex == ""
    assert with_bytes(seen(FactKind.STRING, "FaceCompare", None), data).hex == ""
    assert with_bytes(seen(FactKind.STRING, "FaceCompare", 10_000), data).hex == ""
    assert with_bytes(seen(FactKind.CONFIG, "name=Jane", 0), data).hex == ""
    assert with_bytes(seen(FactKind.STRING, "", 0), data).hex == ""


def test_nothing_beside_the_value_is_copied():
    data = b"Jane Doe FaceCompare secret"
    kept = with_bytes(seen(FactKind.STRING, "FaceCompare", 9), memoryview(data)).hex
    assert bytes.fromhex(kept) == b"FaceCompare"
