"""Whether a text in a source file is used there, or stands in comments only."""

from __future__ import annotations

import re

_HASH = frozenset("py pyw pyx sh bash zsh ash ksh pl pm rb tcl r jl awk ps1 cmake mk am".split())
_SLASH = frozenset(
    "c cc cpp cxx m mm cu java kt kts groovy scala cs js mjs cjs jsx ts tsx swift go rs dart proto".split()
)
"""Endings of languages whose comment lines begin with ``#``, and with ``//`` or ``/* … */``."""
_BLOCK = re.compile(rb"(?m)^[ \t]*/\*")
_COMMENT_BYTES = 8192
"""How far back the beginning of a block comment is looked for."""
_PLACES = 50
"""Places of one text that are looked at; a text that stands in more counts as used."""


def only_in_comments(source: bytes, name: str, text: bytes) -> bool:
    """Whether every ``text`` (in any case of letters) in the file ``name`` stands on a comment line or in a block
    comment that begins its line. In doubt it does not: an unknown language, an unclosed block, too many places."""
    ending = name.rpartition(".")[2].lower()
    if ending not in _HASH | _SLASH:
        return False
    folded, wanted, offset = source.lower(), text.lower(), -1
    for _ in range(_PLACES):
        offset = folded.find(wanted, offset + 1)
        if offset < 0:
            return True
        if not _commented(source, offset, hash_marks=ending in _HASH):
            return False
    return False


def _commented(source: bytes, offset: int, *, hash_marks: bool) -> bool:
    line = source[max(source.rfind(b"\n", 0, offset) + 1, offset - 200) : offset].lstrip()
    if hash_marks:
        return line.startswith(b"#")
    return line.startswith(b"//") or _in_block(source, offset)


def _in_block(source: bytes, offset: int) -> bool:
    start = max(0, offset - _COMMENT_BYTES)
    closed = source.rfind(b"*/", start, offset)
    opened = _BLOCK.search(source, start if closed < 0 else closed, offset)
    return opened is not None and source.find(b"*/", offset, offset + _COMMENT_BYTES) >= 0


def comment_mark(name: str) -> str:
    """What begins a comment line in the source file ``name``; nothing where comments of its language are not told."""
    ending = name.rpartition(".")[2].lower()
    return "#" if ending in _HASH else "//" if ending in _SLASH else ""
