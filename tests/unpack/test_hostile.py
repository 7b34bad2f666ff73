"""Archives that attack: nothing is written outside the folder, nothing is followed, nothing is lost silently."""

from __future__ import annotations

import io
import struct
import subprocess
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

from scanner.types import ByteState, Limits
from scanner.unpack.tools import find
from tests.unpack import build
from tests.unpack.build import ar_of, cpio_end, cpio_entry, gzip_of, noise, raw_deflate, tar_entry, tar_of, zip_of
from tests.unpack.encrypted import zip_crypto
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

NAMES = {
    "absolute": "/etc/passwd",
    "up": "../../../../tmp/facescreen-escape",
    "backslash": "..\\..\\evil",
    "drive": "C:\\evil",
    "control": "a\x1b[31mred",
    "bidi": "gnp\u202egpj.exe",
    "long": "n" * 4096,
    "separator": "x!/y",
    "folder and file": "a/../b",
}


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """A temporary area of its own; the test fails where a file appears beside the harness' folders."""
    area = tmp_path / "tmp"
    area.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(area))
    monkeypatch.chdir(area)
    yield area
    assert list(area.rglob("*")) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tmp"]
    assert not Path("/tmp/facescreen-escape").exists()  # noqa: S108 - the name that the archive asks for


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
@pytest.mark.parametrize("pack", [zip_of, tar_of, build.cpio_of, ar_of], ids=["zip", "tar", "cpio", "ar"])
def test_hostile_names_are_only_labels(watched, pack, name):
    if pack is ar_of and len(name) > 15:
        name = name[:12]
    outcome = read_bytes(pack({name: b"content", "plain": b"other"}))
    # A name of thousands of bytes is shown once more, as content.
    members = [found.data for path, found in outcome.children.items() if not path.startswith((".name@", ".header@"))]
    assert sorted(filter(None, members)) == [b"content", b"other"]
    for path in outcome.children:
        assert path.isprintable()
        assert not path.startswith("/")
        assert "!/" not in path


def test_nul_in_a_name(watched):
    data = zip_of({"aXb": b"content"}).replace(b"aXb", b"a\0b")
    assert set(read_bytes(data).children) == {"a\\x00b"}


def test_link_then_write_through_it(watched, tmp_path):
    data = tar_entry("out", tarfile.SYMTYPE, str(tmp_path)) + tar_entry("out/evil", b"0", data=b"x") + bytes(1024)
    outcome = read_bytes(data)
    assert [(link.kind, link.target) for link in outcome.links] == [("symlink", str(tmp_path))]
    assert outcome.children["out/evil"].data == b"x"


def test_hard_links_devices_and_fifos_are_recorded(watched):
    kinds = {b"1": "hardlink", b"3": "device", b"4": "device", b"6": "fifo"}
    data = b"".join(tar_entry(f"n{kind!r}", kind, "/etc/shadow") for kind in kinds) + bytes(1024)
    outcome = read_bytes(data)
    assert [link.kind for link in outcome.links] == list(kinds.values())
    assert outcome.children == {}


def test_cpio_links_and_devices(watched):
    data = (
        cpio_entry(b"link", b"/etc/passwd", 0o120777)
        + cpio_entry(b"null", b"", 0o020666)
        + cpio_entry(b"first", b"", inode=9, links=2)
        + cpio_entry(b"second", b"data", inode=9, links=2)
        + cpio_end()
    )
    outcome = read_bytes(data)
    found = [(link.path.partition("!/")[2], link.kind, link.target) for link in outcome.links]
    assert found == [("link", "symlink", "/etc/passwd"), ("null", "device", ""), ("first", "hardlink", "second")]
    assert set(outcome.children) == {"second"}


def test_duplicate_names_are_kept_both():
    out = io.BytesIO()
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "w") as archive:
        archive.writestr("same", b"first")
        archive.writestr("same", b"second")
    assert [found.data for found in read_bytes(out.getvalue()).children.values()] == [b"first", b"second"]
    tar = tar_entry("same", tarfile.REGTYPE, data=b"1") + tar_entry("same", tarfile.REGTYPE, data=b"2") + bytes(1024)
    assert [found.data for found in read_bytes(tar).children.values()] == [b"1", b"2"]


def test_clear_members_beside_an_encrypted_one_are_read():
    outcome = read_bytes(zip_crypto("secret", noise(900), {"clear": b"readable"}))
    assert outcome.children["clear"].data == b"readable"
    assert outcome.totals[ByteState.ENCRYPTED] == 912


def test_zip_with_a_stub_a_gap_and_a_tail():
    packed = zip_of({"a": b"first", "b": b"second"}, zipfile.ZIP_STORED)
    split = packed.index(b"PK\3\4", 4)
    data = bytearray(b"MZ" + noise(98) + packed[:split] + noise(300, 5) + packed[split:] + b"signature of a kind")
    central = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", central + 1)
    struct.pack_into("<L", data, second + 42, split + 300)
    end = data.index(b"PK\5\6")
    struct.pack_into("<L", data, end + 16, central - 100)
    outcome = read_bytes(bytes(data), format_id="zip")
    assert set(outcome.children) == {".prefix", "a", f".gap@{100 + split:#x}", "b", f".trailing@{end + 22:#x}"}
    assert set(outcome.totals) <= {ByteState.CARRIED, ByteState.PARSED}


