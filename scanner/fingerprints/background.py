"""Unrelated files, to know which features are rare: in which of them each feature stands."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np

from scanner.types import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Numbers = NDArray[np.int64]

_FORM = "facescreen-background-1"


@dataclass(frozen=True, slots=True)
class Table:
    """All features of one type, sorted by hash: ``files`` says in which file each stands."""

    hashes: Hashes
    files: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Background:
    """Features of unrelated files. ``groups``: a number for each file; files of one package have the same."""

    tables: Mapping[str, Table]
    groups: Numbers
    digest: str = ""

    @property
    def files(self) -> int:
        """How many files there are."""
        return len(self.groups)

    def frequency(self, kind: str, hashes: Hashes) -> Numbers:
        """In how many files each of ``hashes`` stands."""
        table = self.tables.get(kind)
        if table is None:
            return np.zeros(len(hashes), np.int64)
        first = np.searchsorted(table.hashes, hashes, "left")
        return np.asarray(np.searchsorted(table.hashes, hashes, "right") - first, np.int64)

    def places(self, kind: str, hashes: Hashes) -> tuple[Numbers, Numbers]:
        """(place in ``hashes``, number of the file) of every occurrence."""
        table = self.tables.get(kind)
        if table is None or not len(hashes):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        first = np.searchsorted(table.hashes, hashes, "left")
        counts = np.searchsorted(table.hashes, hashes, "right") - first
        which = np.repeat(np.arange(len(hashes)), counts)
        within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        return which, table.files[np.repeat(first, counts) + within].astype(np.int64)

    def halves(self) -> NDArray[np.bool_]:
        """For each file whether it is in the first half; all files of a package are in the same."""
        return np.asarray(self.groups % 2 == 0)

    def save(self, file: Path) -> None:
        """Keep it for the next time, as numpy's own archive of arrays."""
        arrays = {f"{part}-{kind}": getattr(table, part) for kind, table in self.tables.items() for part in _PARTS}
        form = np.frombuffer(f"{_FORM}\n{self.digest}".encode(), np.uint8)
        with file.open("wb") as stream:
            np.savez_compressed(stream, allow_pickle=False, form=form, groups=self.groups, **arrays)

    @classmethod
    def load(cls, file: Path) -> Background:
        """What :meth:`save` wrote.

        :raises UsageError: for any other file.
        """
        try:
            with file.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
                form, _, digest = kept["form"].tobytes().decode().partition("\n")
                if form != _FORM:
                    raise UsageError(f"{file}: a background of another version of facescreen")
                kinds = [name.removeprefix("hashes-") for name in kept.files if name.startswith("hashes-")]
                tables = {kind: Table(kept[f"hashes-{kind}"], kept[f"files-{kind}"]) for kind in kinds}
                return cls(tables, kept["groups"], digest)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise UsageError(f"{file}: cannot be read as a background: {error}") from error


_PARTS = ("hashes", "files")


@dataclass(slots=True)
class Gatherer:
    """Makes a background, file by file."""

    _parts: dict[str, list[tuple[Hashes, int]]] = field(default_factory=dict)
    _groups: list[int] = field(default_factory=list)
    _seen: dict[str, None] = field(default_factory=dict)

    def add(self, sha256: str, group: str, features: Mapping[str, Hashes]) -> None:
        """One file; the same bytes count once. ``group``: the package that it is of."""
        if sha256 in self._seen:
            return
        self._seen[sha256] = None
        number = len(self._groups)
        self._groups.append(int(hashlib.sha256(group.encode()).hexdigest()[:8], 16))
        for kind, hashes in features.items():
            self._parts.setdefault(kind, []).append((hashes, number))

    def background(self) -> Background:
        """Everything that was added."""
        digest = hashlib.sha256("\n".join(sorted(self._seen)).encode()).hexdigest()
        tables = {kind: _table(parts) for kind, parts in self._parts.items()}
        return Background(tables, np.array(self._groups, np.int64), digest)


def _table(parts: Sequence[tuple[Hashes, int]]) -> Table:
    hashes = np.concatenate([one for one, _ in parts])
    files = np.repeat(
        np.array([number for _, number in parts], np.uint32), np.array([len(one) for one, _ in parts], np.int64)
    )
    order = np.argsort(hashes, kind="stable")
    return Table(hashes[order], files[order])
