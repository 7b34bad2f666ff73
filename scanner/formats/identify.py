"""What a byte range is: magic numbers with small checks first, then the text test. Microseconds per small file.

A file's name never decides about a binary format (renaming must hide nothing); it only chooses between kinds of text.
"""

from __future__ import annotations

from collections.abc import Iterable

from scanner.formats import ids
from scanner.formats.magics import BY_FIRST_BYTE, ELSEWHERE, FIRST, LAST, STRUCTURAL, Check, Magic
from scanner.formats.source import Source
from scanner.formats.text import text_format


def _grouped(magics: Iterable[Magic]) -> list[tuple[int, int, dict[bytes, list[Magic]]]]:
    """(offset, length, pattern → magics) in the order of ``magics``: one look at each place."""
    groups: dict[tuple[int, int], dict[bytes, list[Magic]]] = {}
    for magic in magics:
        group = groups.setdefault((magic.offset, len(magic.pattern)), {})
        group.setdefault(magic.pattern, []).append(magic)
    return [(offset, length, table) for (offset, length), table in groups.items()]


_ELSEWHERE = _grouped(ELSEWHERE)


def identify(source: Source) -> str:
    """The format id (see :mod:`scanner.formats.ids`) of ``source``; ``unknown`` when nothing fits."""
    return identify_bytes(source.data, source.name)


def identify_bytes(data: memoryview, name: str = "") -> str:
    """The same for bytes in memory: what stands behind or inside another format."""
    if not len(data):
        return ids.EMPTY
    return _by_check(data, FIRST) or _by_magic(data) or text_format(data, name) or _by_check(data, LAST) or ids.UNKNOWN


def _by_magic(data: memoryview) -> str:
    for magic in BY_FIRST_BYTE.get(data[0], ()):
        if _fits(magic, data):
            return magic.format
    for offset, length, table in _ELSEWHERE:
        for magic in table.get(bytes(data[offset : offset + length]), ()):
            if magic.check(data):
                return magic.format
    return _by_check(data, STRUCTURAL)


def _by_check(data: memoryview, table: tuple[tuple[str, Check], ...]) -> str:
    return next((format_id for format_id, check in table if check(data)), "")


def _fits(magic: Magic, data: memoryview) -> bool:
    end = magic.offset + len(magic.pattern)
    return end <= len(data) and data[magic.offset : end] == magic.pattern and magic.check(data)
