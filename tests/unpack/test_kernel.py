"""Linux kernels: the packed kernel is a child wherever the header or its magic says, and so is an initramfs."""

from __future__ import annotations

import bz2
import lzma
import struct

import pytest
import zstandard

from scanner.types import CARRIED, ByteState
from tests.unpack.build import cpio_of, gzip_of, noise
from tests.unpack.build_kernel import CODE, bzimage, image, zboot, zimage
from tests.unpack.build_streams import lz4_legacy, lzop
from tests.unpack.case_kernel import FILES, VMLINUX, packed
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

PACKERS = {
    "gz": gzip_of,
    "xz": lzma.compress,
    "lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
    "bz2": bz2.compress,
    "zst": zstandard.ZstdCompressor(write_checksum=True).compress,
    "lz4": lz4_legacy,
    "lzo": lambda data: lzop(data, 1 << 16),
}
BANNER = b"Linux version 6.1.0-50-armmp (a@b) (gcc 12.2.0, GNU ld 2.40) #1 SMP Debian 6.1.176-1\n\0"


@pytest.mark.parametrize("kind", PACKERS)
def test_kernel_of_an_x86_image(kind: str) -> None:
    stream = PACKERS[kind](VMLINUX)
    tree = recurse(bzimage(stream if kind == "gz" else stream + struct.pack("<I", len(VMLINUX))), "vmlinuz")
    assert tree.formats["vmlinuz"] == "linux-kernel"
    assert tree.data[f"vmlinuz!/vmlinux.{kind}"] == stream
    assert tree.data[f"vmlinuz!/vmlinux.{kind}!/vmlinux"] == VMLINUX


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("order", "<>")
def test_kernel_of_an_arm_image(kind: str, order: str) -> None:
    stream = PACKERS[kind](VMLINUX)
    outcome = read_bytes(zimage(stream + struct.pack("<I", len(VMLINUX)), order) + b"appended", "zImage")
    assert outcome.format == "linux-kernel"
    assert {name: found.data for name, found in outcome.children.items()} == {
        f"vmlinux.{kind}": stream,
        ".trailing": b"appended",
    }
    assert set(outcome.totals) == {ByteState.RAW, CARRIED}


def test_kernel_in_an_efi_program() -> None:
    outcome = read_bytes(zboot(gzip_of(VMLINUX)), "vmlinuz.efi")
    assert outcome.children["vmlinux.gz"].data == gzip_of(VMLINUX)


def test_broken_kernel_is_failed_and_handed_over() -> None:
    data = bytearray(zimage(lzma.compress(noise(200_000))))
    data[150_000] ^= 1
    outcome = read_bytes(bytes(data), "zImage")
    assert outcome.totals[ByteState.FAILED] > 190_000
    assert "vmlinux.broken" in outcome.children


def test_kernel_that_is_cut_or_missing_is_failed() -> None:
    cut = read_bytes(bzimage(packed())[:5000])
    assert cut.totals[ByteState.FAILED] > 1000
    assert "no packed kernel" in read_bytes(zimage(noise(5000))).error


@pytest.mark.parametrize("kind", PACKERS)
def test_packed_initramfs_in_a_raw_kernel(kind: str) -> None:
    archive = cpio_of(FILES)
    tree = recurse(image(PACKERS[kind](archive) + struct.pack("<Q", 99)), "Image")
    assert set(FILES.values()) <= set(tree.data.values())
    assert tree.formats["Image"] == "linux-kernel"


def test_plain_initramfs_in_a_raw_kernel_and_the_code_around_it() -> None:
    outcome = read_bytes(image(cpio_of(FILES) + bytes(100) + cpio_of({"later": b"second archive"})), "Image")
    assert [found.data for found in outcome.children.values()] == [
        cpio_of(FILES),
        cpio_of({"later": b"second archive"}),
    ]
    assert outcome.totals[ByteState.RAW] > 2 * len(CODE)


def test_initramfs_whose_end_is_damaged_is_still_a_child() -> None:
    archive = cpio_of(FILES)
    broken = archive[:-124] + b"\0" + archive[-123:]
    tree = recurse(image(broken), "Image")
    assert FILES["init"] in tree.data.values()
    assert tree.unread(ByteState.FAILED)


def test_initramfs_in_an_unpacked_elf_kernel() -> None:
    tree = recurse(elf_kernel(gzip_of(cpio_of(FILES))), "vmlinux")
    assert tree.formats["vmlinux"] == "elf"
    assert set(FILES.values()) <= set(tree.data.values())


