"""Which signature files a person means: all of a pack, ids, or files inside and outside of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject
from scanner.catalogue.load import ABOUT
from scanner.catalogue.yamlfile import read_file
from scanner.types import UsageError

_PARTS = 3
"""``kind/vendor/product.yaml``: how much of a path says where a file outside of a pack would stand in one."""


def chosen(shelf: Shelf, words: Sequence[str]) -> tuple[Shelf, tuple[Subject, ...]]:
    """``shelf`` with the files that it lacks, and what ``words`` (ids or paths) mean; without words everything.

    :raises UsageError: for a word that is neither.
    :raises CatalogueError: for a file that cannot be read.
    """
    if not words:
        return shelf, shelf.subjects
    subjects: list[Subject] = []
    for word in words:
        if word in shelf.by_id:
            subjects += shelf.by_id[word]
        elif Path(word).is_file():
            shelf, subject = _with(shelf, Path(word).resolve())
            subjects.append(subject)
        else:
            raise UsageError(f"{word!r} is no id of a signature and no file")
    return shelf, tuple(subjects)


def _with(shelf: Shelf, path: Path) -> tuple[Shelf, Subject]:
    rules = path.with_suffix(".yar")
    source = read_file(rules, rules.name) if rules.is_file() else b""
    return shelf.with_file(name_in_pack(path), read_file(path, path.name), source)


def name_in_pack(path: Path) -> str:
    """The name of the file ``path`` in the pack around it, or the name that it would have in one."""
    for folder in path.parents:
        if (folder / ABOUT).is_file():
            return path.relative_to(folder).as_posix()
    return "/".join(path.parts[-_PARTS:])
