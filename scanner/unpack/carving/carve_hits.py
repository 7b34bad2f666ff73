"""Where in unknown content a known format may begin: all patterns of all formats in one pass of Hyperscan.

The patterns of unblob's handlers are kept as data, so that unblob itself (0.4 s to load) is needed only where one of
them stands. Hyperscan reads about 500 MB/s here; its database takes 0.07 s, once per worker.
"""

from __future__ import annotations

import bisect
import functools
import importlib.util
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanner.types import Span
from scanner.unpack.entropy import one_byte

WINDOW = 1 << 20
OVERLAP = 1 << 14
"""Bytes that one pattern may span: a window is read that much further."""
REACH = 1 << 17
"""Bytes that a format may begin before the place where its pattern stands (UFS2: 66,908)."""
MOST_IN_WINDOW = 1 << 17
"""Matches in one window above which the rest of it is not searched. The densest real content met had 52,000."""
OWN: tuple[tuple[str, str], ...] = (
    ("elf", r"\x7fELF[\x01\x02][\x01\x02]\x01"),
    ("pe", r"MZ"),
    ("uimage", r"\x27\x05\x19\x56"),
    ("dtb", r"\xd0\x0d\xfe\xed"),
    ("sqlite", r"SQLite format 3\x00"),
    ("android-boot", r"(ANDROID!|VNDRBOOT)"),
    ("luks", r"LUKS\xba\xbe\x00[\x01\x02]"),
    ("qcow2", r"QFI\xfb\x00\x00\x00[\x02\x03]"),
    ("vhdx", r"vhdxfile"),
    ("rpm", r"\xed\xab\xee\xdb[\x03\x04]\x00\x00[\x00\x01]"),
)
"""Formats that unblob has no handler for, or whose end our own views tell: name and pattern."""
LEFT_OUT = frozenset({"elf32", "elf64", "zlib"})
"""unblob's handlers that are not asked: programs have own views, zlib streams an own test (``embedded``)."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A pattern of the format ``name`` that would begin at ``start``; ``shift`` tells apart handlers of one name."""

    start: int
    name: str
    shift: int = 0


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    shift: int
    pattern: bytes


@functools.cache
def rules() -> tuple[_Rule, ...]:
    """All patterns, those of unblob first."""
    rows = json.loads(Path(__file__).with_name("carve_patterns.json").read_text(encoding="ascii"))
    theirs = [
        _Rule(row["name"], row["offset"], pattern.encode())
        for row in rows
        if row["name"] not in LEFT_OUT
        for pattern in row["patterns"]
    ]
    return (*theirs, *(_Rule(name, 0, pattern.encode()) for name, pattern in OWN))


def available() -> bool:
    """Whether Hyperscan and unblob are installed; they have no packages for some systems."""
    return all(importlib.util.find_spec(name) is not None for name in ("pyperscan", "unblob"))


@functools.cache
def _database() -> Any:
    from pyperscan import BlockDatabase, Flag, Pattern

    patterns = [Pattern(rule.pattern, Flag.SOM_LEFTMOST, Flag.DOTALL, tag=index) for index, rule in enumerate(rules())]
    return BlockDatabase(*patterns)


class Search:
    """One pass over ``data``. ``unsearched`` are the ranges that were left out because of too many matches."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self.unsearched: list[Span] = []

    def hits(self) -> Iterator[Hit]:
        """Every place where a format may begin, in order."""
        pending: list[tuple[int, int]] = []
        for base in range(0, len(self._data), WINDOW):
            pending = sorted({*pending, *self._window(base)})
            settled = bisect.bisect_left(pending, (base + WINDOW - REACH, 0))
            yield from map(_hit, pending[:settled])
            pending = pending[settled:]
        yield from map(_hit, pending)

    def _window(self, base: int) -> Iterator[tuple[int, int]]:
        from pyperscan import Scan

        block = self._data[base : base + WINDOW + OVERLAP]
        if block[0] == block[-1] and one_byte(bytes(block)):
            return  # erased flash; Hyperscan is slow on it
        found: list[tuple[int, int]] = []

        def note(_: object, index: int, start: int, end: int) -> Any:
            found.append((start, index))
            return Scan.Continue if len(found) < MOST_IN_WINDOW else Scan.Terminate

        _database().build(None, note).scan(block)
        if len(found) >= MOST_IN_WINDOW:
            last = base + found[-1][0]
            self.unsearched.append(Span(last, min(base + WINDOW, len(self._data)) - last))
        table = rules()
        for at, index in found:
            rule = table[index]
            begin = base + at + rule.shift
            anchored = rule.pattern.startswith(b"^")
            if at < WINDOW and begin >= 0 and not (anchored and base + at):
                yield begin, index


def _hit(found: tuple[int, int]) -> Hit:
    rule = rules()[found[1]]
    return Hit(found[0], rule.name, rule.shift)
