"""romfs: checksums of headers, hard links, loops, and what no folder leads to."""

from __future__ import annotations

import random
import struct

import pytest

from scanner.types import CARRIED, ByteState
from tests.unpack.build import noise
from tests.unpack.case_flash import TEXT
from tests.unpack.case_images import fixture
from tests.unpack.harness import Outcome, read_bytes
from tests.unpack.test_jffs2 import NAMED

READ = {ByteState.PARSED, ByteState.PADDING, CARRIED}
HARDLINK, FOLDER, FILE, SYMLINK = range(4)


def summed(data: bytes, at: int) -> bytes:
    """``data`` with the word at ``at`` such that all words sum to zero."""
    clear = data[:at] + bytes(4) + data[at + 4 :]
    total = sum(struct.unpack(f">{len(clear) // 4}I", clear[: len(clear) // 4 * 4]))
    return clear[:at] + struct.pack(">I", -total & 0xFFFFFFFF) + clear[at + 4 :]


def entry(
    name: bytes, following: int, kind: int = FILE, info: int = 0, data: bytes = b"", size: int | None = None
) -> bytes:
    head = struct.pack(">4I", following | kind, info, len(data) if size is None else size, 0)
    head = summed(head + name + bytes(16 - len(name) % 16), 12)
    return head + data + bytes(-len(data) % 16)


def image(*entries: bytes, size: int | None = None) -> bytes:
    body = b"".join(entries)
    size = 32 + len(body) if size is None else size
    head = struct.pack(">8sII16s", b"-rom1fs-", size, 0, b"camera")
    whole = head + body
    first = summed(whole[: min(len(whole), 512)], 12)
    return first + whole[512:]


def pair() -> bytes:
    """Two files in the root."""
    first = entry(b"a", 32 + 32 + 4000, data=TEXT[:4000])
    return image(first, entry(b"b", 0, data=noise(500)))


def contents(outcome: Outcome) -> dict[str, bytes]:
    return {name: child.data for name, child in outcome.children.items()}


def failed(outcome: Outcome) -> str:
    return "; ".join(entry.reason for entry in outcome.entries if entry.state is ByteState.FAILED)


def test_an_image_of_the_native_tool_is_read_to_the_last_byte():
    outcome = read_bytes(fixture("small.romfs"))
    found = contents(outcome)
    links = {link.path.rpartition("!/")[2]: link.kind for link in outcome.links}
    assert set(outcome.totals) == READ, failed(outcome)
    assert set(found) | set(links) == NAMED | {"bin/alias", "bin/twin", "null", "pipe"}
    assert found["etc/long"] == b"".join(b"setting_%d = value\n" % number for number in range(900))
    assert found["zeros"] == bytes(20_000)
    assert sorted(links.values()) == ["device", "fifo", "hardlink", "symlink"]


def test_two_files():
    assert contents(read_bytes(pair())) == {"a": TEXT[:4000], "b": noise(500)}


def test_content_that_no_folder_leads_to_is_a_child():
    hidden = noise(608, 4)
    built = image(entry(b"a", 0, data=b"text"), hidden) + b"\0" * 400 + noise(300, 5)
    outcome = read_bytes(built)
    assert set(contents(outcome).values()) == {b"text", hidden, noise(300, 5)}
    assert set(outcome.totals) == READ


def test_a_wrong_checksum_of_a_header_is_failed_and_its_file_read():
    built = bytearray(pair())
    built[32 + 4] ^= 1
    outcome = read_bytes(bytes(built))
    assert outcome.at(32) is ByteState.FAILED
    assert contents(outcome) == {"a": TEXT[:4000], "b": noise(500)}


@pytest.mark.parametrize("following", [0, 16, 0x7FFFFFF0, 48])
def test_a_chain_that_damage_broke_does_not_lose_what_follows(following):
    built = bytearray(pair())
    struct.pack_into(">I", built, 32, following | FILE)
    outcome = read_bytes(bytes(built))
    assert failed(outcome)
    assert noise(500) in contents(outcome).values()


@pytest.mark.parametrize("share", range(1, 10))
def test_a_cut_image_hands_over_what_is_there(share):
    built = pair()
    outcome = read_bytes(built[: len(built) * share // 10])
    assert failed(outcome)
    assert contents(outcome)["a"] == TEXT[: min(4000, len(built) * share // 10 - 64)]


def test_lists_and_folders_in_a_circle_end():
    first = entry(b"x", 64, FOLDER, 32)
    second = entry(b"y", 96, FOLDER, 96)
    third = entry(b"z", 32, FOLDER, 64)
    outcome = read_bytes(image(first, second, third))
    assert not outcome.children
    assert set(outcome.totals) <= READ


def test_a_hard_link_to_a_header_outside_of_all_folders_is_read():
    link = entry(b"a", 0, HARDLINK, 64)
    outcome = read_bytes(image(link, entry(b"hidden", 0, data=b"model")))
    assert contents(outcome) == {".linked/hidden": b"model"}
    assert [(item.kind, item.target) for item in outcome.links] == [("hardlink", ".linked/hidden")]


def test_a_chain_of_hard_links_in_a_circle_ends():
    outcome = read_bytes(image(entry(b"a", 64, HARDLINK, 64), entry(b"b", 0, HARDLINK, 32)))
    assert len(outcome.links) == 2


def test_a_size_beyond_the_image_is_failed():
    outcome = read_bytes(image(entry(b"a", 0, data=b"text", size=0xFFFFFFF0)))
    assert "cut within a" in failed(outcome)
    assert contents(outcome)["a"].startswith(b"text")


def test_a_wrong_size_of_the_whole_is_failed():
    assert failed(read_bytes(image(entry(b"a", 0, data=b"text"), size=100_000)))
    assert failed(read_bytes(image(entry(b"a", 0, data=b"text"), size=0)))


def test_a_changed_superblock_is_failed():
    built = bytearray(pair())
    built[20] ^= 1
    outcome = read_bytes(bytes(built))
    assert outcome.at(0) is ByteState.FAILED
    assert contents(outcome)["b"] == noise(500)


def test_a_long_target_and_bytes_behind_a_name_are_content():
    padded = summed(struct.pack(">4I", SYMLINK, 0, 2000, 0) + b"a\0hidden\0\0\0\0\0\0\0\0", 12)
    outcome = read_bytes(image(padded + TEXT[:2000]))
    assert contents(outcome)["a"] == TEXT[:2000]
    assert b"hidden" in contents(outcome)[".slack"]


def test_a_superblock_without_a_name_s_end_is_a_parse_failure():
    outcome = read_bytes(b"-rom1fs-" + noise(8) + b"x" * 9000)
    assert outcome.error.startswith("ParseFailure")


def test_mutants_never_break_the_reader():
    seed = random.Random(12)  # noqa: S311 - mutations
    good = fixture("small.romfs")
    for _ in range(60):
        built = bytearray(good)
        for _ in range(seed.choice((1, 200))):
            built[seed.randrange(len(built))] = seed.randrange(256)
        outcome = read_bytes(bytes(built), format_id="romfs")
        assert outcome.error.partition(":")[0] in {"", "ParseFailure", "LimitReached"}
