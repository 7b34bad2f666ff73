"""Unknown content: padding, raw and opaque by measured entropy, every byte once."""

from __future__ import annotations

import math
import random

import pytest

from scanner.types import ByteState
from scanner.unpack.entropy import BLOCK, bits_per_byte, regions
from tests.unpack.case_unknown import noise
from tests.unpack.harness import read_bytes

RAW, PADDING, OPAQUE = ByteState.RAW, ByteState.PADDING, ByteState.OPAQUE
ORDERLY = b"\x00\x01\x02 record of a table \x03\xfe" * 4000


@pytest.mark.parametrize("size", [256, 257, 1000, 4096, 5000, 20_000, 300_000])
def test_noise_of_any_size_is_opaque_to_the_byte(size: int) -> None:
    outcome = read_bytes(noise(size, seed=size), format_id="unknown")
    assert outcome.totals == {OPAQUE: size}
    assert "bits per byte" in outcome.entries[0].reason


@pytest.mark.parametrize("size", [1, 16, 32, 255])
def test_too_small_for_a_statement_is_raw(size: int) -> None:
    assert read_bytes(noise(size), format_id="unknown").totals == {RAW: size}


def test_zeros_are_padding() -> None:
    assert read_bytes(bytes(50 << 20), format_id="unknown").totals == {PADDING: 50 << 20}


def test_orderly_content_is_raw() -> None:
    assert read_bytes(ORDERLY).totals == {RAW: len(ORDERLY)}


def test_regions_are_told_apart() -> None:
    data = bytes(100_000) + ORDERLY[: 4 * BLOCK] + noise(10 * BLOCK) + b"\xff" * 70_000
    states = [region.state for region in regions(memoryview(data))]
    assert states == [PADDING, RAW, OPAQUE, PADDING]
    opaque = sum(region.length for region in regions(memoryview(data)) if region.state is OPAQUE)
    assert opaque == pytest.approx(10 * BLOCK, abs=2 * BLOCK)


def test_short_runs_at_the_ends_are_content() -> None:
    assert {r.state for r in regions(memoryview(bytes(63) + noise(5000) + bytes(63)))} == {OPAQUE}
    assert [r.length for r in regions(memoryview(bytes(64) + noise(5000) + b"\x01"))] == [64, 5001]


def test_noise_between_zeros_is_not_diluted_away() -> None:
    data = (bytes(BLOCK * 3) + noise(BLOCK * 3)) * 5
    total = sum(r.length for r in regions(memoryview(data)) if r.state is OPAQUE)
    assert total >= 5 * 2 * BLOCK


@pytest.mark.parametrize("values", [16, 64, 90, 128, 256])
@pytest.mark.parametrize("size", [2000, BLOCK, 40 * BLOCK])
def test_the_measure_of_evenly_drawn_values_is_their_number(values: int, size: int) -> None:
    block = bytes(random.Random(values).choices(range(values), k=size))  # noqa: S311 - not for secrets
    assert bits_per_byte(block) == pytest.approx(math.log2(values), abs=0.02)
