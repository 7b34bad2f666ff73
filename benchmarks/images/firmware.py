"""What boot loaders read: U-Boot images, FIT, TRX, Android images, initramfs, and a concatenation with junk."""

from __future__ import annotations

import gzip
import lzma
import random
import struct
import zlib
from pathlib import Path

from benchmarks.images.programs import run
from benchmarks.images.recipe import Recipe, Workshop

_TREE_SOURCE = '/dts-v1/; / { model = "cam"; compatible = "x,y"; };'
_FIT_SOURCE = """\
/dts-v1/;
/ {{ description = "camera firmware"; #address-cells = <1>;
 images {{
  kernel {{ description = "k"; data = /incbin/("{kernel}"); type = "kernel"; arch = "arm"; os = "linux";
   compression = "gzip"; load = <0x8000>; entry = <0x8000>; hash-1 {{ algo = "sha256"; }}; }};
  fdt {{ description = "d"; data = /incbin/("{tree}"); type = "flat_dt"; arch = "arm"; compression = "none"; }};
  fs {{ description = "r"; data = /incbin/("{root}"); type = "filesystem"; arch = "arm"; os = "linux";
   compression = "none"; hash-1 {{ algo = "crc32"; }}; }};
 }};
 configurations {{ default = "c"; c {{ kernel = "kernel"; fdt = "fdt"; }}; }};
}};
"""


def _cpio(shop: Workshop, target: Path) -> None:
    names = sorted(path.relative_to(shop.tree).as_posix() for path in shop.tree.rglob("*"))
    run(("cpio", "-o", "-H", "newc", "--quiet"), shop.tree, output=target, stdin="\n".join(names).encode())


def _cpio_gz(shop: Workshop, target: Path) -> None:
    target.write_bytes(gzip.compress(shop.image("initramfs.cpio").read_bytes(), 9, mtime=0))


def _uimage(shop: Workshop, target: Path) -> None:
    payload = shop.image("initramfs.cpio.gz")
    run(("mkimage", "-A", "arm", "-O", "linux", "-T", "ramdisk", "-C", "gzip", "-n", "rootfs", "-d", payload, target),
        shop.folder)  # fmt: skip


def _fit(shop: Workshop, target: Path) -> None:
    work = shop.scratch("fit")
    kernel, source, blob = work / "kernel.gz", work / "a.dts", work / "a.dtb"
    kernel.write_bytes(gzip.compress(_program(shop), mtime=0))
    source.write_text(_TREE_SOURCE)
    run(("dtc", "-I", "dts", "-O", "dtb", "-o", blob, source), work)
    description = work / "a.its"
    description.write_text(_FIT_SOURCE.format(kernel=kernel, tree=blob, root=shop.image("sq_xz.sqfs")))
    run(("mkimage", "-f", description, target), work)


def _trx(shop: Workshop, target: Path) -> None:
    """Header of Broadcom's TRX version 1 (OpenWrt firmware-utils trx.c): its CRC-32 is not inverted at the end."""
    kernel = lzma.compress(_program(shop), format=lzma.FORMAT_ALONE)
    kernel += bytes(-(28 + len(kernel)) % 4)
    body = struct.pack("<III", 28, 28 + len(kernel), 0) + kernel + shop.image("sq_gzip.sqfs").read_bytes()
    checked = struct.pack("<I", 1 << 16) + body
    checksum = zlib.crc32(checked) ^ 0xFFFFFFFF
    target.write_bytes(b"HDR0" + struct.pack("<II", 16 + len(body), checksum) + checked)


def _sparse(shop: Workshop, target: Path) -> None:
    run(("img2simg", shop.image("ext4.ext4"), target), shop.folder)


def _boot(shop: Workshop, target: Path) -> None:
    parts = ("--kernel", shop.tree / "bin" / "busybox", "--ramdisk", shop.image("initramfs.cpio.gz"))
    options = ("--cmdline", "console=ttyS0", "--pagesize", "2048", "--header_version", "0")
    run(("mkbootimg", *parts, *options, "-o", target), shop.folder)


def _concatenated(shop: Workshop, target: Path) -> None:
    """A vendor's header, SquashFS and JFFS2 at odd offsets, with padding and junk between and behind them."""
    source = random.Random(11)  # noqa: S311 - reproducible filling
    head = b"VENDORFW" + source.randbytes(248)
    first = head + b"\xff" * (0x20101 - len(head)) + shop.image("sq_xz.sqfs").read_bytes()
    second = bytes(13) + b"\xff" * 0x10007 + shop.image("jffs2_le.jffs2").read_bytes()
    target.write_bytes(first + second + source.randbytes(65536) + b"\xff" * 100_003)


def _program(shop: Workshop) -> bytes:
    return (shop.tree / "bin" / "busybox").read_bytes()


RECIPES: tuple[Recipe, ...] = (
    Recipe("initramfs.cpio", "cpio (newc)", _cpio),
    Recipe("initramfs.cpio.gz", "cpio in gzip", _cpio_gz),
    Recipe("uimage.uimg", "U-Boot legacy image with a ram disk", _uimage),
    Recipe("fit.itb", "U-Boot FIT with kernel, device tree and SquashFS", _fit),
    Recipe("trx.trx", "TRX with LZMA kernel and SquashFS", _trx),
    Recipe("sparse.simg", "Android sparse image of ext4", _sparse),
    Recipe("boot.img", "Android boot image with a ram disk", _boot),
    Recipe("concat.bin", "header, SquashFS and JFFS2 at odd offsets, junk between", _concatenated),
)
"""Every image of this family."""
