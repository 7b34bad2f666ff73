"""Six inputs that existing unpackers end with "all read": each holds at least 600 kB that cannot be read."""

from __future__ import annotations

import pytest

from scanner.types import ByteState
from scanner.unpack.tools import find
from tests.unpack.build import gzip_of, noise, tar_of
from tests.unpack.encrypted import seven_zip_with_encrypted_header, zip_crypto
from tests.unpack.recurse import recurse

UNREADABLE = 600_000


def test_a_tar_with_random_bytes_and_a_text():
    tree = recurse(tar_of({"random.bin": noise(UNREADABLE), "note.txt": b"hello\n" * 10}), "a.tar")
    assert tree.root[ByteState.OPAQUE] >= UNREADABLE * 0.99
    assert [entry.path for entry in tree.unread(ByteState.OPAQUE)] == ["a.tar!/random.bin"]


def test_b_text_inside_fourteen_tars_is_read_whole():
    data = b"deep text\n" * 60_001
    inner = data
    for _ in range(14):
        inner = tar_of({"inner.tar": inner})
    tree = recurse(inner, "b")
    assert max(node.depth for node in tree.nodes) == 14
    assert tree.data["b" + "!/inner.tar" * 14] == data
    assert set(tree.root) <= {ByteState.RAW, ByteState.PARSED, ByteState.PADDING}


def test_c_encrypted_zip_names_the_member():
    data = zip_crypto("model.bin", noise(UNREADABLE))
    tree = recurse(data, "c.zip")
    assert tree.root[ByteState.ENCRYPTED] == UNREADABLE + 12
    assert "model.bin" in tree.unread(ByteState.ENCRYPTED)[0].reason


def test_d_only_random_bytes():
    assert recurse(noise(UNREADABLE), "d.bin").root == {ByteState.OPAQUE: UNREADABLE}


@pytest.mark.skipif(find("7zz") is None, reason="7-Zip is not installed")
def test_e_seven_zip_with_encrypted_header():
    data = seven_zip_with_encrypted_header(noise(UNREADABLE))
    tree = recurse(data, "e.7z")
    assert tree.root == {ByteState.ENCRYPTED: len(data)}


def test_f_gzip_random_gzip_keeps_offsets():
    first, middle, last = gzip_of(b"first\n" * 100), noise(UNREADABLE), gzip_of(b"last\n" * 100)
    tree = recurse(first + middle + last, "f.gz")
    assert tree.data["f.gz!/f"] == b"first\n" * 100
    trailing = next(node for node in tree.nodes if node.path == f"f.gz!/.trailing@{len(first):#x}")
    assert (trailing.span.offset, trailing.span.length) == (len(first), UNREADABLE)
    assert tree.root[ByteState.OPAQUE] >= UNREADABLE * 0.99
    assert b"last\n" * 100 in tree.data.values()
