"""Archives in several files: which names of one folder belong together, in which order, and which of them are missing.

Nothing here opens a file; :func:`join` copies what it is told to.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scanner.text import safe_text
from scanner.types import ByteState, LedgerEntry, Node
from scanner.unpack.outlet import READING, Artefact
from scanner.unpack.volume_sizes import sizes_text

PARTS, MISSING = "volumes", "volumes-missing"
"""Attributes of a joined node, and of a part whose series is not complete."""
_BLOCK = 1 << 20
_MOST_PARTS = 10_000
"""A number above is no volume's: a name of nine digits must not make a list of a billion missing parts."""
_SHOWN = 5
_LEAST_PIECE = 1 << 16
"""Nobody cuts a file into smaller pieces than this."""
_PART = re.compile(r"(?P<stem>.+)\.part(?P<number>\d{1,5})\.rar", re.IGNORECASE | re.DOTALL)
_OLD_RAR = re.compile(r"(?P<stem>.+)\.(?P<letter>[r-z])(?P<number>\d\d)", re.IGNORECASE | re.DOTALL)
_SPLIT_ZIP = re.compile(r"(?P<stem>.+)\.z(?P<number>\d{2,3})", re.IGNORECASE | re.DOTALL)
_NUMBERED = re.compile(r"(?P<stem>.+)\.(?P<number>\d{3,5})", re.DOTALL)
_ARCHIVES = re.compile(r"\.(7z|zip|rar|tar|tgz|gz|bz2|xz|zst|iso|img|wim)$", re.IGNORECASE)
"""A numbered file with such a name before its number is a volume whatever its size."""


@dataclass(frozen=True, slots=True)
class Series:
    """The volumes of one archive that are there, in their order, and in words the ones that are not."""

    parts: tuple[str, ...]
    missing: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """Why the series cannot be joined; empty where it can."""
        if not self.missing:
            return ""
        more = f" and {len(self.missing) - _SHOWN:,} more" if len(self.missing) > _SHOWN else ""
        first = safe_text(self.parts[0], 200)
        verb = "is" if len(self.missing) == 1 else "are"
        return f"{', '.join(self.missing[:_SHOWN])}{more} of the volumes of {first} {verb} missing"


def may_be_volume(path: str) -> bool:
    """Whether the file at ``path`` has a name that one of several volumes could have."""
    name = path.rpartition("/")[2]
    return name[-4:].lower() in {".zip", ".rar"} or any(
        pattern.fullmatch(name) for pattern in (_OLD_RAR, _SPLIT_ZIP, _NUMBERED)
    )


def group(sizes: Mapping[str, int]) -> list[Series]:
    """The series among files of one folder, given their names and sizes in bytes; a file belongs to one at most."""
    found = [
        *_counted(_PART, sizes, 1),
        *_with_last(_numbers(_SPLIT_ZIP, sizes), sizes, ".zip"),
        *_old_rar(sizes),
        *(series for series in _counted(_NUMBERED, sizes, 1) if _cut_by_size(series, sizes)),
    ]
    taken: set[str] = set()
    result = []
    for series in found:
        if taken.isdisjoint(series.parts):
            taken.update(series.parts)
            result.append(series)
    return sorted(result, key=lambda series: series.parts)


def join(parts: Sequence[Artefact], target: Path) -> str:
    """Write ``parts`` one behind the other to ``target``; returns the sha256 of the whole.

    :raises OSError: where a part cannot be read to its stated length, or the disk is full.
    """
    digest = hashlib.sha256()
    with target.open("xb") as out:
        for part in parts:
            with os.fdopen(os.open(part.file, READING), "rb") as stream:
                stream.seek(part.offset)
                left = part.length
                while left:
                    block = stream.read(min(_BLOCK, left))
                    if not block:
                        raise OSError(f"a volume ended {left:,} bytes early")
                    out.write(block)
                    digest.update(block)
                    left -= len(block)
    return digest.hexdigest()


