"""Cases of the reader of EROFS; the images come from ``tests/fixtures/build_erofs.py``."""

from __future__ import annotations

from tests.unpack.case import ReaderCase
from tests.unpack.case_images import fixture


def stored() -> bytes:
    """An image without compression."""
    return fixture("erofs/stored.erofs")


def packed() -> bytes:
    """The same files, one of them compressed with lz4."""
    return fixture("erofs/lz4.erofs")


CASES = (ReaderCase("erofs", "erofs", stored, lambda: stored()[:12_000], "a.erofs", 3),)
