"""Version markers: features that came with one version of a library, or went with one, as far as the samples show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from scanner.catalogue.fingerprints import Marker, Record
from scanner.fingerprints.gather import among
from scanner.fingerprints.interface import Features

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

SINCE, UNTIL = "since", "until"
MOST, FEWEST = 8, 3
"""Markers kept of one border, and how many there must be before it counts."""
ENOUGH = 2
"""Markers of one border that a file must have."""
_TYPES = ("str", "qual", "rtti")
_NUMBER = re.compile(r"\d+")

Sample = tuple[str, Mapping[str, "Hashes"]]
"""Version and features of one sample."""


def order_of(version: str) -> tuple[int, ...]:
    """The numbers in a version, for comparing: ``19.24.6`` is (19, 24, 6)."""
    return tuple(map(int, _NUMBER.findall(version)))


def markers(samples: Sequence[Sample], allowed: Mapping[str, Hashes]) -> list[Marker]:
    """Features of ``allowed`` that every sample from a version on has and none before, or the other way round.

    At least two samples must have them: what one file alone has may come from its compiler.
    """
    known = sorted({order_of(version) for version, _ in samples if version})
    names = {order_of(version): version for version, _ in samples}
    found: list[Marker] = []
    for kind in _TYPES:
        if kind in allowed:
            found += _of_kind(samples, kind, allowed[kind], known, names)
    return found


def _of_kind(
    samples: Sequence[Sample],
    kind: str,
    allowed: Hashes,
    known: Sequence[tuple[int, ...]],
    names: Mapping[tuple[int, ...], str],
) -> Iterable[Marker]:
    told = [(order_of(version), features.get(kind, allowed[:0])) for version, features in samples if version]
    held = [(order, among(allowed, hashes)) for order, hashes in told]
    for border in known[1:]:
        before = [has for order, has in held if order < border]
        after = [has for order, has in held if order >= border]
        for side, version, present, gone in (
            (SINCE, names[border], after, before),
            (UNTIL, names[known[known.index(border) - 1]], before, after),
        ):
            if len(present) < ENOUGH:
                continue
            marks = allowed[np.logical_and.reduce(present) & ~np.logical_or.reduce(gone)]
            if len(marks) >= FEWEST:
                yield Marker(side, version, kind, marks[:MOST].astype("<u8").tobytes())


def version_range(record: Record, features: Features) -> str:
    """Between which of the versions that a record was learned from the file seems to be; empty where nothing tells."""
    since = _borders(record, features, SINCE)
    until = _borders(record, features, UNTIL)
    low, high = max(since, key=order_of, default=""), min(until, key=order_of, default="")
    if low and high:
        # Markers of both sides that contradict each other say nothing.
        return f"{low} to {high}" if order_of(low) <= order_of(high) else ""
    if low:
        return f"{low} or newer"
    return f"{high} or older" if high else ""


def _borders(record: Record, features: Features, side: str) -> list[str]:
    met: dict[str, int] = {}
    for marker in record.markers:
        if marker.side == side and marker.kind in features:
            hashes = np.frombuffer(marker.hashes, "<u8")
            met[marker.version] = met.get(marker.version, 0) + int(among(hashes, features[marker.kind].hashes).sum())
    return [version for version, hits in met.items() if hits >= ENOUGH]
