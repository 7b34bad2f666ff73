"""Records of SQLite: a header of types, then the values (sqlite.org/fileformat2, section 2.1)."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from scanner.detect.settings.databases.pages import varint
from scanner.detect.settings.plists.objects import data_text
from scanner.types import ParseFailure

_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
"""Bytes of the types 0 to 9: nothing, six integers, a real, the numbers 0 and 1."""
_REAL, _ZERO, _ONE = 7, 8, 9


def values(record: bytes, wanted: Sequence[int], encoding: str) -> dict[int, str]:
    """The values of the columns ``wanted`` as text; one behind the end of the record is missing.

    :raises ParseFailure: where the record does not fit together.
    """
    end, at = varint(record, 0)
    if end > len(record):
        raise ParseFailure("the database is broken: a record that is shorter than its header")
    found: dict[int, str] = {}
    place, column, last = end, 0, max(wanted, default=-1)
    while at < end and column <= last:
        kind, at = varint(record, at)
        length = _length(kind)
        if column in wanted and place <= len(record):
            found[column] = _text(kind, record[place : place + length], encoding)
        place += length
        column += 1
    return found


def _length(kind: int) -> int:
    if kind in (10, 11):
        raise ParseFailure("the database is broken: a value of an unknown type")
    return _SIZES[kind] if kind < len(_SIZES) else (kind - 12) // 2


def _text(kind: int, raw: bytes, encoding: str) -> str:
    if kind >= 12:
        return data_text(raw) if kind % 2 == 0 else raw.decode(encoding, "replace")
    if kind == 0:
        return ""
    if kind in (_ZERO, _ONE):
        return str(kind - _ZERO)
    if len(raw) < _SIZES[kind]:
        return ""
    return repr(struct.unpack(">d", raw)[0]) if kind == _REAL else str(int.from_bytes(raw, "big", signed=True))
