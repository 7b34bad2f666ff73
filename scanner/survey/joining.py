"""Volumes become one node: archives that were handed over in several files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from scanner.sandbox.privileges import let_in
from scanner.survey.intake import Refused
from scanner.types import Link
from scanner.unpack.outlet import Artefact, Child
from scanner.unpack.volumes import MISSING, Series, attributes, group, join

Root = Child | Link | Refused


def join_volumes(roots: Iterable[Root], folder: Path, most: int) -> Iterator[Root]:
    """``roots``, or the children of one container, with every complete series of volumes as one node.

    It has the first part's name and is joined in ``folder``. Parts of a series that is not complete, would be larger
    than ``most`` bytes or cannot be copied stay what they are and say so. Only files of the same folder are looked at.
    """
    listed = list(roots)
    shelves: dict[str, dict[str, Child]] = defaultdict(dict)
    for root in listed:
        if isinstance(root, Child):
            shelf, _, name = root.node.path.rpartition("/")
            shelves[shelf][name] = root
    replaced: dict[str, Child | None] = {}
    for files in shelves.values():
        for series in group({name: child.node.size for name, child in files.items()}):
            parts = [files[name] for name in series.parts]
            replaced.update(_joined(series, parts, folder / f"volumes-{len(replaced)}", most))
    for root in listed:
        if not isinstance(root, Child):
            yield root
        elif (kept := replaced.get(root.node.path, root)) is not None:
            yield kept


def _joined(series: Series, parts: list[Child], target: Path, most: int) -> dict[str, Child | None]:
    """Path of every part → what stands in its place: the whole for the first, nothing for the others."""
    size, reason = sum(part.node.size for part in parts), series.reason
    if not reason and size > most:
        reason = f"the volumes of {series.parts[0]} make more than {most:,} bytes (--max-node-bytes)"
    if reason:
        return _marked(parts, reason)
    try:
        digest = join([part.artefact for part in parts], target)
        let_in(target)
    except OSError as error:
        target.unlink(missing_ok=True)
        return _marked(parts, f"the volumes cannot be joined: {error.strerror or error}")
    first = parts[0].node
    about = attributes([(name, part.node.size) for name, part in zip(series.parts, parts, strict=True)])
    whole = replace(first, size=size, sha256=digest, span=None, attributes=about)
    joined = Child(whole, Artefact(str(target), 0, size), size)
    return {first.path: joined, **{part.node.path: None for part in parts[1:]}}


def _marked(parts: list[Child], reason: str) -> dict[str, Child | None]:
    return {
        part.node.path: replace(part, node=replace(part.node, attributes=(*part.node.attributes, (MISSING, reason))))
        for part in parts
    }
