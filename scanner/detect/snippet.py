"""A short readable piece of a node around a hit, without what must not be shown."""

from __future__ import annotations

import re

from scanner.detect.redact import redact_cut
from scanner.formats.roles import SCRIPT
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
_LINE = 400
"""Bytes before a hit in which its line begins."""
_LITERAL = re.compile(rb"([\"'`])(?:(?!\1)[^\\\n]|\\.)*+\1")
_HIDDEN = b"\\1\xe2\x80\xa6\\1"
"""In place of a literal: its quotation marks around an ellipsis in UTF-8."""
_OPEN = re.compile(rb"[\"'`]")
_WORD_END = re.compile(rb"[A-Za-z0-9_$]*\Z")
_WORD_START = re.compile(rb"\A[A-Za-z0-9_$]*")
"""Neither beyond a dot, slash, dash or colon: there may stand a person's name, or a file that is called after one."""
_HOST_END = re.compile(rb"(?:https?|wss?|ftps?|mqtts?|rtsp)://[A-Za-z0-9.:-]*\Z|\Z")
"""What stands before a path that is asked for: a host, where it is one."""


def snippet(data: memoryview, offset: int, length: int, format_id: str) -> str:
    """Safe text of at most :data:`WIDTH` characters around ``[offset, offset + length)`` of ``data``, on one line.

    UTF-16 hits are decoded. What looks like a secret beside the hit is hidden, and in scripts what stands in quotation
    marks: it may be anybody's name.
    """
    hit = bytes(data[offset : offset + min(length, 4 * WIDTH)])
    step = 2 if len(hit) >= 4 and not any(hit[1::2]) else 1
    before = _thin(bytes(data[max(0, offset - _AROUND * step) : offset]), step, last=True)
    after = _thin(bytes(data[offset + length : offset + length + _AROUND * step]), step, last=False)
    text = hit[::step].decode("utf-8", "surrogateescape")
    if format_id == SCRIPT:
        before, after = _code_only(bytes(data[max(0, offset - _LINE) : offset]), text, after)
    opened = format_id in OPEN_FORMATS
    left = (_PRINTABLE_END if opened else _HOST_END if text.startswith("/") else _WORD_END).search(before)
    right = (_PRINTABLE_START if opened else _WORD_START).search(after if opened or text[-1:].isalnum() else b"")
    around = (
        (left[0] if left else b"").decode("utf-8", "replace"),
        (right[0] if right else b"").decode("utf-8", "replace"),
    )
    whole = f"{around[0]}{text}{around[1]}".replace("\n", " ").replace("\r", " ").strip()
    return safe_text(redact_cut(whole, text.strip()), WIDTH)


def _code_only(before: bytes, hit: str, after: bytes) -> tuple[bytes, bytes]:
    """The context of a hit in a script, without what stands in quotation marks on its line."""
    line = before[before.rfind(b"\n") + 1 :]
    quotes = _OPEN.findall(_LITERAL.sub(b"", line))
    inside = quotes[0] if quotes else b""
    left = _LITERAL.sub(_HIDDEN, line)
    if inside and not _OPEN.search(hit.encode("utf-8", "surrogateescape")):
        start = left.rfind(inside)
        word = _WORD_END.search(left)
        left = left[: start + 1] + (word[0] if word and len(left) - len(word[0]) > start else b"")
        end = after.find(inside)
        word = _WORD_START.search(after)
        after = (word[0] if word else b"") + (after[end:] if end >= 0 else b"")
        head = 1 if end >= 0 else 0
        skip = len(word[0]) + head if word else head
        return left[-_AROUND:], after[:skip] + _masked(after[skip:])
    return left[-_AROUND:], _masked(after)


def _masked(code: bytes) -> bytes:
    """``code`` without its literals; one that does not end is cut where it begins."""
    code = _LITERAL.sub(_HIDDEN, code)
    cut = _OPEN.search(re.sub(b"([\"'`])\xe2\x80\xa6\\1", lambda match: b"." * len(match[0]), code))
    return code if cut is None else code[: cut.end()]


def _thin(data: bytes, step: int, *, last: bool) -> bytes:
    """UTF-16-LE context as single bytes, cut where a high byte is not zero."""
    if step == 1:
        return data
    even = data[len(data) % 2 :] if last else data[: len(data) - len(data) % 2]
    low, high = even[::2], even[1::2]
    if last:
        return low[high.rfind(next((bytes([b]) for b in reversed(high) if b), b"\0")) + 1 :] if any(high) else low
    return low[: next(index for index, b in enumerate(high) if b)] if any(high) else low