def test_bytes_behind_the_deflate_end_inside_a_member_are_a_child():
    packed = raw_deflate(b"hello" * 50)
    data = bytearray(zip_of({"a": packed + noise(500)}, zipfile.ZIP_STORED))
    for at, (method, crc, size) in ((0, (8, 14, 22)), (data.index(b"PK\1\2") + 2, (8, 14, 22))):
        struct.pack_into("<H", data, at + method, 8)
        struct.pack_into("<L", data, at + crc, zlib.crc32(b"hello" * 50))
        struct.pack_into("<L", data, at + size, 250)
    outcome = read_bytes(bytes(data))
    assert outcome.children["a"].data == b"hello" * 50
    assert noise(500) in [found.data for found in outcome.children.values()]


def test_overlapping_members_are_refused():
    data = bytearray(zip_of({"a": noise(500), "b": noise(500, 2)}, zipfile.ZIP_STORED))
    central = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", central + 1)
    struct.pack_into("<L", data, second + 42, 0)
    outcome = read_bytes(bytes(data))
    assert "overlaps" in outcome.entries[0].reason
    assert outcome.totals[ByteState.FAILED] >= 500


def test_wrong_checksum_fails_that_member_only():
    data = bytearray(zip_of({"a": noise(500), "b": noise(500, 2)}, zipfile.ZIP_STORED))
    data[data.index(noise(500)[:20])] ^= 1
    outcome = read_bytes(bytes(data))
    assert outcome.totals[ByteState.FAILED] == 500
    assert outcome.children["b"].data == noise(500, 2)
    assert "a" in outcome.children


def test_sparse_tar_of_four_terabytes_ends_by_limit():
    info = tarfile.TarInfo("huge")
    info.size = 512
    info.pax_headers = {
        "GNU.sparse.major": "0", "GNU.sparse.minor": "1", "GNU.sparse.name": "huge",
        "GNU.sparse.size": str(4 << 40), "GNU.sparse.map": f"{(4 << 40) - 512},512",
    }  # fmt: skip
    data = info.tobuf(tarfile.PAX_FORMAT) + bytes(range(256)) * 2 + bytes(1024)
    outcome = read_bytes(data, limits=Limits(ratio=10))
    assert outcome.error.startswith("LimitReached")
    assert outcome.totals[ByteState.LIMIT] >= 512


def test_sparse_tar_comes_back_with_its_holes():
    info = tarfile.TarInfo("s")
    info.size = 1024
    info.pax_headers = {
        "GNU.sparse.major": "0", "GNU.sparse.minor": "1", "GNU.sparse.name": "s",
        "GNU.sparse.size": "5000", "GNU.sparse.map": "100,512,2000,512",
    }  # fmt: skip
    stored = noise(1024)
    outcome = read_bytes(info.tobuf(tarfile.PAX_FORMAT) + stored + bytes(1024))
    expected = bytes(100) + stored[:512] + bytes(2000 - 612) + stored[512:] + bytes(5000 - 2512)
    assert outcome.children["s"].data == expected


def test_bombs_end_by_limit():
    tree = read_bytes(gzip_of(bytes(200 << 20)), limits=Limits(ratio=100))
    assert set(tree.totals) == {ByteState.LIMIT}
    outcome = read_bytes(zip_of({"a": bytes(200 << 20)}), limits=Limits(ratio=100))
    assert outcome.error.startswith("LimitReached")


def test_long_pax_header_cannot_hide_bytes():
    hidden = noise(200_000)
    data = tar_entry("n", tarfile.GNUTYPE_LONGNAME, data=hidden) + tar_entry("a", b"0", data=b"x") + bytes(1024)
    tree = recurse(data, "t.tar")
    assert tree.root[ByteState.OPAQUE] > 190_000


def test_tar_behind_the_end_mark():
    data = tar_of({"a": b"1"}) + tar_of({"b": b"2"}) + b"rest of the disk" * 40
    outcome = read_bytes(data)
    assert {"a", "b"} < set(outcome.children)
    assert any(name.startswith(".trailing@") for name in outcome.children)


def test_tar_with_a_bad_header_keeps_what_stands_before():
    data = bytearray(tar_of({"a": b"1" * 600, "b": b"2" * 600}))
    data[1536 + 148] ^= 1
    outcome = read_bytes(bytes(data))
    assert outcome.children["a"].data == b"1" * 600
    assert outcome.totals[ByteState.FAILED] == len(data) - 1536


def test_initramfs_behind_microcode():
    data = build.cpio_of({"kernel/x86": b"microcode"}) + bytes(300) + gzip_of(build.cpio_of({"init": b"#!/bin/sh\n"}))
    tree = recurse(data, "initrd")
    assert b"#!/bin/sh\n" in tree.data.values()
    assert set(tree.root) <= {ByteState.RAW, ByteState.PARSED, ByteState.PADDING}