def plain_kernel(initramfs: bytes, banner: bytes = BANNER) -> bytes:
    """An unpacked kernel without a header; dense code measures as packed content would."""
    rare = bytes(range(256)) * 400
    dense = b"".join(bytes((value, value ^ 0x55, 0xE5, 0x46)) for value in noise(150_000))
    return CODE * 20 + b"%s version %s (a@b) (gcc) %s\n\0" + dense * 2 + banner + rare + initramfs + rare


def test_unpacked_kernel_without_a_header_is_judged_like_a_program() -> None:
    outcome = read_bytes(plain_kernel(gzip_of(cpio_of(FILES))), "piggy")
    assert outcome.format == "linux-kernel"
    assert gzip_of(cpio_of(FILES)) in {found.data for found in outcome.children.values()}
    assert set(outcome.totals) == {ByteState.RAW, CARRIED}
    hidden = read_bytes(plain_kernel(noise(600_000)), "piggy")
    assert hidden.totals[ByteState.OPAQUE] > 500_000


def test_log_of_a_boot_is_no_kernel() -> None:
    assert read_bytes(plain_kernel(b"", BANNER[:-2] + b" and more\nnext line"), "dump").format == "unknown"


def test_relocations_behind_an_x86_kernel_are_understood() -> None:
    kernel = elf_kernel(b"")
    wide, narrow = range(0x81000456, 0x81100000, 911), range(0x8100001D, 0x81200000, 777)
    table = struct.pack(f"<I{len(wide)}III{len(narrow)}I", 0, *wide, 0, 0, *narrow)
    outcome = read_bytes(kernel + table, "vmlinux")
    assert not outcome.children
    assert outcome.totals[ByteState.PARSED] == len(table)
    other = read_bytes(kernel + table[:-4] + b"evil", "vmlinux")
    assert other.children[".overlay"].data == table[:-4] + b"evil"


def test_hits_of_chance_stay_code() -> None:
    heads = b"\x1f\x8b\x08\x00" * 9 + b"\x28\xb5\x2f\xfd" * 9 + b"\x02\x21\x4c\x18" * 9 + b"07070100000000" * 9
    outcome = read_bytes(image(heads), "Image")
    assert not outcome.children
    assert set(outcome.totals) == {ByteState.RAW}


def test_ever_new_beginnings_are_a_limit() -> None:
    outcome = read_bytes(image((b"\xfd7zXZ\0" + b"-" * 60) * 3000), "Image")
    assert ByteState.LIMIT in outcome.totals


def test_signature_of_a_signed_kernel_is_a_child() -> None:
    kernel = signed(bzimage(packed()), b"\x30\x82\x01\x00" + noise(256))
    outcome = read_bytes(kernel, "vmlinuz")
    assert outcome.format == "linux-kernel"
    assert outcome.children["signature"].data == b"\x30\x82\x01\x00" + noise(256)
    assert set(outcome.totals) <= {ByteState.RAW, CARRIED, ByteState.PARSED, ByteState.PADDING}


def elf_kernel(initramfs: bytes) -> bytes:
    """A 64-bit program with one loaded segment that nothing is linked to, and the banner of a kernel."""
    body = b"Linux version 6.1.0 (builder)\0" + CODE * 2000 + initramfs + CODE
    head = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    return head + struct.pack("<IIQQQQQQ", 1, 5, 0, 0, 0, 120 + len(body), 120 + len(body), 4096) + body


def signed(kernel: bytes, certificate: bytes) -> bytes:
    """``kernel`` with the headers of a PE program without sections, and a certificate table behind it."""
    data = bytearray(kernel + bytes(-len(kernel) % 8))
    data[:2] = b"MZ"
    struct.pack_into("<I", data, 0x3C, 0x80)
    data[0x80:0x84] = b"PE\0\0"
    struct.pack_into("<HH", data, 0x84, 0x8664, 0)
    struct.pack_into("<HH", data, 0x94, 0xF0, 0)
    struct.pack_into("<H", data, 0x98, 0x20B)
    entry = struct.pack("<IHH", 8 + len(certificate), 0x0200, 2) + certificate
    struct.pack_into("<I", data, 0x98 + 108, 16)
    struct.pack_into("<II", data, 0x98 + 112 + 32, len(data), len(entry) + -len(entry) % 8)
    return bytes(data) + entry + bytes(-len(entry) % 8)
