"""A short readable piece of a node around a hit, without what must not be shown."""

from __future__ import annotations

import re

from scanner.detect.redact import redact_cut
from scanner.text import safe_text

WIDTH = 80
"""Longest snippet, in characters."""
_AROUND = 30
"""Bytes of context looked at on each side of a hit."""
OPEN_FORMATS = frozenset({"elf", "pe", "macho", "class", "dex", "wasm", "pyc", "text:script"})
"""Formats of programs. Anything else may be a gallery, a list or a configuration with names of people and passwords
beside the hit: there only the word that holds the hit is shown."""

_PRINTABLE_END = re.compile(rb"[\x20-\x7e\x80-\xff]*\Z")
_PRINTABLE_START = re.compile(rb"\A[\x20-\x7e\x80-\xff]*")
_WORD_END = re.compile(rb"[A-Za-z0-9_.:/$-]*\Z")
_WORD_START = re.compile(rb"\A[A-Za-z0-9_.$-]*")
"""Not beyond a colon or slash: behind them may stand a person's name."""


def snippet(data: memoryview, offset: int, length: int, format_id: str) -> str:
    """Safe text of at most :data:`WIDTH` characters around ``[offset, offset + length)`` of ``data``, on one line.

    UTF-16 hits are decoded. What looks like a secret beside the hit is hidden.
    """
    hit = bytes(data[offset : offset + min(length, 4 * WIDTH)])
    step = 2 if len(hit) >= 4 and not any(hit[1::2]) else 1
    before = _thin(bytes(data[max(0, offset - _AROUND * step) : offset]), step, last=True)
    after = _thin(bytes(data[offset + length : offset + length + _AROUND * step]), step, last=False)
    opened = format_id in OPEN_FORMATS
    left = (_PRINTABLE_END if opened else _WORD_END).search(before)
    right = (_PRINTABLE_START if opened else _WORD_START).search(after)
    text = hit[::step].decode("utf-8", "surrogateescape")
    around = (
        (left[0].decode("utf-8", "replace") if left else ""),
        (right[0].decode("utf-8", "replace") if right else ""),
    )
    whole = f"{around[0]}{text}{around[1]}".replace("\n", " ").replace("\r", " ").strip()
    return safe_text(redact_cut(whole, text.strip()), WIDTH)


def _thin(data: bytes, step: int, *, last: bool) -> bytes:
    """UTF-16-LE context as single bytes, cut where a high byte is not zero."""
    if step == 1:
        return data
    even = data[len(data) % 2 :] if last else data[: len(data) - len(data) % 2]
    low, high = even[::2], even[1::2]
    if last:
        return low[high.rfind(next((bytes([b]) for b in reversed(high) if b), b"\0")) + 1 :] if any(high) else low
    return low[: next(index for index, b in enumerate(high) if b)] if any(high) else low
