"""Entries without name and content that Android's build tools leave in an APK."""

from __future__ import annotations

import struct

import pytest

from scanner.types import ByteState
from tests.unpack.build import zip_of
from tests.unpack.harness import Outcome, read_bytes

MEMBERS = {"classes.dex": b"dex code " * 20, "res/a.xml": b"<a/>"}


def virtual(extra: bytes, name: bytes = b"", packed: int = 0) -> bytes:
    head = struct.pack("<4sHHHIIIIHH", b"PK\x03\x04", 0, 0, 0, 0x02212108, 0, packed, 0, len(name), len(extra))
    return head + name + extra


def with_front(front: bytes) -> Outcome:
    """A zip behind ``front``, whose offsets count from the start of the file."""
    whole = bytearray(front + zip_of(MEMBERS))
    end = whole.rindex(b"PK\x05\x06")
    (start,) = struct.unpack_from("<I", whole, end + 16)
    struct.pack_into("<I", whole, end + 16, start + len(front))
    at = start + len(front)
    while whole[at : at + 4] == b"PK\x01\x02":
        (offset,) = struct.unpack_from("<I", whole, at + 42)
        struct.pack_into("<I", whole, at + 42, offset + len(front))
        at += 46 + sum(struct.unpack_from("<HHH", whole, at + 28))
    return read_bytes(bytes(whole), "app.apk")


@pytest.mark.parametrize("front", [virtual(bytes(102)), virtual(bytes(7)) + virtual(b"") + virtual(bytes(300))])
def test_virtual_entries_are_structure_and_padding(front: bytes) -> None:
    outcome = with_front(front)
    assert set(outcome.children) == set(MEMBERS)
    assert ByteState.FAILED not in outcome.totals
    assert outcome.totals[ByteState.PADDING] == len(front) - 30 * front.count(b"PK\x03\x04")


@pytest.mark.parametrize(
    "front",
    [
        virtual(bytes(50) + b"hidden" + bytes(46)),
        virtual(b"\xff" * 102),
        virtual(bytes(60), name=b"x"),
        virtual(b"", packed=8) + b"behind a",
    ],
)
def test_what_holds_more_than_zeros_is_handed_over(front: bytes) -> None:
    outcome = with_front(front)
    assert len(set(outcome.children) - set(MEMBERS)) == 1
    (extra,) = (found.data for name, found in outcome.children.items() if name not in MEMBERS)
    assert extra == front  # with its header: it is no entry of that kind
