"""The case of the RAR reader."""

from __future__ import annotations

from tests.unpack.build import noise
from tests.unpack.build_rar import rar5
from tests.unpack.case import ReaderCase

FILES = {"a.txt": b"some text " * 30, "b.bin": noise(800)}

CASES = (ReaderCase("rar", "rar", lambda: rar5(FILES), lambda: rar5(FILES)[:600], "a.rar", 2),)
