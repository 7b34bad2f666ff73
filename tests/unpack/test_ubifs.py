"""UBIFS: what the index and the journal say, what is outdated, what is broken, and what no node covers."""

from __future__ import annotations

import random

import pytest

from scanner.types import CARRIED, ByteState
from tests.unpack.build import noise
from tests.unpack.build_flash import FOLDER, LINK
from tests.unpack.build_ubifs import LEB, XENT, Image, block, cut, dent, file, inode, node
from tests.unpack.case_flash import TEXT
from tests.unpack.case_images import fixture
from tests.unpack.harness import Outcome, read_bytes
from tests.unpack.test_jffs2 import NAMED

READ = {ByteState.PARSED, ByteState.PADDING, CARRIED}
DATA = TEXT[:9000]


def contents(outcome: Outcome) -> dict[str, bytes]:
    return {name: child.data for name, child in outcome.children.items()}


def failed(outcome: Outcome) -> str:
    return "; ".join(entry.reason for entry in outcome.entries if entry.state is ByteState.FAILED)


@pytest.mark.parametrize("codec", ["lzo", "zlib", "zstd", "none"])
def test_images_of_the_native_tool_are_read_to_the_last_byte(codec):
    outcome = read_bytes(fixture(f"{codec}.ubifs"))
    found = contents(outcome)
    links = {link.path.rpartition("!/")[2]: link.kind for link in outcome.links}
    assert set(outcome.totals) == READ, failed(outcome)
    assert set(found) | set(links) == NAMED | {"bin/alias", "bin/twin", "null", "pipe"}
    assert found["etc/long"] == b"".join(b"setting_%d = value\n" % number for number in range(900))
    assert (found["zeros"], found["empty"]) == (bytes(20_000), b"")
    assert noise(9000, 3) in (found.get("bin/daemon"), found.get("bin/twin"))
    assert sorted(links.values()) == ["device", "fifo", "hardlink", "symlink"]


def test_what_the_index_leads_to_counts_and_outdated_nodes_are_kept():
    image = Image(
        file(70, b"a", DATA, 50), outdated=[block(70, 0, noise(4096), 20), *file(71, b"gone", TEXT[:500], 10)]
    )
    outcome = read_bytes(image.build())
    assert contents(outcome) == {"a": DATA, ".older/a": noise(4096), ".deleted/gone": TEXT[:500]}
    assert set(outcome.totals) == READ


def test_an_equal_copy_by_garbage_collection_is_no_older_version():
    image = Image(file(70, b"a", DATA, 50), outdated=file(70, b"a", DATA, 50))
    assert contents(read_bytes(image.build())) == {"a": DATA}


def test_the_journal_adds_changes_and_deletes():
    committed = [*file(70, b"a", DATA, 50), *file(71, b"b", TEXT[:100], 60)]
    journal = [block(70, 1, b"new" * 1000, 1100), inode(70, 1101, 4096 + 3000)]
    journal += [dent(1, b"b", 0, 1110), inode(71, 1111, 0, links=0), *file(72, b"c", b"written last", 1120)]
    outcome = read_bytes(Image(committed, journal).build())
    found = contents(outcome)
    assert found["a"] == DATA[:4096] + b"new" * 1000
    assert found["c"] == b"written last"
    assert found[".deleted/b"] == TEXT[:100]
    assert found[".older/a"] == DATA[4096:]
    assert set(found) == {"a", "c", ".deleted/b", ".older/a"}
    assert set(outcome.totals) == READ


def test_a_truncation_takes_the_blocks_behind_it():
    journal = [cut(70, 9000, 4096, 1100), inode(70, 1101, 9000)]
    found = contents(read_bytes(Image(file(70, b"a", DATA, 50), journal).build()))
    assert found == {"a": DATA[:4096] + bytes(9000 - 4096), ".older/a": DATA[4096:]}


def test_blocks_that_were_never_written_are_zeros():
    nodes = [dent(1, b"a", 70, 50), inode(70, 51, 3 * 4096), block(70, 1, TEXT[:4096], 52)]
    outcome = read_bytes(Image(nodes).build())
    assert contents(outcome) == {"a": bytes(4096) + TEXT[:4096] + bytes(4096)}
    assert set(outcome.totals) == READ


def test_links_folders_and_attributes():
    nodes = [dent(1, b"etc", 70, 50), inode(70, 51, mode=FOLDER), *file(71, b"a", b"text", 60, 70)]
    nodes += [dent(70, b"b", 71, 70), dent(1, b"l", 72, 71), inode(72, 72, 5, LINK, data=b"etc/a")]
    nodes += [dent(71, b"user.x", 73, 80, XENT), inode(73, 81, 300, flags=0x20, data=noise(300))]
    outcome = read_bytes(Image(nodes).build())
    assert {child.data for child in outcome.children.values()} == {b"text", noise(300)}
    assert {(link.kind, link.target) for link in outcome.links} == {("hardlink", "etc/a"), ("symlink", "etc/a")}
    assert set(outcome.totals) == READ


def test_encrypted_files_are_encrypted_and_others_are_read():
    nodes = [dent(1, b"\x80secret", 70, 50), inode(70, 51, 4096, flags=0x41), block(70, 0, noise(4096), 52)]
    image = Image([*nodes, *file(71, b"a", DATA, 60)], flags=0x10).build()
    outcome = read_bytes(image)
    assert contents(outcome) == {"a": DATA}
    assert outcome.at(image.index(noise(4096))) is ByteState.ENCRYPTED
    assert ("protection", "some files are encrypted") in outcome.attributes


