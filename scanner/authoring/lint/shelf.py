"""The pack that signatures are linted against: all its files, also where the loader would refuse them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scanner.authoring.lint.subject import Subject, subject_from
from scanner.catalogue.fingerprints import FOLDER as RECORDS
from scanner.catalogue.load import LEXICON, POLICIES, pack_files
from scanner.catalogue.rules import Raw

Owned = tuple[Subject, Raw]
"""A fact with the file that it stands in."""


@dataclass(frozen=True, eq=False)
class Shelf:
    """Every signature file of one pack."""

    subjects: tuple[Subject, ...]

    @cached_property
    def by_value(self) -> Mapping[tuple[str, str], tuple[Owned, ...]]:
        """(kind, value) → the facts that look for it, configuration excepted: its facts share keys."""
        found: dict[tuple[str, str], list[Owned]] = defaultdict(list)
        for subject in self.subjects:
            for fact in subject.facts:
                if fact["kind"] != "config":
                    found[fact["kind"], fact["value"]].append((subject, fact))
        return {key: tuple(owners) for key, owners in found.items()}

    @cached_property
    def by_id(self) -> Mapping[str, tuple[Subject, ...]]:
        """Signature id → its files; more than one is a problem."""
        found: dict[str, list[Subject]] = defaultdict(list)
        for subject in self.subjects:
            found[subject.id].append(subject)
        return {key: tuple(files) for key, files in found.items()}

    def __add__(self, other: Shelf) -> Shelf:
        """Both packs side by side, as a screening uses them."""
        return Shelf((*self.subjects, *other.subjects))

    def with_file(self, name: str, content: bytes, rules: bytes = b"") -> tuple[Shelf, Subject]:
        """This shelf with one file added or replaced, and that file."""
        subject = subject_from(name, content, rules)
        return Shelf((*(other for other in self.subjects if other.name != name), subject)), subject


def shelf_of(root: Path) -> Shelf:
    """The pack in the folder ``root``.

    :raises CatalogueError: for a file that cannot be read, or that is no part of any pack.
    """
    files = pack_files(root)
    return Shelf(tuple(subject_from(name, files[name], _rules(files, name)) for name in _signatures(files)))


def _signatures(files: Mapping[str, bytes]) -> Iterable[str]:
    """Files of signatures: no laws, no lexicon, no records of fingerprints (the loader checks them)."""
    inside = (name for name in files if name.endswith(".yaml") and "/" in name and name != LEXICON)
    return (name for name in inside if not name.startswith((f"{POLICIES}/", f"{RECORDS}/")))


def _rules(files: Mapping[str, bytes], name: str) -> bytes:
    return files.get(name.removesuffix(".yaml") + ".yar", b"")
