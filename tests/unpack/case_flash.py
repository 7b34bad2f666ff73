"""Cases of the readers of flash file systems."""

from __future__ import annotations

from tests.unpack.build_flash import (
    CLEANMARKER,
    FOLDER,
    LEB,
    LINK,
    jffs2_dirent,
    jffs2_file,
    jffs2_inode,
    ubi_block,
    ubi_free,
    ubi_record,
    ubi_table,
)
from tests.unpack.case import ReaderCase
from tests.unpack.case_images import fixture

TEXT = b"".join(b"setting_%d = value\n" % number for number in range(900))


def jffs2(order: str = "<") -> bytes:
    """A folder with a file of four pieces, a link."""
    out = CLEANMARKER if order == "<" else b""
    out += jffs2_dirent(1, b"etc", 2, order=order) + jffs2_inode(2, mode=FOLDER, order=order)
    out += jffs2_file(3, b"camera.conf", TEXT, 2, order)
    out += jffs2_dirent(1, b"config", 4, 2, order=order) + jffs2_inode(4, b"etc/camera.conf", mode=LINK, order=order)
    return out + b"\xff" * 300


def ubi() -> bytes:
    """A static volume in two blocks, a dynamic one, a free block."""
    table = ubi_table(ubi_record(b"kernel", 2, static=True), ubi_record(b"data", 4))
    kernel = [ubi_block(0, number, TEXT[number * LEB :][:LEB], number, static=2) for number in range(2)]
    return table + kernel[1] + kernel[0] + ubi_block(1, 0, TEXT[:LEB]) + ubi_free()


CASES = (
    ReaderCase("jffs2", "jffs2", jffs2, lambda: jffs2()[:400], "rootfs.jffs2", 1),
    ReaderCase("jffs2", "jffs2", lambda: jffs2(">"), lambda: jffs2(">")[:400], "rootfs.jffs2", 1),
    ReaderCase("ubi", "ubi", ubi, lambda: ubi().replace(b"setting_99 ", b"setting_x9 ", 1), "flash.ubi", 2),
    ReaderCase("ubifs", "ubifs", lambda: fixture("zstd.ubifs"), lambda: fixture("zstd.ubifs")[:180_000], "r.ubifs", 6),
    ReaderCase("romfs", "romfs", lambda: fixture("small.romfs"), lambda: fixture("small.romfs")[:30_000], "r.romfs", 6),
)
