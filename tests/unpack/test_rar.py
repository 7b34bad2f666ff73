"""RAR: members, volumes, services and damage, each in its own bytes."""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import replace

import pytest

from scanner.types import CARRIED, ByteState
from scanner.unpack.tools import find
from tests.unpack.build import noise
from tests.unpack.build_rar import MARK5, block5, end5, main5, member4, member5, number, rar4, rar5
from tests.unpack.case_rar import FILES
from tests.unpack.harness import read_bytes

pytestmark = pytest.mark.skipif(not find("7zz"), reason="needs the 7zz of the wheel")


@pytest.mark.parametrize("pack", [rar4, rar5])
def test_members_come_out_and_everything_else_is_parsed(pack):
    data = pack(FILES)
    outcome = read_bytes(data)
    assert {name: found.data for name, found in outcome.children.items()} == FILES
    assert outcome.totals[CARRIED] == sum(map(len, FILES.values()))
    assert set(outcome.totals) == {CARRIED, ByteState.PARSED}


@pytest.mark.parametrize("pack", [rar4, rar5])
def test_damage_of_a_member_is_failed_and_its_neighbour_carried(pack):
    data = bytearray(pack(FILES))
    first, second = data.index(FILES["a.txt"]), data.index(FILES["b.bin"])
    data[first + 10] ^= 1
    outcome = read_bytes(bytes(data))
    assert (outcome.at(first), outcome.at(second)) == (ByteState.FAILED, CARRIED)
    assert outcome.children["b.bin"].data == FILES["b.bin"]


@pytest.mark.parametrize("pack", [rar4, rar5])
@pytest.mark.parametrize("share", [0.34, 0.67, 0.97])
def test_a_cut_is_never_silent(pack, share):
    data = pack(FILES)
    outcome = read_bytes(data[: int(len(data) * share)])
    assert outcome.totals[ByteState.FAILED]


def test_a_broken_header_fails_all_that_follows():
    data = bytearray(rar5(FILES))
    second = data.index(b"b.bin")
    data[second] ^= 1
    outcome = read_bytes(bytes(data))
    assert outcome.children["a.txt"].data == FILES["a.txt"]
    assert outcome.at(second) is outcome.at(len(data) - 1) is ByteState.FAILED


def test_what_stands_behind_the_end_is_a_child():
    outcome = read_bytes(rar5(FILES) + b"hidden behind the archive " * 5)
    hidden = [found.data for name, found in outcome.children.items() if name.startswith(".trailing@")]
    assert hidden == [b"hidden behind the archive " * 5]
    assert not outcome.totals.get(ByteState.FAILED)


def test_services_are_children_or_named():
    comment = member5("CMT", b"a comment with facts ", kind=3)
    recovery = member5("RR", noise(300, 9), kind=3)
    wrong = bytearray(member5("QO", b"copies of the headers", kind=3))
    wrong[-1] ^= 1
    data = rar5(FILES, comment, recovery, bytes(wrong))
    outcome = read_bytes(data)
    assert b"a comment with facts " in [f.data for name, f in outcome.children.items() if name.startswith(".CMT@")]
    assert outcome.at(data.index(noise(300, 9))) is ByteState.NOT_UNPACKED
    assert outcome.at(data.index(b"copies of the")) is ByteState.FAILED


def volumes() -> tuple[bytes, bytes]:
    """A member that goes on in a second volume, and one behind it."""
    whole = FILES["b.bin"]
    first = main5(0) + member5("b.bin", whole, flags=0x10, part=whole[:500]) + end5(more=True)
    second = main5(1) + member5("b.bin", whole, flags=0x08, part=whole[500:])
    return first, second + member5("a.txt", FILES["a.txt"]) + end5()


def test_joined_volumes_are_one_archive():
    outcome = read_bytes(b"".join(volumes()))
    assert {name: found.data for name, found in outcome.children.items()} == FILES
    assert set(outcome.totals) == {CARRIED, ByteState.PARSED}


@pytest.mark.parametrize("filler", [bytes(15), b"hidden between volumes"])
def test_bytes_between_volumes_are_accounted_for(filler):
    first, second = volumes()
    outcome = read_bytes(first + filler + second, volumes=(len(first + filler), len(second)))
    assert FILES.items() <= {name: found.data for name, found in outcome.children.items()}.items()
    assert outcome.at(len(first) + 1) in {ByteState.PADDING, CARRIED}


def test_a_volume_alone_says_what_is_missing():
    first, second = volumes()
    outcome = read_bytes(first)
    assert "the next volume is missing" in {e.reason for e in outcome.entries}
    outcome = read_bytes(second)
    assert "an earlier volume is missing" in {e.reason for e in outcome.entries}
    assert outcome.children["a.txt"].data == FILES["a.txt"]


def test_links_are_recorded_and_their_target_parsed():
    data = rar4({})
    at = len(data) - 7
    link = member4("up", b"../../etc", mode=0o120777)
    outcome = read_bytes(data[:at] + link + data[at:])
    assert [(one.path, one.target) for one in outcome.links] == [("sample.bin!/up", "../../etc")]
    assert outcome.children == {}
    assert set(outcome.totals) == {ByteState.PARSED}


@pytest.mark.parametrize("data", [MARK5, MARK5 + b"\xff" * 40, MARK5 + bytes(40), main5() + number(1 << 62) * 4])
def test_nonsense_behind_the_signature_fails(data):
    outcome = read_bytes(data, format_id="rar")
    assert outcome.totals[ByteState.FAILED]
    assert outcome.error.partition(":")[0] in {"", "ParseFailure"}


def test_a_member_that_claims_more_than_there_is():
    fields = number(0) + number(1 << 50) + number(0) + number(0) + number(1) + number(1) + b"x"
    data = main5() + block5(2, fields, b"short", announced=1 << 60)
    outcome = read_bytes(data)
    assert outcome.totals[ByteState.FAILED]


@pytest.mark.parametrize("name", [b"bad\xff", b"a : b", b"ERROR: x : y", b"a\nERROR: CRC Failed : other"])
def test_damage_of_a_member_with_a_difficult_name_is_failed(name):
    mark = b"N" * len(name)
    member = bytearray(member5(mark.decode(), noise(500, 9)))
    at = member.index(mark)
    member[at : at + len(name)] = name
    head = len(member) - 500
    member[:4] = struct.pack("<L", zlib.crc32(member[4:head]))
    member[head + 5] ^= 1
    data = main5() + bytes(member) + member5("other", noise(400, 2)) + end5()
    outcome = read_bytes(data)
    assert outcome.at(data.index(bytes(member)) + head + 5) is ByteState.FAILED
    assert noise(400, 2) in [found.data for found in outcome.children.values()]


def test_more_blocks_than_allowed_end_by_limit():
    limits = replace(read_bytes.__kwdefaults__["limits"], files=10)
    data = main5() + b"".join(member5(f"{i}", b"") for i in range(60)) + end5()
    outcome = read_bytes(data, limits=limits)
    assert outcome.totals[ByteState.LIMIT]


def test_mutations_end_in_an_outcome():
    chance = random.Random(5)  # noqa: S311 - not for secrets
    good = rar5(FILES)
    for _ in range(15):
        data = bytearray(good)
        data[chance.randrange(8, len(data))] ^= 1 << chance.randrange(8)
        outcome = read_bytes(bytes(data))
        assert outcome.error.partition(":")[0] in {"", "ParseFailure", "LimitReached"}
        assert outcome.totals[ByteState.FAILED]
