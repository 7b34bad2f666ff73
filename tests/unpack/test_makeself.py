"""Self-extracting scripts: the script is read as a script, every archive behind it as what it is."""

from __future__ import annotations

import subprocess
from shutil import which

import pytest

from scanner.types import ByteState
from scanner.unpack.archives.makeself import posix_cksum
from tests.unpack.build import PACKERS, gzip_of, noise, tar_of, zip_of
from tests.unpack.build_bundles import makeself
from tests.unpack.build_native import elf
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

FAILED = ByteState.FAILED
TAR = tar_of({"setup.sh": b"echo hello\n", "model.bin": noise(4000)})
SCRIPT = b'#!/bin/bash\n# Ger\xc3\xa4t\ntail -n +5 "$0" | tar xz\nexit 0\n'


@pytest.mark.parametrize("pack", [*PACKERS.values(), bytes])
def test_makeself_gives_script_and_payload(pack) -> None:
    tree = recurse(makeself(pack(TAR)), "a.run")
    assert tree.formats["a.run!/.script"] == "text:script"
    assert noise(4000) in tree.data.values()
    assert not tree.unread(FAILED)


def test_makeself_with_two_archives_and_bytes_behind_them() -> None:
    outcome = read_bytes(makeself(gzip_of(TAR), TAR) + b"something behind")
    assert [found.data for found in outcome.children.values()][1:] == [gzip_of(TAR), TAR, b"something behind"]


@pytest.mark.parametrize("parts", [1, 2])
def test_makeself_that_is_cut_says_so(parts: int) -> None:
    data = makeself(gzip_of(TAR), gzip_of(TAR))
    outcome = read_bytes(data[: len(data) * parts // 3])
    assert outcome.totals[FAILED] > 0
    assert outcome.children[".script"].data.startswith(b"#!/bin/sh")


def test_makeself_with_a_changed_bit_is_failed_and_handed_over() -> None:
    data = bytearray(makeself(TAR))
    data[-3000] ^= 1
    outcome = read_bytes(bytes(data))
    assert outcome.totals[FAILED] == len(TAR)
    assert outcome.children["payload"].data == bytes(data)[-len(TAR) :]
    assert "MD5" in dict(outcome.attributes)["checksum"]
    unstated = bytearray(makeself(TAR, sums=False))
    unstated[-3000] ^= 1
    assert FAILED not in read_bytes(bytes(unstated)).totals


@pytest.mark.parametrize("payload", [*(pack(TAR) for pack in PACKERS.values()), TAR, elf()])
def test_any_other_script_is_split_where_its_archive_begins(payload: bytes) -> None:
    outcome = read_bytes(SCRIPT + payload, "setup.sh")
    found = {name: child.data for name, child in outcome.children.items()}
    if payload[:1] == b"\x5d":  # the old lzma format has no magic number: the line that is no text counts
        assert b"".join(found.values()) == SCRIPT + payload
    else:
        assert (outcome.format, found) == ("shell-archive", {".script": SCRIPT, "payload": payload})


def test_script_with_a_zip_stays_a_zip_and_plain_scripts_stay_text() -> None:
    tree = recurse(SCRIPT + zip_of({"a": b"abc" * 50}), "a.sh")
    assert (tree.formats["a.sh"], tree.formats["a.sh!/.prefix"]) == ("zip", "text:script")
    assert read_bytes(SCRIPT, "a.sh").format == "text:script"


@pytest.mark.parametrize("data", [b"#!/bin/sh\n\x00\x01", b"#!\n" + b"\n" * 5000 + b"\x00", b"#!/bin/sh\nskip=9\n\x00"])
def test_script_without_a_payload_of_a_known_kind(data: bytes) -> None:
    outcome = read_bytes(data, "a.sh")
    assert b"".join(child.data for child in outcome.children.values()) == data
    assert outcome.error == ""


def test_wild_numbers_in_the_head_are_harmless() -> None:
    for head in (
        b'skip="999999"\nfilesizes="5"',
        b'skip="2"\nfilesizes="99999999999999999999 7"',
        b'skip="0"\nfilesizes="1"',
    ):
        data = b"#!/bin/sh\n" + head + b"\n" + TAR
        outcome = read_bytes(data, format_id="shell-archive")
        assert outcome.error == ""
        assert noise(4000) in b"".join(child.data for child in outcome.children.values())


def test_cksum_is_that_of_posix() -> None:
    assert posix_cksum(memoryview(b"")) == "4294967295"
    assert posix_cksum(memoryview(b"123456789")) == "930766865"
    if which("cksum"):
        said = subprocess.run(["cksum"], input=TAR, capture_output=True, check=True).stdout.split()[0]
        assert posix_cksum(memoryview(TAR)) == said.decode()
