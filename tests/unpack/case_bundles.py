"""Cases of the readers of application bundles."""

from __future__ import annotations

from tests.unpack.build import gzip_of, tar_of
from tests.unpack.build_bundles import CODE, asar, carchive, makeself, one_file, pyz, zisofs
from tests.unpack.case import ReaderCase

FILES = {"main.js": b"require('face')\n" * 20, "model.bin": bytes(range(256)) * 8}
MODULES = {"face": (0, CODE), "pkg": (1, CODE)}
PACKED = zisofs(bytes(1 << 15) + b"files of an image\n" * 3000)
PAYLOAD = gzip_of(tar_of({"setup.sh": b"echo hello\n"}))


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


CASES = (
    ReaderCase("asar", "asar", lambda: asar(FILES), lambda: asar(FILES)[:-5], "app.asar", 2),
    ReaderCase("pyinstaller", "pyinstaller", one_file, lambda: _flipped(one_file(), 20), children=4),
    ReaderCase("pyinstaller", "pyinstaller", lambda: one_file(old=True), lambda: carchive([])[10:], children=4),
    ReaderCase("pyz", "pyz", lambda: pyz(MODULES), lambda: _flipped(pyz(MODULES), 30), children=2),
    ReaderCase("shell-archive", "shell-archive", lambda: makeself(PAYLOAD), lambda: makeself(PAYLOAD)[:-1], "a.run", 2),
    ReaderCase("zisofs", "zisofs", lambda: PACKED, lambda: _flipped(PACKED, len(PACKED) - 3), children=1),
)
