"""Cases of the readers of firmware wrappers."""

from __future__ import annotations

from tests.unpack.build_firmware import boot, boot4, dt_table, sparse_of, trx, vbmeta, vendor_boot
from tests.unpack.case import ReaderCase

KERNEL, DISK = b"kernel of a recorder\n" * 150, b"disk with its programs\n" * 300
TREE = b"\xd0\x0d\xfe\xed" + bytes(60)


def _trx() -> bytes:
    return trx(KERNEL, DISK)


def _sparse() -> bytes:
    return sparse_of(KERNEL, b"\xff" * 4, 5)


def _boot() -> bytes:
    return boot(KERNEL, DISK, b"", b"overlay", TREE, version=2)


def _boot4() -> bytes:
    return boot4(KERNEL, DISK, b"signature")


def _vendor() -> bytes:
    return vendor_boot([(b"", KERNEL), (b"dlkm", DISK)], TREE, b"androidboot.x=1\n")


def _vbmeta() -> bytes:
    return vbmeta([b"property", b"hash of boot"])


CASES = (
    ReaderCase("trx", "trx", _trx, lambda: _trx()[:-1] + b"x", "f.trx", 2),
    ReaderCase("android-sparse", "android-sparse", _sparse, lambda: _sparse()[:-8], "system.img", 1),
    ReaderCase(
        "android-boot", "android-boot", _boot, lambda: _boot().replace(b"recorder", b"Recorder", 1), "boot.img", 4
    ),
    ReaderCase("android-boot", "android-boot", _boot4, lambda: _boot4()[:-5000], "boot.img", 3),
    ReaderCase("android-boot", "android-boot", _vendor, lambda: _vendor()[:-2500], "vendor_boot.img", 5),
    ReaderCase(
        "android-dtbo", "android-dtbo", lambda: dt_table(TREE, KERNEL), lambda: dt_table(TREE, KERNEL)[:-9], "d", 2
    ),
    ReaderCase(
        "android-vbmeta", "android-vbmeta", _vbmeta, lambda: _vbmeta().replace(b"boot", b"b00t"), "vbmeta.img", 0
    ),
)
