"""U-Boot images hand over their payloads; broken checksums and missing bytes are unread and said."""

from __future__ import annotations

import gzip

from scanner.types import CARRIED, ByteState
from tests.unpack.build_uimage import header_and, multi
from tests.unpack.case_unknown import noise
from tests.unpack.harness import read_bytes

PAYLOAD = b"a kernel, or so\n" * 100


def test_payload_bears_the_name_of_the_image() -> None:
    outcome = read_bytes(header_and(gzip.compress(PAYLOAD), name=b"rootfs v1.2"))
    assert outcome.children["rootfs v1.2"].data == gzip.compress(PAYLOAD)
    assert outcome.entries[0].state is ByteState.PARSED


def test_hostile_and_empty_names_are_safe() -> None:
    assert list(read_bytes(header_and(PAYLOAD, name=b"../\x1b[31m!/etc")).children) == ["../\\x1b[31m\\x21/etc"]
    assert list(read_bytes(header_and(PAYLOAD, name=b"")).children) == ["image"]


def test_multi_file_image_is_split() -> None:
    outcome = read_bytes(multi(PAYLOAD, b"odd", b"third image"))
    assert [found.data for found in outcome.children.values()] == [PAYLOAD, b"odd", b"third image"]
    assert set(outcome.totals) == {ByteState.PARSED, ByteState.PADDING, CARRIED}


def test_what_follows_is_a_child_behind_its_padding() -> None:
    outcome = read_bytes(header_and(PAYLOAD) + b"\xff" * 5000 + b"hsqs" + noise(500))
    assert outcome.children[".trailing"].data == b"hsqs" + noise(500)
    assert outcome.totals[ByteState.PADDING] == 5000


def test_wrong_payload_checksum_is_failed_and_still_carried_on() -> None:
    data = bytearray(header_and(PAYLOAD))
    data[100] ^= 1
    outcome = read_bytes(bytes(data))
    assert outcome.totals[ByteState.FAILED] == len(PAYLOAD)
    assert outcome.children["kernel"].data == bytes(data[64:])
    assert ("checksum", "the payload's checksum is wrong") in outcome.attributes


def test_wrong_header_checksum_and_missing_bytes_are_failed() -> None:
    data = bytearray(header_and(PAYLOAD))
    data[8] ^= 1
    assert "header's checksum" in read_bytes(bytes(data)).entries[0].reason
    assert "700 bytes are missing" in read_bytes(header_and(PAYLOAD)[:-700]).entries[0].reason


def test_broken_list_of_images_is_failed() -> None:
    assert "beyond the payload" in read_bytes(multi(PAYLOAD, b"abc")[:-20]).error
    endless = header_and(b"\x00\x00\x00\x04" * 300, kind=4)
    assert "no end" in read_bytes(endless).error