@pytest.mark.parametrize("order", ["<", ">"])
def test_binary_cpio(order):
    outcome = read_bytes(build.cpio_binary(b"name", b"odd", order))
    assert outcome.children["name"].data == b"odd"
    assert outcome.error == ""


def test_long_names_of_ar():
    gnu = b"!<arch>\n" + build.ar_entry(b"//", b"a_very_long_member_name.o/\n") + build.ar_entry(b"/0", b"gnu")
    bsd = b"!<arch>\n" + build.ar_entry(b"#1/24", b"another_long_member_name" + b"bsd")
    assert read_bytes(gnu).children["a_very_long_member_name.o"].data == b"gnu"
    assert read_bytes(bsd).children["another_long_member_name"].data == b"bsd"


def test_gzip_name_is_only_an_attribute():
    packed = gzip_of(b"text")
    data = packed[:3] + b"\x08" + packed[4:10] + b"../evil\0" + packed[10:]
    outcome = read_bytes(data, "update.tgz")
    assert set(outcome.children) == {"update.tar"}
    assert ("gzip-name", "../evil") in outcome.attributes


@pytest.mark.parametrize("kind", sorted(build.PACKERS))
def test_cut_stream_fails_whole_and_keeps_what_came_out(kind):
    packed = build.PACKERS[kind](noise(3 << 20))
    cut = packed[: len(packed) * 2 // 3]
    outcome = read_bytes(cut)
    assert outcome.totals == {ByteState.FAILED: len(cut)}
    (partial,) = outcome.children.values()
    assert noise(3 << 20).startswith(partial.data)
    assert len(partial.data) > 1 << 20


def test_zip_without_directory_gives_what_stands_before_the_damage():
    data = zip_of({"a": b"first text\n" * 50, "b": noise(5000)})
    outcome = read_bytes(data[: data.index(b"PK\1\2") - 1000])
    assert outcome.children["a"].data == b"first text\n" * 50
    assert 4000 <= outcome.totals[ByteState.FAILED] <= 4200


def test_zip_cut_between_members_is_not_read_silently():
    data = zip_of({"a": b"first", "b": b"second"})
    outcome = read_bytes(data[: data.index(b"PK\3\4", 4)])
    assert outcome.children["a"].data == b"first"
    assert outcome.totals[ByteState.FAILED] > 0


def test_streamed_zip_without_directory():
    out = io.BytesIO()

    class Pipe:
        write, flush = out.write, out.flush

    with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"text " * 99)
        archive.writestr("b", b"more " * 99)
    data = out.getvalue()
    whole = read_bytes(data)
    assert set(whole.totals) <= {ByteState.CARRIED, ByteState.PARSED}
    cut = read_bytes(data[: data.index(b"PK\1\2")])
    assert [found.data for found in cut.children.values()] == [b"text " * 99, b"more " * 99]


def test_zip64_sizes():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a", "w", force_zip64=True) as member:
        member.write(b"wide")
    outcome = read_bytes(out.getvalue())
    assert outcome.children["a"].data == b"wide"
    assert outcome.error == ""


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip_methods_of_python(method):
    outcome = read_bytes(zip_of({"a": b"text " * 99, "b": noise(99)}, method))
    assert [found.data for found in outcome.children.values()] == [b"text " * 99, noise(99)]
    assert set(outcome.totals) <= {ByteState.CARRIED, ByteState.PARSED}


@pytest.mark.skipif(find("7zz") is None, reason="7-Zip is not installed")
@pytest.mark.parametrize("method", ["Deflate64", "PPMd", "ZSTD", "XZ"])
def test_zip_methods_of_others(method, tmp_path):
    (tmp_path / "a").write_bytes(b"text " * 999)
    args = [find("7zz"), "a", "-tzip", f"-mm={method}", "x.zip", "a"]
    done = subprocess.run(args, cwd=tmp_path, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this 7-Zip cannot write the method")
    data = (tmp_path / "x.zip").read_bytes()
    outcome = read_bytes(data)
    assert outcome.children["a"].data == b"text " * 999
    assert set(outcome.totals) <= {ByteState.CARRIED, ByteState.PARSED}
    broken = bytearray(data)
    broken[40] ^= 0xFF
    assert read_bytes(bytes(broken)).totals[ByteState.FAILED] > 0


def test_apk_signing_block():
    value, other = noise(500), noise(900, 3)
    pairs = struct.pack("<QL", 504, 0x7109871A) + value + struct.pack("<QL", 904, 0x11223344) + other
    size = len(pairs) + 24
    block = struct.pack("<Q", size) + pairs + struct.pack("<Q", size) + b"APK Sig Block 42"
    data = bytearray(zip_of({"classes.dex": b"dex"}))
    central = data.index(b"PK\1\2")
    data[central:central] = block
    end = data.index(b"PK\5\6")
    struct.pack_into("<L", data, end + 16, central + len(block))
    outcome = read_bytes(bytes(data))
    assert outcome.children[".apk-signing-block/0x11223344"].data == other
    assert outcome.totals[ByteState.PARSED] > 500
    assert set(outcome.totals) <= {ByteState.CARRIED, ByteState.PARSED}
