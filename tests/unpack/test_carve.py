"""Known formats inside unknown content: found at any offset, also cut off, and nothing found where there is nothing."""

from __future__ import annotations

import struct
import zlib

import pytest

from scanner.formats.source import Source
from scanner.types import ByteState
from scanner.unpack.carving import carve_chunks, carve_hits, unblob_library
from scanner.unpack.carving.carve_chunks import find
from tests.unpack.build import gzip_of, noise, tar_of, zip_of
from tests.unpack.build_flash import jffs2_file
from tests.unpack.build_native import elf, pe
from tests.unpack.build_uimage import header_and
from tests.unpack.case_images import fixture
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

pytest.importorskip("unblob")

HEAD = b"VENDOR\x00\x01\x02\x03 update " * 13
"""231 bytes of no known format."""


def names(data: bytes) -> list[str]:
    return list(read_bytes(data, format_id="unknown").children)


def jffs2() -> bytes:
    return b"".join(jffs2_file(2 + i, b"file-%d" % i, noise(700, i)) for i in range(5))


def test_two_file_systems_with_junk_between_are_children_at_odd_offsets() -> None:
    image, flash = fixture("xz.squashfs"), jffs2()
    junk = bytes([0xFF]) * 1001 + noise(5003)
    data = HEAD + image + junk + flash + noise(301, 7)
    tree = recurse(data)
    first, second = len(HEAD), len(HEAD) + len(image) + len(junk)
    assert tree.formats[f"delivery!/.squashfs_v4_le@{first:#x}"] == "squashfs"
    assert tree.formats[f"delivery!/.jffs2_new@{second:#x}"] == "jffs2"
    assert tree.data[f"delivery!/.squashfs_v4_le@{first:#x}"] == image
    assert any(noise(700, 3) == found for found in tree.data.values())
    assert tree.root.get(ByteState.FAILED, 0) == 0
    assert tree.root[ByteState.OPAQUE] >= 5003


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (zip_of({"a.txt": noise(900)}), "zip"),
        (gzip_of(noise(3000)), "gzip"),
        (tar_of({"a.bin": noise(3000)}), "tar"),
        (elf(), "elf"),
        (pe(), "pe"),
        (header_and(noise(500)), "uimage"),
    ],
)
def test_every_kind_is_found_behind_junk(content: bytes, name: str) -> None:
    junk = noise(333, 5)
    outcome = read_bytes(junk + content + noise(777, 6), format_id="unknown")
    found = {child: data.data for child, data in outcome.children.items()}
    assert found[f".{name}@{len(junk):#x}"].startswith(content[: len(content) - 1024 if name == "tar" else None])


@pytest.mark.parametrize("share", [3, 1.5])
def test_an_image_that_is_cut_off_becomes_a_child_that_fails(share: float) -> None:
    image = fixture("xz.squashfs")
    cut = image[: int(len(image) / share)]
    tree = recurse(HEAD + cut)
    path = f"delivery!/.squashfs_v4_le@{len(HEAD):#x}"
    assert tree.data[path] == cut
    assert tree.root[ByteState.FAILED] >= len(cut) // 2


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (zip_of({"a.bin": noise(9000), "b.bin": noise(900)})[:5000], "zip"),
        (gzip_of(noise(9000))[:5000], "gzip"),
        (header_and(noise(9000))[:5000], "uimage"),
        (jffs2()[:1700], "jffs2_new"),
    ],
)
def test_no_kind_that_is_cut_off_is_lost_without_a_word(content: bytes, name: str) -> None:
    tree = recurse(noise(333, 5) + content)
    path = f"delivery!/.{name}@0x14d"
    assert tree.data[path] == content
    assert any(e.path.startswith(path) for e in tree.unread(ByteState.FAILED))


def test_a_program_that_is_cut_off_gives_way_to_what_stands_behind_it() -> None:
    program = elf(noise(4000))[:2000]
    archive = zip_of({"a.bin": noise(900)})
    assert names(noise(300, 5) + program + archive + noise(300, 6)) == [".elf@0x12c", ".zip@0x8fc"]


def test_content_without_structure_has_no_children() -> None:
    data = noise(3 << 20, 11)
    outcome = read_bytes(data, format_id="unknown")
    assert outcome.children == {}
    assert outcome.totals == {ByteState.OPAQUE: len(data)}


def test_magic_numbers_alone_have_no_children() -> None:
    magics = (b"hsqs", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\x00", b"MZ", b"!<arch>\n")
    more = (
        b"\x85\x19\x01\xe0",
        b"UBI#\x01",
        b"\x7fELF\x02\x01\x01",
        b"BZh91AY&SY",
        b"\x27\x05\x19\x56",
        b"Rar!\x1a\x07\x00",
    )
    data = b"".join(noise(211, i) + magic for i, magic in enumerate((*magics, *more) * 3)) + noise(5000, 99)
    assert read_bytes(data, format_id="unknown").children == {}


def test_small_content_is_not_searched() -> None:
    archive = zip_of({"a": b"x"})
    junk = noise(carve_chunks.SMALLEST_CONTENT - 1 - len(archive), 3)
    assert read_bytes(junk + archive, format_id="unknown").children == {}
    assert len(read_bytes(b"\x01" + junk + archive, format_id="unknown").children) == 1


def test_what_a_chunk_encloses_is_not_a_child_of_its_own() -> None:
    archive = tar_of({"a.zip": zip_of({"a.bin": noise(900)}), "b": elf()})
    (name,) = names(noise(300, 5) + archive)
    assert name.startswith(".tar@")


def test_ten_thousand_formats_are_bounded_and_the_rest_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carve_chunks, "MOST_CHUNKS", 100)
    one = header_and(b"eight by") + b"\x01\x02\x03"
    data = HEAD + one * 10_000
    outcome = read_bytes(data)
    assert len(outcome.children) == 100
    limit = [e for e in outcome.entries if e.state is ByteState.LIMIT]
    assert sum(e.length for e in limit) >= len(one) * 9_899
    assert "100 formats" in limit[0].reason


