"""Content that looks like a format which it is not must not be read as that."""

from __future__ import annotations

import struct

import pytest

from scanner.formats.identify import identify_bytes
from scanner.types import ByteState
from tests.deliveries import noise
from tests.unpack.harness import read_bytes


@pytest.mark.parametrize("size", [256, 65_536])
def test_a_table_of_capital_letters_is_no_icon(size: int) -> None:
    """``$UpCase`` of NTFS begins like the directory of an icon: 0, 1, 2 …"""
    assert identify_bytes(memoryview(struct.pack(f"<{size}H", *range(size)))) != "ico"


def test_a_compressed_disk_that_begins_as_a_script_is_none() -> None:
    assert identify_bytes(memoryview(b"#!/bin/sh\n#V2.0 Format\n(kldstat\n" + noise(5000))) != "shell-archive"


def test_a_first_line_that_is_no_text_makes_no_script() -> None:
    assert identify_bytes(memoryview(b"#!\x01\x02" + noise(5000) + b"\n")) != "shell-archive"


def test_a_flash_image_of_one_damaged_node_is_not_its_own_child() -> None:
    outcome = read_bytes(b"\x85\x19\x02\xe0\x44\0\0\0aaaa" + noise(5000))
    assert outcome.format == "jffs2"
    assert outcome.totals == {ByteState.FAILED: outcome.size}
    assert outcome.size not in {len(found.data) for found in outcome.children.values()}
