"""Content that was encrypted block by block (ECB): equal blocks of 16 bytes stay equal, everything else is noise.

So older recorders of several makers export their settings. Where most of these are zeros, the same block stands there
over and over, the bytes measure as orderly, and what is unread would count as read.
"""

from __future__ import annotations

from collections import Counter

from scanner.unpack.entropy import bits_per_byte

BLOCK = 16
LEAST = 2048
LOOK = 256 << 10
"""Bytes at the start that are looked at."""
FEWEST_REPEATS = 8
FEWEST_VALUES = 11
"""Different bytes in a block of noise: 15 of 16 on average, fewer than 11 in one of a million."""
FEWEST_OTHERS = 32
"""Blocks that stand there once, by which noise is told."""
NOISE = 7.6
"""Bits per byte of the blocks that do not repeat; corrected for small samples."""
REASON = "equal blocks of 16 bytes between noise: encrypted block by block (ECB), as older recorders export settings"


def is_blockwise(data: memoryview) -> bool:
    """Whether ``data``, all of a node, is encrypted block by block and shows it."""
    if len(data) < LEAST or len(data) % BLOCK:
        return False
    look = bytes(data[: min(len(data), LOOK)])
    blocks = Counter(look[at : at + BLOCK] for at in range(0, len(look), BLOCK))
    block, repeats = blocks.most_common(1)[0]
    if repeats < FEWEST_REPEATS or len(set(block)) < FEWEST_VALUES:
        return False
    once = [one for one, count in blocks.items() if count == 1]
    repeated = [one for one, count in blocks.items() if count > 1]
    orderly = sum(len(set(one)) < FEWEST_VALUES for one in (*once, *repeated))
    others = b"".join(once)
    return len(once) >= FEWEST_OTHERS and orderly * 100 <= len(blocks) and bits_per_byte(others) >= NOISE
