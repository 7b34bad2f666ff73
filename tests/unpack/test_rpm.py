"""RPM packages: all values are visible, all digests count, and a broken header does not lose the payload."""

from __future__ import annotations

import bz2
import lzma
import struct

import pytest

from scanner.types import ByteState
from tests.unpack.build import cpio_of, gzip_of, noise
from tests.unpack.build_rpm import BINARY, header, rpm
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

FILES = cpio_of({"opt/a": b"first " * 50, "opt/b": noise(900)})
PACKED = gzip_of(FILES)


@pytest.mark.parametrize(
    ("compressor", "payload"),
    [
        ("gzip", PACKED),
        ("bzip2", bz2.compress(FILES)),
        ("xz", lzma.compress(FILES)),
        ("lzma", lzma.compress(FILES, lzma.FORMAT_ALONE)),
        ("none", FILES),
    ],
)
def test_files_of_every_codec_come_out(compressor, payload):
    tree = recurse(rpm(payload, compressor), "camera.rpm")
    assert {b"first " * 50, noise(900)} <= set(tree.data.values())
    assert not tree.unread(ByteState.FAILED)


def test_scripts_are_files_and_the_other_values_are_scanned():
    outcome = read_bytes(rpm(PACKED, script="curl http://face.example/enroll\n"))
    assert outcome.children[".scripts/postinstall"].data == b"curl http://face.example/enroll\n"
    values = b"".join(found.data for name, found in outcome.children.items() if name.startswith(".header@"))
    assert b"camera\x001.0\x00gzip" in values
    assert ("rpm-name", "camera") in outcome.attributes


@pytest.mark.parametrize("digests", [True, False], ids=["sha256", "md5"])
def test_a_changed_payload_is_failed_and_handed_over(digests):
    data = bytearray(rpm(PACKED, digests=digests))
    data[-20] ^= 1
    outcome = read_bytes(bytes(data))
    assert outcome.at(len(data) - 20) is ByteState.FAILED
    assert outcome.children["payload.cpio.gz"].data[-20:] == bytes(data[-20:])


def test_a_changed_header_is_failed():
    data = rpm(PACKED)
    at = data.index(b"camera\x001.0")
    outcome = read_bytes(data.replace(b"camera\x001.0", b"camerb\x001.0"))
    assert outcome.at(at) is ByteState.FAILED
    assert "sha256" in next(e.reason for e in outcome.entries if e.state is ByteState.FAILED)


def test_bytes_in_spare_space_and_behind_the_payload_are_children():
    hidden, behind = b"hidden model weights " * 9, b"behind the package " * 9
    outcome = read_bytes(rpm(PACKED, spare=hidden) + behind)
    assert hidden in next(f.data for name, f in outcome.children.items() if name.startswith(".signature@"))
    assert behind in next(f.data for name, f in outcome.children.items() if name.startswith(".trailing@"))


def test_a_signature_is_parsed_only_where_it_is_a_packet():
    packet = b"\x89\x01\x00" + noise(256)
    intact = header([(267, BINARY, packet)])
    data = rpm(PACKED)
    main = data.index(b"\x8e\xad\xe8\x01", 100)
    outcome = read_bytes(data[:96] + intact + bytes(-len(intact) % 8) + data[main:])
    assert outcome.at(96 + 32 + 50) in {ByteState.PARSED, ByteState.CARRIED}
    loose = header([(267, BINARY, noise(200))])
    outcome = read_bytes(data[:96] + loose + bytes(-len(loose) % 8) + data[main:])
    assert noise(200) in [found.data.rstrip(b"\0") for found in outcome.children.values()]


def test_the_payload_behind_a_broken_header_is_still_read():
    data = bytearray(rpm(PACKED))
    data[data.index(b"\x8e\xad\xe8\x01", 100)] = 0
    outcome = read_bytes(bytes(data))
    assert outcome.children["payload"].data == PACKED
    assert outcome.totals[ByteState.FAILED]


@pytest.mark.parametrize("at", [96 + 8, 96 + 12])
def test_claims_beyond_the_bounds_are_refused(at):
    data = bytearray(rpm(PACKED))
    struct.pack_into(">L", data, at, 0xFFFFFFFF)
    outcome = read_bytes(bytes(data))
    assert "claims" in next(e.reason for e in outcome.entries if e.state is ByteState.FAILED)
