"""Magic numbers of binary formats: where they stand, and the check that must hold beside them.

Numbers and offsets are from the formats' own specifications; the order decides between formats that share a beginning.
To extend: one line here, its id in ``ids.py``, and a reader or a line in ``unpack/known.py``.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from scanner.formats import checks, checks_bundles, checks_disk, checks_kernel, checks_locked, checks_streams

Check = Callable[[memoryview], bool]


@dataclass(frozen=True, slots=True)
class Magic:
    """``pattern`` at ``offset`` means ``format`` if ``check`` agrees."""

    offset: int
    pattern: bytes
    format: str
    check: Check = checks.always


AT_START: tuple[Magic, ...] = (
    Magic(0, b"\x7fELF", "elf", checks_bundles.elf_alone),
    Magic(0, b"MZ", "linux-kernel", checks_kernel.kernel),
    Magic(0, b"MZ", "pe", checks.pe),
    *(Magic(0, magic, "macho", checks.macho) for magic in checks.MACHO_MAGICS),
    Magic(0, b"\xca\xfe\xba\xbe", "macho", checks.macho_fat),
    Magic(0, b"\xca\xfe\xba\xbf", "macho", checks.macho_fat),
    Magic(0, b"\xca\xfe\xba\xbe", "class", checks.java_class),
    # Archives and compressed streams
    Magic(0, b"PK\x03\x04", "zip"),
    Magic(0, b"PK\x05\x06", "zip"),
    Magic(0, b"PK\x07\x08PK\x03\x04", "zip"),
    Magic(0, b"PK00PK\x03\x04", "zip"),
    Magic(0, b"\x1f\x8b\x08", "gzip", checks.gzip),
    Magic(0, b"BZh", "bzip2", checks.bzip2),
    Magic(0, b"\xfd7zXZ\x00", "xz"),
    Magic(0, b"\x28\xb5\x2f\xfd", "zstd"),
    *(Magic(0, bytes((0x50 + low, 0x2A, 0x4D, 0x18)), "zstd", checks.skippable_frame) for low in range(16)),
    Magic(0, b"\x04\x22\x4d\x18", "lz4"),
    Magic(0, b"\x02\x21\x4c\x18", "lz4"),
    Magic(0, b"\x89LZO\x00\r\n\x1a\n", "lzop"),
    Magic(0, b"LZIP", "lzip", checks_streams.lzip),
    Magic(0, b"\x1f\x9d", "compress", checks_streams.compress),
    Magic(0, b"070701", "cpio", checks.cpio_hex),
    Magic(0, b"070702", "cpio", checks.cpio_hex),
    Magic(0, b"070707", "cpio", checks.cpio_octal),
    Magic(0, b"\xc7\x71", "cpio", checks.cpio_binary),
    Magic(0, b"\x71\xc7", "cpio", checks.cpio_binary),
    Magic(0, b"!<arch>\n", "deb", checks.deb),
    Magic(0, b"!<arch>\n", "ar"),
    Magic(0, b"!<thin>\n", "ar"),
    Magic(0, b"7z\xbc\xaf\x27\x1c", "7z"),
    Magic(0, b"Rar!\x1a\x07", "rar"),
    Magic(0, b"MSCF\x00\x00\x00\x00", "cab"),
    Magic(0, b"\xed\xab\xee\xdb", "rpm"),
    Magic(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "msi"),
    Magic(0, b"\x04\x00\x00\x00", "asar", checks_bundles.asar),
    Magic(0, b"PYZ\x00", "pyz", checks_bundles.pyz),
    Magic(0, b"\x37\xe4\x53\x96\xc9\xdb\xd6\x07", "zisofs", checks_bundles.zisofs),
    # Firmware images and file systems. The names after the first two are byte orders and spellings of camera makers.
    *(Magic(0, magic, "squashfs", checks.squashfs) for magic in (b"hsqs", b"sqsh")),
    *(Magic(0, magic, "squashfs") for magic in (b"shsq", b"qshs", b"tqsh", b"hsqt", b"sqlz")),
    Magic(0, b"\x27\x05\x19\x56", "uimage", checks.uimage),
    Magic(0, b"\xd0\x0d\xfe\xed", "fit", checks.fit),
    Magic(0, b"\xd0\x0d\xfe\xed", "dtb"),
    Magic(0, b"UBI#", "ubi"),
    Magic(0, b"\x31\x18\x10\x06", "ubifs"),
    Magic(0, b"\x85\x19", "jffs2", checks.jffs2),
    Magic(0, b"\x19\x85", "jffs2", checks.jffs2),
    Magic(0, b"\x45\x3d\xcd\x28", "cramfs"),
    Magic(0, b"\x28\xcd\x3d\x45", "cramfs"),
    Magic(0, b"-rom1fs-", "romfs"),
    Magic(0, b"HDR0", "trx", checks.trx),
    Magic(0, b"\x3a\xff\x26\xed", "android-sparse"),
    Magic(0, b"ANDROID!", "android-boot"),
    Magic(0, b"VNDRBOOT", "android-boot"),
    Magic(0, b"AVB0\x00\x00\x00\x01", "android-vbmeta"),
    Magic(0, b"\xd7\xb7\xab\x1e", "android-dtbo"),
    Magic(0, b"QFI\xfb", "qcow2"),
    Magic(0, b"vhdxfile", "vhdx"),
    Magic(0, b"conectix", "vhd", checks_disk.vhd),
    Magic(0, b"KDMV", "vmdk", checks.vmdk),
    Magic(0, b"COWD", "vmdk", checks.vmdk),
    Magic(0, b"# Disk DescriptorFile", "vmdk-descriptor"),
    # Encrypted
    Magic(0, b"LUKS\xba\xbe", "luks"),
    Magic(0, b"SKUL\xba\xbe", "luks"),
    Magic(0, b"Salted__", "openssl-salted"),
    Magic(0, b"-----BEGIN PGP MESSAGE-----", "gpg"),
    Magic(0, b"age-encryption.org/v1\n", "age"),
    Magic(0, b"-----BEGIN AGE ENCRYPTED FILE-----", "age"),
    Magic(0, b"\x00GITCRYPT\x00", "git-crypt"),
    *(Magic(0, letters, "device-export", checks_locked.dahua) for letters in (b"MWPZWJGS", b"DHRDENFR")),
    Magic(0, b"\x01\x00\x00\x00", "device-export", checks_locked.hikvision),
    *(Magic(0, bytes((tag,)), "gpg", checks.openpgp) for tag in checks.OPENPGP_TAGS),
    # Media, certificates, documents
    Magic(0, b"\x89PNG\r\n\x1a\n", "png"),
    Magic(0, b"\xff\xd8\xff", "jpeg"),
    Magic(0, b"GIF87a", "gif"),
    Magic(0, b"GIF89a", "gif"),
    Magic(0, b"RIFF", "webp", checks.webp),
    Magic(0, b"RIFF", "riff"),
    Magic(0, b"BM", "bmp", checks.bmp),
    Magic(0, b"\x00\x00\x01\x00", "ico", checks.ico),
    Magic(0, b"\x00\x00\x02\x00", "ico", checks.ico),
    *(Magic(0, magic, "font", checks.sfnt) for magic in (b"\x00\x01\x00\x00", b"OTTO", b"true", b"typ1")),
    Magic(0, b"ttcf", "font"),
    Magic(0, b"wOFF", "font"),
    Magic(0, b"wOF2", "font"),
    Magic(0, b"-----BEGIN ", "pem"),
    Magic(0, b"\x30", "der", checks.der),
    Magic(0, b"%PDF-", "pdf"),
    Magic(0, b"SQLite format 3\x00", "sqlite"),
    Magic(0, b"dex\n0", "dex"),
    Magic(0, b"bplist0", "plist"),
    Magic(0, b"\x03\x00\x08\x00", "android-xml", checks.android_xml),
    Magic(0, b"\x00asm", "wasm", checks.wasm),
)

ELSEWHERE: tuple[Magic, ...] = (
    Magic(0, b"", "vhd", checks_disk.fixed_vhd),
    *(Magic(11, struct.pack("<H", size), "fat", checks_disk.fat) for size in (512, 1024, 2048, 4096)),
    Magic(3, b"NTFS    ", "ntfs", checks_disk.ntfs),
    Magic(3, b"EXFAT   ", "exfat", checks_disk.exfat),
    Magic(257, b"ustar", "tar"),
    Magic(4, b"\xef\xbe\xad\xdeNullsoftInst", "nsis"),
    Magic(8, b"\x01\x00\x1c\x00", "android-xml", checks.masked_android_xml),
    Magic(0x438, b"\x53\xef", "ext", checks.ext),
    Magic(0x40, b"\x7f\x10\xda\xbe", "vdi"),
    Magic(0x8001, b"CD001", "iso"),
    Magic(0x8001, b"BEA01", "udf"),
    Magic(0x400, b"\xe2\xe1\xf5\xe0", "erofs"),
    Magic(0x200, b"\x45\x3d\xcd\x28", "cramfs"),
    Magic(0x200, b"\x28\xcd\x3d\x45", "cramfs"),
    Magic(2, b"\r\n", "pyc", checks.pyc),
    Magic(0x202, b"HdrS", "linux-kernel", checks_kernel.kernel),
    *(Magic(0x38, magic, "linux-kernel") for magic in (b"ARM\x64", b"RSC\x05")),
    *(Magic(0x24, magic, "linux-kernel", checks_kernel.kernel) for magic in (b"\x18\x28\x6f\x01", b"\x01\x6f\x28\x18")),
    Magic(0, b"XFSB", "xfs"),
    Magic(512, b"LABELONE", "lvm"),
    Magic(0x400, b"\x10\x20\xf5\xf2", "f2fs"),
    Magic(0x400, b"H+\x00\x04", "hfs"),
    Magic(0x400, b"HX\x00\x05", "hfs"),
    Magic(0x10040, b"_BHRfS_M", "btrfs"),
    Magic(512, b"EFI PART", "disk"),
    Magic(4096, b"EFI PART", "disk"),
    Magic(510, b"\x55\xaa", "disk", checks_disk.mbr),
)

FIRST: tuple[tuple[str, Check], ...] = (("pyinstaller", checks_bundles.pyinstaller),)
"""Told by their end, so that what they begin with (another format's magic number, mostly) must not decide."""

STRUCTURAL: tuple[tuple[str, Check], ...] = (
    ("pyinstaller", checks_bundles.pyinstaller_later),
    ("tar", checks.tar_checksum),
    ("lzma", checks.lzma_alone),
)
"""Formats without a magic number, told by their first header alone; tried before the text test."""

LAST: tuple[tuple[str, Check], ...] = (
    ("zip", checks.zip_end),
    ("shell-archive", checks_bundles.shell_archive),
    ("linux-kernel", checks_kernel.plain_kernel),
)
"""Tried when nothing else fits, the text test neither: an archive behind bytes of another kind."""


def _by_first_byte() -> dict[int, tuple[Magic, ...]]:
    table: dict[int, list[Magic]] = defaultdict(list)
    for magic in AT_START:
        table[magic.pattern[0]].append(magic)
    return {first: tuple(magics) for first, magics in table.items()}


BY_FIRST_BYTE = _by_first_byte()
