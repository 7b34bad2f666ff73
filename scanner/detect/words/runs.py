"""Names and short texts around a root such as "face", in bytes of any kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

BEFORE, AFTER = 64, 96
"""Characters of a name or text that are looked at before and after its root."""
_END = re.compile(rb"[^A-Za-z0-9_$.:/@? -]")
"""Ends a name or text: what neither names, paths, addresses nor plain sentences have."""

Run = tuple[int, bytes]
"""Offset of the root, and the name or text around it."""


def runs(data: memoryview, roots: Iterable[bytes]) -> Iterator[Run]:
    """Every name or text with one of ``roots``, which are single bytes or UTF-16-LE."""
    for root in sorted(roots):
        step = 2 if b"\0" in root else 1
        for found in _expression(root).finditer(data):
            yield found.start(), _around(data, found.start(), found.end(), step)


@cache
def _expression(root: bytes) -> re.Pattern[bytes]:
    """The literal first: the engine then looks for it at the speed of memory. "interface" and "surface" hold the root
    most often by far."""
    name = re.escape(root)
    before = rb"[Rr]\0" if b"\0" in root else b"[Rr]"
    is_face = root.replace(b"\0", b"").lower() == b"face"
    return re.compile(name + (rb"(?<!" + before + name + rb")" if is_face else b""))


def _around(data: memoryview, start: int, end: int, step: int) -> bytes:
    """The name or text that holds the root at ``[start, end)``; ``step``: bytes of a character."""
    before = _thin(bytes(data[max(start - BEFORE * step, start % step) : start]), step, last=True)
    after = _thin(bytes(data[end : end + AFTER * step]), step, last=False)
    left = max((found.end() for found in _END.finditer(before)), default=0)
    right = _END.search(after)
    root = bytes(data[start:end:step])
    return before[left:] + root + after[: right.start() if right else len(after)]


def _thin(data: bytes, step: int, *, last: bool) -> bytes:
    """UTF-16 as single bytes; a character with a high byte ends the text like any other that no name has."""
    if step == 1:
        return data
    even = data[len(data) % 2 :] if last else data[: len(data) // 2 * 2]
    return bytes(low if not high else 0 for low, high in zip(even[::2], even[1::2], strict=True))
