"""Nullsoft installers: files and script come out, the checksum counts, damage is never silent."""

from __future__ import annotations

import random
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from scanner.formats.source import Source
from scanner.types import ByteState, LedgerEntry, LimitReached, Node, Span
from scanner.unpack.outlet import Artefact, Budget, Outlet
from scanner.unpack.programs.nsis import Nsis
from scanner.unpack.tools import find
from tests.unpack.build_native import pe
from tests.unpack.case_images import fixture
from tests.unpack.harness import DEFAULT, read_bytes
from tests.unpack.recurse import recurse

pytestmark = pytest.mark.skipif(not find("7zz"), reason="needs 7zz")
TEXT, NOISE = b"text of the installer\n" * 60, random.Random(4).randbytes(1500)  # noqa: S311 - filler


def installer(name: str = "deflate.nsis", *, damage: int = 0) -> bytes:
    """A program with the data behind it and a checksum over both; ``damage`` changes a byte afterwards."""
    stub = pe(b"payload of a program " * 60)
    data = stub + bytes(-len(stub) % 512) + fixture(name)[:-4]
    whole = bytearray(data + struct.pack("<L", zlib.crc32(data[512:])))
    whole[-damage] ^= bool(damage)
    return bytes(whole)


def behind_program(file: Path, start: int, folder: Path) -> tuple[LedgerEntry, ...]:
    """The ledger of the data from ``start`` on, read as a range of ``file``."""
    size = file.stat().st_size - start
    node = Node("setup.exe!/.overlay", "setup.exe", size, format="nsis", span=Span(start, size))
    budget = Budget(DEFAULT.unpacked_bytes, DEFAULT.files, DEFAULT)
    work = folder / file.stem
    work.mkdir()
    outlet = Outlet(node, Artefact(str(file), start, size), work, budget, lambda part: None)
    # damaged packed data may become anything
    with Source(file, node.path, start, size) as source, suppress(LimitReached):
        Nsis().read(source, outlet)
    return outlet.close("nsis")


@pytest.mark.parametrize("name", ["deflate.nsis", "lzma.nsis"])
def test_an_installer_is_a_program_and_its_files(name):
    tree = recurse(installer(name), "setup.exe")
    [data] = [path for path, kind in tree.formats.items() if kind == "nsis"]
    assert tree.formats["setup.exe"] == "pe"
    assert (tree.data[f"{data}!/a.txt"], tree.data[f"{data}!/b.bin"]) == (TEXT, NOISE)
    assert "camera".encode("utf-16-le") in tree.data[f"{data}!/.header"]
    assert not tree.unread(ByteState.FAILED)


@pytest.mark.parametrize("name", ["deflate.nsis", "lzma.nsis"])
def test_a_changed_byte_makes_the_checksum_wrong(name, tmp_path):
    for damage, reason in ((0, ""), (700, "the installer's checksum is wrong")):
        file = tmp_path / f"setup{damage}.exe"
        file.write_bytes(installer(name, damage=damage))
        entries = behind_program(file, file.stat().st_size - len(fixture(name)), tmp_path)
        failed = [entry.reason for entry in entries if entry.state is ByteState.FAILED]
        assert [one.partition(":")[0] for one in failed] == ([reason] if reason else [])


@pytest.mark.parametrize("name", ["deflate.nsis", "lzma.nsis"])
@pytest.mark.parametrize("share", [3, 1.5, 1.1])
def test_a_cut_is_said_with_its_sizes(name, share):
    data = fixture(name)
    outcome = read_bytes(data[: int(len(data) / share)])
    assert "the installer is cut" in outcome.entries[0].reason


def test_blocks_before_a_cut_are_read():
    data = fixture("deflate.nsis")
    outcome = read_bytes(data[:-100])
    assert TEXT in [found.data for found in outcome.children.values()]


def test_what_no_file_refers_to_is_a_child():
    data = fixture("deflate.nsis")
    hidden = b"hidden in a block of its own " * 9
    grown = bytearray(data[:-4] + struct.pack("<L", len(hidden)) + hidden + data[-4:])
    struct.pack_into("<L", grown, 24, len(grown))
    outcome = read_bytes(bytes(grown) + b"and behind it all " * 4)
    assert hidden in [f.data for name, f in outcome.children.items() if name.startswith(".block@")]
    assert b"and behind it all " * 4 in [
        f.data for name, f in outcome.children.items() if name.startswith(".trailing@")
    ]


@pytest.mark.parametrize("length", [0, 27, 28, 31])
def test_a_first_header_that_contradicts_itself(length):
    data = bytearray(fixture("deflate.nsis"))
    struct.pack_into("<L", data, 24, length)
    outcome = read_bytes(bytes(data[:60]))
    assert outcome.totals[ByteState.FAILED]
    assert outcome.error.partition(":")[0] in {"", "ParseFailure"}
