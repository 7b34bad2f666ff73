"""Galleries that are folders: pictures below a folder whose pattern a fact names, one folder for each person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scanner.text import plural
from scanner.types import Fact, FactKind, Node, Observation, Place, Proof, State

PICTURES = frozenset({"jpeg", "png", "webp", "gif", "bmp"})
"""Format ids of what cameras and people put into a gallery."""
ANY = "*"
"""The element of a pattern that stands for one folder per person."""
_OTHERS = "a folder that is called like a face gallery; the product keeps other kinds of pictures there"


@dataclass(slots=True)
class _Gallery:
    """Pictures below one folder that meets a fact."""

    first: Node
    pictures: int = 0
    kept_so: bool = False
    """A picture is of a kind that the product keeps there."""
    people: set[str] = field(default_factory=set)


def folder_proofs(facts: Iterable[Fact], nodes: Sequence[Node]) -> Iterator[Proof]:
    """One proof for each gallery that the folder facts among ``facts`` name; without a picture there is none.

    A pattern ends where the pictures lie. Names that a fact lists in ``off`` are folders of nobody, and where no
    picture is of the ``formats`` that a fact lists, the folder is for a person to judge. People and pictures are
    counted; what folders and pictures are called stays out of the observation.
    """
    wanted = [fact for fact in facts if fact.kind is FactKind.FOLDER]
    if not wanted:
        return
    pictures = [(node, _folders(node.path)) for node in nodes if node.format in PICTURES]
    containers = {node.path: node.sha256 for node in nodes} if pictures else {}
    for fact in wanted:
        for path, gallery in sorted(_galleries(fact, pictures).items()):
            yield _proof(fact, path, gallery, containers)


def _folders(path: str) -> tuple[str, ...]:
    """The folders of ``path`` through all its containers."""
    return tuple(path.replace("!/", "/").split("/")[:-1])


def _galleries(fact: Fact, pictures: Iterable[tuple[Node, tuple[str, ...]]]) -> dict[str, _Gallery]:
    pattern = fact.value.lower().split("/")
    found: dict[str, _Gallery] = {}
    for node, folders in pictures:
        tail = folders[-len(pattern) :]
        if len(tail) == len(pattern) and _meets(pattern, tail, fact.off):
            person = pattern.index(ANY) if ANY in pattern else len(pattern)
            root = "/".join(folders[: len(folders) - len(pattern) + person]).lower()
            gallery = found.setdefault(root, _Gallery(node))
            gallery.pictures += 1
            gallery.kept_so |= not fact.formats or node.format in fact.formats
            if person < len(tail):
                gallery.people.add(tail[person].lower())
    return found


def _meets(pattern: Sequence[str], folders: Sequence[str], nobody: Sequence[str]) -> bool:
    return all(
        name.lower() not in nobody if want == ANY else name.lower() == want
        for want, name in zip(pattern, folders, strict=True)
    )


def _proof(fact: Fact, folder: str, gallery: _Gallery, containers: dict[str, str]) -> Proof:
    pictures = plural(gallery.pictures, "picture")
    counted = f"{plural(len(gallery.people), 'person', 'people')}, {pictures}" if gallery.people else pictures
    inside = containers.get(gallery.first.path.rpartition("!/")[0], "")
    held = f"; SHA-256 of what holds it: {inside}" if inside else ""
    seen = Observation(
        FactKind.FOLDER,
        fact.value,
        gallery.first.path,
        Place.FILE,
        None,
        f"{counted}{held}",
        folder,
        count=gallery.pictures,
    )
    if not gallery.kept_so:
        return Proof(fact, seen, min(State.AVAILABLE, fact.top), _OTHERS)
    return Proof(fact, seen, min(State.ENROLLED, fact.top), "a folder of a face gallery with pictures in it")