def attributes(parts: Sequence[tuple[str, int]]) -> tuple[tuple[str, str], ...]:
    """Attributes of a node that was joined from parts of these names and sizes."""
    return (PARTS, ", ".join(safe_text(name, 200) for name, _ in parts)), sizes_text([size for _, size in parts])


def with_missing_parts(node: Node, entries: tuple[LedgerEntry, ...]) -> tuple[LedgerEntry, ...]:
    """``entries`` of a part of an incomplete series: failed as a whole where its reader found nothing wrong.

    A part from the middle is data without a beginning; whatever it measures, it has not been read.
    """
    reason = dict(node.attributes).get(MISSING, "")
    if not reason or not node.size or any(entry.state is ByteState.FAILED for entry in entries):
        return entries
    return (LedgerEntry(node.path, 0, node.size, ByteState.FAILED, reason, "volumes"),)


def _numbers(pattern: re.Pattern[str], names: Iterable[str]) -> dict[str, dict[int, str]]:
    """Stem → number → name, for names that fit ``pattern``; stems without regard to case."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for name in sorted(names):
        match = pattern.fullmatch(name)
        if match and int(match["number"]) <= _MOST_PARTS:
            found[match["stem"].casefold()].setdefault(int(match["number"]), name)
    return found


def _counted(pattern: re.Pattern[str], names: Iterable[str], first: int) -> list[Series]:
    """Series whose parts are numbered from ``first`` on; one file that is the first is none."""
    result = []
    for numbers in _numbers(pattern, names).values():
        missing = tuple(f"part {n}" for n in range(first, max(numbers)) if n not in numbers)
        if min(numbers) >= first and (len(numbers) > 1 or missing):
            result.append(Series(tuple(numbers[n] for n in sorted(numbers)), missing))
    return result


def _with_last(found: dict[str, dict[int, str]], names: Iterable[str], suffix: str) -> list[Series]:
    """Split zips: numbered parts, and the last one under the plain name."""
    plain = {name.casefold(): name for name in sorted(names, reverse=True)}
    result = []
    for stem, numbers in found.items():
        last = plain.get(stem + suffix)
        missing = [f"part {n}" for n in range(1, max(numbers)) if n not in numbers]
        missing += [] if last else [f"the last part ({suffix})"]
        if 0 not in numbers:
            parts = (*(numbers[n] for n in sorted(numbers)), *([last] if last else []))
            result.append(Series(parts, tuple(missing)))
    return result


def _old_rar(names: Iterable[str]) -> list[Series]:
    """``.rar``, ``.r00`` to ``.r99``, ``.s00`` …"""
    plain = {name.casefold(): name for name in sorted(names, reverse=True)}
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for name in sorted(names):
        match = _OLD_RAR.fullmatch(name)
        if match:
            number = (ord(match["letter"].lower()) - ord("r")) * 100 + int(match["number"])
            found[match["stem"].casefold()].setdefault(number, name)
    result = []
    for stem, numbers in found.items():
        first = plain.get(f"{stem}.rar")
        if first is None and min(numbers) >= 100:  # .s00 to .z99 without the others are no RAR volumes
            continue
        missing = [] if first else ["part 1"]
        missing += [f"part {n + 2}" for n in range(max(numbers)) if n not in numbers]
        parts = (*([first] if first else []), *(numbers[n] for n in sorted(numbers)))
        result.append(Series(parts, tuple(missing)))
    return result


def _cut_by_size(series: Series, sizes: Mapping[str, int]) -> bool:
    """Whether numbered files are pieces of one: named like an archive, or all there and all but the last of one size.

    Numbers behind a dot also tell versions and days; those files must stay what they are.
    """
    stem = series.parts[0].rpartition(".")[0]
    if _ARCHIVES.search(stem):
        return True
    *others, last = (sizes[name] for name in series.parts)
    return not series.missing and others[0] >= _LEAST_PIECE and len(set(others)) == 1 and 0 < last <= others[0]
