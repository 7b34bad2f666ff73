"""Cases of the reader for U-Boot FIT images."""

from __future__ import annotations

from tests.unpack.build_fit import fit, fit_outside
from tests.unpack.case import ReaderCase

IMAGES = {"kernel-1": b"kernel of a camera\n" * 300, "ramdisk-1": b"programs and settings\n" * 500}


def _inside() -> bytes:
    return fit(IMAGES)


def _outside() -> bytes:
    return fit_outside(IMAGES)


CASES = (
    ReaderCase("fit", "fit", _inside, lambda: _inside().replace(b"settings", b"sittings", 1), "f.itb", 2),
    ReaderCase("fit", "fit", _outside, lambda: _outside()[:-100], "f.itb", 2),
)