@pytest.mark.parametrize("text", [TEXT[:64], b"\x03a", TEXT[4096:4160]])
def test_a_changed_byte_is_failed_and_siblings_are_read(text):
    image = bytearray(Image([*file(70, b"\x03a", DATA, 50), *file(71, b"b", b"sibling", 60)]).build())
    at = bytes(image).index(text, 6 * LEB)
    image[at] ^= 1
    outcome = read_bytes(bytes(image))
    assert outcome.at(at) is ByteState.FAILED
    assert contents(outcome)["b"] == b"sibling"


def test_a_changed_byte_of_a_stored_block_is_salvaged():
    image = bytearray(Image(file(70, b"a", DATA, 50)).build())
    image[bytes(image).index(TEXT[:64]) + 5] ^= 1
    outcome = read_bytes(bytes(image))
    assert contents(outcome)["a"][6:] == DATA[6:]
    assert len(contents(outcome)["a"]) == len(DATA)


@pytest.mark.parametrize("share", range(1, 10))
def test_a_cut_image_is_never_read_in_full(share):
    image = Image([*file(70, b"a", noise(30_000), 50), *file(71, b"b", noise(20_000), 90)]).build()
    outcome = read_bytes(image[: len(image) * share // 10])
    assert failed(outcome)


def test_a_cut_between_blocks_of_flash_is_seen_by_the_index():
    image = fixture("none.ubifs")
    outcome = read_bytes(image[: len(image) // 15872 // 2 * 15872])
    assert "the image is cut" in failed(outcome) or "no master node" in failed(outcome)


def test_without_superblock_the_master_node_tells_the_size_of_a_block():
    image = bytearray(Image(file(70, b"a", DATA, 50)).build())
    image[60] ^= 1
    outcome = read_bytes(bytes(image))
    assert contents(outcome)["a"] == DATA
    assert "superblock is damaged" in failed(outcome)


def test_without_an_index_the_newest_nodes_count():
    image = bytearray(Image(file(70, b"a", DATA, 50), outdated=[block(70, 0, noise(4096), 20)]).build())
    image[image.rindex(b"\x31\x18\x10\x06") + 30] ^= 1
    outcome = read_bytes(bytes(image))
    assert contents(outcome)["a"] == DATA
    assert failed(outcome)


def test_content_between_and_behind_nodes_is_a_child():
    image = bytearray(Image(file(70, b"a", DATA, 50)).build())
    image[5 * LEB + 100 : 5 * LEB + 600] = noise(500)
    outcome = read_bytes(bytes(image) + noise(700, 2))
    found = list(contents(outcome).values())
    assert any(noise(500) in data for data in found)
    assert noise(700, 2) in found


def test_reserved_bytes_and_rests_of_nodes_are_not_lost():
    hiding = node(12, noise(200), 500)
    strange = node(77, noise(200, 2), 500)
    nodes = [*file(70, b"a", DATA, 50), *file(71, b"x\0hidden in a name", b"", 70)]
    outcome = read_bytes(Image(nodes, outdated=[hiding, strange]).build())
    found = [child.data for child in outcome.children.values()]
    assert any(noise(200, 2) in data for data in found)
    assert noise(200)[64:] in found
    assert any(b"hidden in a name" in data for data in [*found, *map(str.encode, outcome.children)])
    assert ByteState.FAILED not in outcome.totals


def test_a_loop_of_folders_ends():
    nodes = [dent(70, b"x", 71, 50), inode(70, 51, mode=FOLDER), dent(71, b"y", 70, 52), inode(71, 53, mode=FOLDER)]
    outcome = read_bytes(Image([*nodes, *file(72, b"a", b"text", 60, 71)]).build())
    assert list(contents(outcome).values()) == [b"text"]


def test_a_size_beyond_all_limits_spares_the_siblings():
    nodes = [dent(1, b"big", 70, 50), inode(70, 51, 1 << 60), block(70, 0, TEXT[:4096], 52)]
    outcome = read_bytes(Image([*nodes, *file(71, b"a", DATA, 60)]).build())
    assert contents(outcome) == {"a": DATA}
    assert ByteState.LIMIT in outcome.totals


def test_headers_that_claim_to_overlap_end():
    header = node(7, bytes(60_000), 1)[:24]
    outcome = read_bytes(Image(file(70, b"a", DATA, 50)).build()[:LEB] + header * 2_000)
    assert outcome.totals.get(ByteState.FAILED, 0) + outcome.totals.get(ByteState.LIMIT, 0) > 0


def test_mutants_never_break_the_reader():
    seed = random.Random(11)  # noqa: S311 - mutations
    good = Image([*file(70, b"a", DATA, 50), *file(71, b"b", b"sibling", 60)], [inode(70, 1101, 50)]).build()
    for _ in range(60):
        image = bytearray(good)
        for _ in range(seed.choice((1, 20))):
            image[seed.randrange(len(image))] = seed.randrange(256)
        outcome = read_bytes(bytes(image), format_id="ubifs")
        assert outcome.error.partition(":")[0] in {"", "ParseFailure", "LimitReached"}
