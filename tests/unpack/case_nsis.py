"""The case of the reader of Nullsoft installers; the data comes from ``tests/fixtures/build_nsis.py``."""

from __future__ import annotations

from tests.unpack.case import ReaderCase
from tests.unpack.case_images import fixture

CASES = (
    ReaderCase("nsis", "nsis", lambda: fixture("deflate.nsis"), lambda: fixture("deflate.nsis")[:2000], "x.nsis", 3),
)
