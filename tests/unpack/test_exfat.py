"""exFAT: files in one piece and in chains, checksums of boot region and entries, clusters of nobody, damage."""

from __future__ import annotations

import random

import pytest

from scanner.types import UNREAD, ByteState
from tests.unpack.build import noise
from tests.unpack.case_exfat import CLUSTER, FILES, at_cluster, numbers, volume
from tests.unpack.harness import read_bytes


def files(outcome):
    return {name: child.data for name, child in outcome.children.items() if not name.startswith(".")}


def heap(image):
    return numbers(image)[2] * 512


@pytest.mark.parametrize("chained", [False, True])
def test_files_in_one_piece_and_in_chains(chained):
    outcome = read_bytes(bytes(volume(chained=chained)))
    assert outcome.format == "exfat"
    assert files(outcome) == FILES
    assert not UNREAD & set(outcome.totals)


def test_data_in_a_free_cluster_in_slack_and_behind_the_end_are_children():
    image = volume({"a.txt": b"text"})
    free, slack = at_cluster(heap(image), 300), at_cluster(heap(image), 200) + 4
    image[free : free + 700] = noise(700)
    image[slack : slack + 300] = noise(300)
    children = read_bytes(bytes(image) + noise(3000)).children
    assert children[f".unreferenced@{free:#x}"].data.startswith(noise(700))
    assert children[f".slack@{slack:#x}"].data.startswith(noise(300))
    assert children[f".trailing@{len(image):#x}"].data == noise(3000)


def test_checksums_of_both_boot_regions_and_of_entries():
    for at in (110 + 10, 12 * 512 + 200):
        image = volume()
        image[at] ^= 1
        outcome = read_bytes(bytes(image))
        assert outcome.at(at) is ByteState.FAILED
        assert files(outcome) == FILES
    image = volume()
    entry = at_cluster(heap(image), numbers(image)[4])
    while image[entry] != 0x85:
        entry += 32
    image[entry + 20] ^= 1
    outcome = read_bytes(bytes(image))
    assert outcome.at(entry) is ByteState.FAILED
    assert files(outcome) == FILES


def test_a_broken_chain_fails_that_file_alone():
    image = volume(chained=True)
    table = numbers(image)[0] * 512
    image[table + 4 * 200 : table + 4 * 200 + 4] = bytes(4)
    outcome = read_bytes(bytes(image))
    assert outcome.children["version.txt"].data == FILES["version.txt"][:CLUSTER]
    assert outcome.children["daemon"].data == FILES["daemon"]
    assert outcome.at(at_cluster(heap(image), 200)) is ByteState.FAILED


@pytest.mark.parametrize("thirds", [1, 2])
def test_cut_volumes_are_failed(thirds):
    data = bytes(volume())[: 2_000_000 * thirds // 3]
    assert read_bytes(data).totals == {ByteState.FAILED: len(data)}


def test_damaged_volumes_never_break_the_reader():
    source = random.Random(13)  # noqa: S311 - the same mutants in every run
    base = volume(chained=True)
    root = at_cluster(heap(base), numbers(base)[4])
    table = numbers(base)[0] * 512
    for number in range(40):
        data = bytearray(base)
        start, size = ((64, 60), (root, 400), (table, 1200))[number % 3]
        for _ in range(source.randrange(1, 9)):
            data[start + source.randrange(size)] = source.randrange(256)
        outcome = read_bytes(bytes(data), format_id="exfat")
        assert outcome.error.split(":")[0] in {"", "ParseFailure", "LimitReached"}, outcome.error
