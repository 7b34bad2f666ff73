"""Cases of the reader for U-Boot images."""

from __future__ import annotations

from tests.unpack.build_uimage import header_and, multi
from tests.unpack.case import ReaderCase

KERNEL = b"kernel of a camera\n" * 30

CASES = (
    ReaderCase("uimage", "uimage", lambda: header_and(KERNEL), lambda: header_and(KERNEL)[:-1] + b"x", children=1),
    ReaderCase("uimage", "uimage", lambda: multi(KERNEL, b"disk"), lambda: multi(KERNEL, b"disk")[:-100], children=2),
)
