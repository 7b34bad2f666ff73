"""Electron's asar archives: two length-prefixed records around a JSON tree, then the files one behind the other.

Layout as in the README of the ``asar`` project (electron/asar) and Chromium's ``base/pickle.h``: a record of one
number (the size of the second record), the record of the JSON text, and offsets counted from its end.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterator
from typing import Any, ClassVar

from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.outlet import Outlet
from scanner.unpack.placed import Placed, hand_over_placed

HEAD = 16
LARGEST_INDEX = 32 << 20
"""Bytes of JSON that are read; an application of 100,000 files has some 20 MB."""
BLOCK = 1 << 20
Entry = dict[str, Any]


class Asar:
    """Hands over the files and checks the SHA-256 that newer packers write for each."""

    NAME: ClassVar[str] = "asar"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"asar"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Archives of packers before 2021 have no integrity data: a changed bit can go unnoticed.",
        "Files that are stored beside the archive are recorded and not compared with it.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``.

        :raises ParseFailure: where the index is cut or no tree of files.
        """
        end, tree = _index(source)
        faults: list[str] = []
        members = list(_members(source, outlet, tree, end, faults))
        outlet.parsed(0, end)
        if faults:
            outlet.state(0, end, ByteState.FAILED, "; ".join(faults[:3]))
        hand_over_placed(source, outlet, members, Span(end, source.size - end), Span(0, end))


def _index(source: Source) -> tuple[int, Entry]:
    """(first byte behind the index, its root directory)."""
    if source.size < HEAD:
        raise ParseFailure("the header is cut off")
    _, record, _, length = struct.unpack_from("<4I", source.data)
    end = 8 + record
    if length > record - 8 or end > source.size:
        raise ParseFailure("the index is cut off")
    if length > LARGEST_INDEX:
        raise ParseFailure(f"an index of {length:,} bytes is more than is read")
    try:
        tree = json.loads(source.read(HEAD, length))
    except (ValueError, RecursionError) as error:
        raise ParseFailure(f"the index is no JSON: {type(error).__name__}") from error
    if not isinstance(tree, dict) or not isinstance(tree.get("files"), dict):
        raise ParseFailure("the index has no list of files")
    if source.read(HEAD + length, end - HEAD - length).strip(b"\0"):
        raise ParseFailure("there is data between the index and the files")
    return end, tree


def _members(source: Source, outlet: Outlet, tree: Entry, base: int, faults: list[str]) -> Iterator[Placed]:
    """Every file that is stored in the archive; links and files stored beside it are recorded, broken entries said."""
    pending: list[tuple[str, Entry]] = [("", tree["files"])]
    while pending:
        folder, entries = pending.pop()
        for name, entry in entries.items():
            path = folder + name
            if not isinstance(entry, dict):
                faults.append(f"entry {safe_text(path, 100)} of the index is no object")
            elif isinstance(entry.get("files"), dict):
                pending.append((f"{path}/", entry["files"]))
            elif "link" in entry:
                outlet.link(path, str(entry["link"]))
            elif entry.get("unpacked"):
                outlet.link(path, f"{source.name}.unpacked/{path}", "unpacked")
            elif (span := _place(entry, base)) is not None:
                yield _member(source, outlet, path, entry, span)
            else:
                faults.append(f"entry {safe_text(path, 100)} of the index has no place")


def _place(entry: Entry, base: int) -> Span | None:
    size, offset = entry.get("size"), str(entry.get("offset", ""))
    if not isinstance(size, int) or size < 0 or not (offset.isascii() and offset.isdecimal() and len(offset) < 20):
        return None
    return Span(base + int(offset), size)


def _member(source: Source, outlet: Outlet, path: str, entry: Entry, span: Span) -> Placed:
    expected = _sha256(entry)
    if not expected:
        return Placed(path, span)

    def give(member: Placed) -> None:
        outlet.view(member.name, span.offset, span.length)
        if _digest(source, span) != expected:
            raise ParseFailure("its SHA-256 is wrong")

    return Placed(path, span, give)


def _sha256(entry: Entry) -> str:
    integrity = entry.get("integrity")
    if not isinstance(integrity, dict) or integrity.get("algorithm") != "SHA256":
        return ""
    return str(integrity.get("hash", "")).lower()


def _digest(source: Source, span: Span) -> str:
    digest = hashlib.sha256()
    for start in range(span.offset, span.end, BLOCK):
        digest.update(source.data[start : min(start + BLOCK, span.end)])
    return digest.hexdigest()
