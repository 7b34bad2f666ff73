"""Compound files: every stream, every sector that no stream owns, and chains that lead astray."""

from __future__ import annotations

import random
import struct

import pytest

from scanner.types import CARRIED, ByteState
from scanner.unpack.archives.ole_names import shown
from tests.unpack.build import noise
from tests.unpack.build_ole import SECTOR, ole
from tests.unpack.case_images import cabinet
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

LARGE, SMALL = noise(6000), b"small stream " * 9
TABLE = SECTOR
"""Offset of the allocation table, which the builder puts into sector 0."""


@pytest.mark.parametrize("scatter", [False, True], ids=["in one piece", "scattered"])
def test_streams_come_out_whole(scatter):
    data = ole({"a": LARGE, "b": noise(5000, 2)}, {"c": SMALL, "d": b"x"}, scatter=scatter)
    outcome = read_bytes(data)
    assert {name: found.data for name, found in outcome.children.items()} == {
        "a": LARGE,
        "b": noise(5000, 2),
        "c": SMALL,
        "d": b"x",
    }
    assert outcome.totals[CARRIED] == 6000 + 5000 + len(SMALL) + 1
    assert set(outcome.totals) == {CARRIED, ByteState.PARSED, ByteState.PADDING}


def test_a_cabinet_in_an_installer_is_unpacked_further():
    tree = recurse(ole({"cam.cab": cabinet().ljust(4096, b"\0")}), "setup.msi")
    assert tree.formats["setup.msi!/cam.cab"] == "cab"
    assert b"cabinet text\n" * 20 in tree.data.values()


def test_a_sector_that_no_stream_refers_to_is_a_child():
    hidden = b"hidden in a free sector " * 20
    outcome = read_bytes(ole({"a": LARGE}, spare=hidden))
    [found] = [f.data for name, f in outcome.children.items() if name.startswith(".unreferenced@")]
    assert found.rstrip(b"\0") == hidden


def test_slack_of_a_stream_and_an_unused_entry_are_children():
    data = bytearray(ole({"a": LARGE}, {"c": SMALL}))
    slack = data.index(LARGE[-100:]) + 100
    data[slack : slack + 40] = b"in the slack of the last sector of all.."
    unused = data.index("c".encode("utf-16-le") + bytes(62)) + 128
    data[unused + 80 : unused + 120] = b"in an entry of the directory not in use."
    outcome = read_bytes(bytes(data))
    rest = [f.data for name, f in outcome.children.items() if name.startswith((".slack@", ".entry@"))]
    assert any(b"in the slack" in one for one in rest)
    assert any(b"not in use" in one for one in rest)


def test_a_stream_that_the_tree_has_lost_is_still_handed_over():
    data = bytearray(ole({"a": LARGE}))
    root = data.index("Root Entry".encode("utf-16-le"))
    struct.pack_into("<L", data, root + 76, 0xFFFFFFFF)
    assert read_bytes(bytes(data)).children[".lost/a"].data == LARGE


@pytest.mark.parametrize("following", [1, 2, 0x1000, 0xFFFFFFFF], ids=["itself", "circle", "outside", "no end"])
def test_a_chain_that_leads_astray_fails_its_stream_and_no_other(following):
    data = bytearray(ole({"a": LARGE, "b": noise(5000, 2)}))
    struct.pack_into("<L", data, TABLE + 4 * 4, following)
    outcome = read_bytes(bytes(data))
    assert outcome.at(data.index(LARGE[:64])) is ByteState.FAILED
    assert outcome.children["b"].data == noise(5000, 2)
    assert LARGE.startswith(outcome.children["a"].data)


def test_an_encrypted_document_says_so():
    data = ole({"EncryptedPackage": LARGE}, {"EncryptionInfo": b"version"})
    outcome = read_bytes(data)
    assert outcome.totals[ByteState.ENCRYPTED] == len(LARGE)
    assert set(outcome.children) == {"EncryptionInfo"}


@pytest.mark.parametrize("share", [0.2, 0.34, 0.67, 0.95])
def test_a_cut_is_never_silent(share):
    data = ole({"a": LARGE, "b": noise(5000, 2)}, {"c": SMALL})
    assert read_bytes(data[: int(len(data) * share)]).totals[ByteState.FAILED]


def test_packed_names_of_an_installer():
    assert shown("\u4840\u3f3f\u4577\u446c\u3b6a\u45e4\u4824") == "!_StringData"
    assert shown("a/b") == "a_b"
    assert shown("") == "unnamed"


def test_mutated_headers_and_directories_end_in_an_outcome():
    chance = random.Random(3)  # noqa: S311 - not for secrets
    good = ole({"a": LARGE}, {"c": SMALL}, scatter=True)
    for _ in range(120):
        data = bytearray(good)
        for _ in range(chance.choice((1, 4))):
            at = chance.choice((chance.randrange(24, 1024), chance.randrange(len(data) - 2048, len(data))))
            data[at] = chance.choice((0, 1, 0xFF, chance.randrange(256)))
        outcome = read_bytes(bytes(data), format_id="msi")
        assert outcome.error.partition(":")[0] in {"", "ParseFailure"}
