"""A short readable piece of a node around a hit, without what must not be shown."""

from __future__ import annotations

import re

from scanner.text import safe_text

WIDTH = 80
"""Longest snippet, in characters."""
_AROUND = 30
"""Bytes of context looked at on each side of a hit."""
OPEN_FORMATS = frozenset({"elf", "pe", "macho", "class", "dex", "wasm", "pyc", "text:script", "text:document"})
"""Formats of programs and papers. Anything else may be a gallery or a configuration with names of people and
passwords beside the hit: there only the word that holds the hit is shown."""

_PRINTABLE_END = re.compile(rb"[\x20-\x7e\x80-\xff]*\Z")
_PRINTABLE_START = re.compile(rb"\A[\x20-\x7e\x80-\xff]*")
_WORD_END = re.compile(rb"[A-Za-z0-9_.:/$-]*\Z")
_WORD_START = re.compile(rb"\A[A-Za-z0-9_.:/$-]*")
_SECRET = re.compile(
    r"""(?ix) (?: (?:key|secret|token|passw(?:or)?d|pwd|auth\w*) ["']? \s* [:=]+ \s* ["']? | ://[^/\s:@]*: | \bAKIA )"""
    r"""[^\s"'&,;@]+"""
)
_SCRAMBLED = re.compile(r"(?=[A-Za-z0-9+/]*\d)(?=[A-Za-z0-9+/]*[A-Za-z])[A-Za-z0-9+/]{20,}={0,2}")
HIDDEN = "[…]"


def snippet(data: memoryview, offset: int, length: int, format_id: str) -> str:
    """Safe text of at most :data:`WIDTH` characters around ``[offset, offset + length)`` of ``data``, on one line.

    UTF-16 hits are decoded. What looks like a secret beside the hit is replaced by :data:`HIDDEN`.
    """
    hit = bytes(data[offset : offset + min(length, 4 * WIDTH)])
    step = 2 if len(hit) >= 4 and not any(hit[1::2]) else 1
    before = _thin(bytes(data[max(0, offset - _AROUND * step) : offset]), step, last=True)
    after = _thin(bytes(data[offset + length : offset + length + _AROUND * step]), step, last=False)
    opened = format_id in OPEN_FORMATS
    left = (_PRINTABLE_END if opened else _WORD_END).search(before)
    right = (_PRINTABLE_START if opened else _WORD_START).search(after)
    text = hit[::step].decode("utf-8", "surrogateescape")
    start = _hide(left[0].decode("utf-8", "replace") if left else "")
    end = _hide(right[0].decode("utf-8", "replace") if right else "")
    return safe_text((start + text + end).replace("\n", " ").replace("\r", " ").strip(), WIDTH)


def _thin(data: bytes, step: int, *, last: bool) -> bytes:
    """UTF-16-LE context as single bytes, cut where a high byte is not zero."""
    if step == 1:
        return data
    even = data[len(data) % 2 :] if last else data[: len(data) - len(data) % 2]
    low, high = even[::2], even[1::2]
    if last:
        return low[high.rfind(next((bytes([b]) for b in reversed(high) if b), b"\0")) + 1 :] if any(high) else low
    return low[: next(index for index, b in enumerate(high) if b)] if any(high) else low


def hide_secrets(text: str) -> str:
    """``text`` without what stands behind a word such as "key", or in an address before its host."""
    return _SECRET.sub(HIDDEN, text)


def _hide(text: str) -> str:
    """``text`` without what looks like a secret."""
    return _SCRAMBLED.sub(HIDDEN, _SECRET.sub(HIDDEN, text))
