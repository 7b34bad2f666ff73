"""Paths of the streams of a compound file, and the packed names of Windows Installer databases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.unpack.archives.ole_layout import ROOT, STORAGE, STREAM, Entry

_NONE = 0xFFFFFFFF
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._"
_PAIR, _SINGLE, _TABLE = 0x3800, 0x4800, 0x4840
"""Two letters in one character, one letter, and the mark of a table (libmsi ``table.c``, ``decode_streamname``)."""


def streams(entries: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """(path, entry) of every stream: first those that the directory's tree holds, then those that it has lost."""
    seen: set[int] = set()
    roots = [entry.number for entry in entries if entry.kind == ROOT][:1]
    pending = [(entries[number].child, "") for number in roots]
    while pending:
        number, folder = pending.pop()
        if number >= len(entries) or number in seen:
            continue
        seen.add(number)
        entry = entries[number]
        pending += [(entry.left, folder), (entry.right, folder)]
        if entry.kind == STORAGE:
            pending.append((entry.child, f"{folder}{shown(entry.name)}/"))
        elif entry.kind == STREAM:
            yield folder + shown(entry.name), entry
    for entry in entries:
        if entry.kind == STREAM and entry.number not in seen:
            yield f".lost/{shown(entry.name)}", entry


def shown(name: str) -> str:
    """``name`` with the packed characters of Windows Installer spelled out; a slash in it is no folder."""
    letters = []
    for character in name:
        code = ord(character)
        if _PAIR <= code < _SINGLE:
            letters.append(_LETTERS[code - _PAIR & 0x3F] + _LETTERS[code - _PAIR >> 6])
        elif _SINGLE <= code < _TABLE:
            letters.append(_LETTERS[code - _SINGLE])
        else:
            letters.append("!" if code == _TABLE else character)
    return "".join(letters).replace("/", "_") or "unnamed"
