"""Cases of the reader of NTFS; the volume comes from ``tests/fixtures/build_ntfs.py``."""

from __future__ import annotations

from scanner.unpack.tools import find
from tests.unpack.case import ReaderCase
from tests.unpack.case_images import fixture


def volume() -> bytes:
    """A volume of 2 MiB."""
    return fixture("ntfs/small.ntfs")


CASES = (ReaderCase("ntfs", "ntfs", volume, lambda: volume()[:400_000], "a.ntfs"),) if find("7zz") else ()
