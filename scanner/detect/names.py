"""A node by itself: its file name and the hash of its content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.libraries import spellings
from scanner.types import FactKind, Observation, Place

if TYPE_CHECKING:
    from scanner.detect.interface import Subject


class Names:
    """Looks up the file name and the SHA-256 of every node, containers too."""

    NAME: ClassVar[str] = "names"
    VERSION: ClassVar[str] = "1.0.0"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "A file name proves little and is easily changed; a hash finds the exact file only.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = None
    NODE_ONLY: ClassVar[bool] = True
    """Needs no byte of the node: due for containers whose content are children as well."""

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """Observations of kind ``path`` and ``hash`` for what the vocabulary names."""
        node = subject.node
        name = node.path.rpartition("/")[2]
        values = dict.fromkeys(value for value, _ in subject.vocabulary.find(FactKind.PATH, spellings(name)))
        for value in values:
            yield Observation(FactKind.PATH, value, node.path, Place.FILE, detail=name)
        for value, _ in subject.vocabulary.find(FactKind.HASH, [node.sha256] if node.sha256 else []):
            yield Observation(FactKind.HASH, value, node.path, Place.FILE, detail=f"{node.size:,} bytes")
