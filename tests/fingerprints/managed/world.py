"""Features of managed code as people read them."""

from __future__ import annotations

from pathlib import Path

from scanner.fingerprints.interface import Extractor, Features, Wanted

COMPILED = Path(__file__).parents[2] / "fixtures" / "managed"


def compiled(name: str) -> bytes:
    """A compiled fixture."""
    return (COMPILED / name).read_bytes()


def features(extractor: Extractor, data: bytes, wanted: Wanted | None = None) -> Features:
    return extractor.features(memoryview(data), wanted)


def spelled(extractor: Extractor, found: Features, kind: str) -> set[str]:
    """All features of one type."""
    return {extractor.spell(kind, found[kind].raw(place)) for place in range(len(found[kind].hashes))}


def shared(one: Features, other: Features, kind: str) -> int:
    """How many features of one type two files have in common."""
    return len(set(one[kind].hashes.tolist()) & set(other[kind].hashes.tolist()))