def test_a_flood_of_magic_numbers_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carve_hits, "MOST_IN_WINDOW", 1000)
    outcome = read_bytes(HEAD + b"MZ\x00\x01" * 20_000)
    assert outcome.totals[ByteState.LIMIT] > 70_000
    assert "look like a format" in next(e.reason for e in outcome.entries if e.state is ByteState.LIMIT)


def test_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carve_chunks, "SHARE_OF_TIME", -1.0)
    outcome = read_bytes(HEAD + zip_of({"a.bin": noise(900)}), format_id="unknown")
    assert outcome.children == {}
    assert "took too long" in next(e.reason for e in outcome.entries if e.state is ByteState.LIMIT)


def test_a_flood_of_beginnings_ends_the_search_whatever_time_the_node_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carve_chunks, "SEARCH_SECONDS", -1.0)
    lzip = b"LZIP\x01\x17" + bytes(58)
    outcome = read_bytes(b"\x01\x02\x03\x04" + lzip * 20_000, format_id="unknown")
    reasons = {e.reason for e in outcome.entries if e.state is ByteState.LIMIT}
    assert reasons == {"the search for formats took too long"}


def test_a_handler_that_does_not_end_is_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless:
        def calculate_chunk(self, file: object, start: int) -> None:
            while True:
                pass

    real = unblob_library.handlers()
    monkeypatch.setattr(carve_chunks, "handlers", lambda: {key: Endless() for key in real})
    monkeypatch.setattr(carve_chunks, "ONE_SECONDS", 0.05)
    archive = zip_of({"a.bin": noise(900)})
    assert names(HEAD + archive) == [f".zip@{len(HEAD):#x}"]
    outcome = read_bytes(HEAD + gzip_of(b"short") + noise(999), format_id="unknown")
    assert outcome.totals[ByteState.LIMIT] == outcome.size - len(HEAD)


@pytest.mark.parametrize(("error", "state"), [(ValueError, ByteState.RAW), (MemoryError, ByteState.LIMIT)])
def test_a_handler_that_breaks_is_no_chunk(monkeypatch: pytest.MonkeyPatch, error: type[Exception], state) -> None:
    class Broken:
        def calculate_chunk(self, file: object, start: int) -> None:
            raise error

    real = unblob_library.handlers()
    monkeypatch.setattr(carve_chunks, "handlers", lambda: {key: Broken() for key in real})
    outcome = read_bytes(HEAD + gzip_of(b"short"), format_id="unknown")
    assert outcome.children == {}
    assert outcome.at(len(HEAD)) is state
    assert outcome.at(0) is ByteState.RAW


def test_a_node_that_is_a_range_of_a_file_is_searched_in_its_own_bytes(tmp_path) -> None:
    archive = zip_of({"a.bin": noise(900)})
    file = tmp_path / "whole"
    file.write_bytes(archive + noise(4321, 1) + archive + noise(55, 2) + archive)
    begin = len(archive) + 17
    with Source(file, "part", begin, 4304 + len(archive) + 20) as part:
        (chunk,) = find(part, 60).found
        assert (chunk.start, chunk.end) == (4304, 4304 + len(archive))


def test_formats_at_the_edges_of_the_windows_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carve_hits, "WINDOW", 4096)
    archive = zip_of({"a.bin": noise(900)})
    for position in (4094, 4095, 4096, 8190):
        outcome = read_bytes(noise(position, 5) + archive + noise(9000, 6), format_id="unknown")
        assert list(outcome.children) == [f".zip@{position:#x}"]


def test_a_pattern_of_the_beginning_is_not_found_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carve_hits, "WINDOW", 4096)
    data = b"\x00" + noise(4095, 5) + b"XALZ" + struct.pack("<II", 1, 2000) + noise(5000, 3)
    assert read_bytes(data, format_id="unknown").children == {}


def test_without_unblob_content_is_judged_by_entropy_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carve_chunks, "available", lambda: False)
    outcome = read_bytes(HEAD + fixture("xz.squashfs"))
    assert outcome.children == {}
    assert ByteState.OPAQUE in outcome.totals


@pytest.mark.parametrize("tail", [b"", noise(900, 4) + zip_of({"a.bin": noise(900)}) + noise(50)])
def test_a_zlib_stream_at_the_beginning_is_unpacked(tail: bytes) -> None:
    content = noise(2000) + b"orderly " * 900
    outcome = read_bytes(zlib.compress(content) + tail, format_id="unknown")
    assert outcome.children[".stream@0x0"].data == content
    assert len(outcome.children) == (2 if tail else 1)
    assert outcome.totals.get(ByteState.OPAQUE, 0) == (900 if tail else 0)
