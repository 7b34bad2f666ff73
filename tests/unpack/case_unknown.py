"""Cases of the reader for unknown content."""

from __future__ import annotations

import random

from tests.unpack.case import ReaderCase


def noise(size: int, seed: int = 1) -> bytes:
    """Bytes without structure, the same in every run."""
    return random.Random(seed).randbytes(size)  # noqa: S311 - not for secrets


CASES = (ReaderCase("unknown", "unknown", lambda: b"\x00\x01\x02ABC" * 500, lambda: noise(20_000)),)
