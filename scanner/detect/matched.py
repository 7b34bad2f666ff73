"""The bytes of a hit as they stand in the file, so that a reader can find them again with any hex viewer."""

from __future__ import annotations

from dataclasses import replace

from scanner.types import FactKind, Observation

MOST = 32
"""Bytes that are kept of one hit."""
_NAMES = frozenset(
    {FactKind.STRING, FactKind.SYMBOL, FactKind.SONAME, FactKind.NEEDED, FactKind.CLASS, FactKind.ENDPOINT}
)
"""Kinds whose value stands in the file as it is written."""
_ENCODINGS = ("utf-8", "utf-16-le")


def with_bytes(seen: Observation, data: memoryview) -> Observation:
    """``seen`` with the bytes at its offset in ``data``, where they are its value and nothing else.

    Only what the observation says already is copied, so nothing that stands beside it in the file gets into a report.
    """
    if seen.offset is None or seen.kind not in _NAMES:
        return seen
    for spelling in {seen.value: None, seen.value.replace(".", "/"): None}:
        for encoding in _ENCODINGS:
            length = len(spelling.encode(encoding, "surrogatepass"))
            there = bytes(data[seen.offset : seen.offset + length])
            if there and there.decode(encoding, "replace").casefold() == spelling.casefold():
                return replace(seen, hex=there[:MOST].hex())
    return seen
