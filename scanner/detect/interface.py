"""What a detector is: it turns one node's bytes into observations and never knows a product."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from scanner.types import Limits, Node, Observation

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Vocabulary
    from scanner.formats.source import Source


@dataclass(frozen=True, slots=True)
class Subject:
    """One node under examination: who it is, its bytes, and what to look for.

    ``node`` has its ``path``, ``size``, ``sha256`` and ``format`` filled in.
    """

    node: Node
    source: Source
    vocabulary: Vocabulary
    limits: Limits


class Detector(Protocol):
    """Yields observations about one node.

    An exception is recorded by the caller: every byte of the node is then ``failed`` for this detector, and the other
    detectors still run. A detector that cannot finish within the limits raises :class:`~scanner.types.LimitReached`.
    """

    NAME: ClassVar[str]
    VERSION: ClassVar[str]
    """Semantic version: part of the cache key, so a change of what is observed must change it."""
    LIMITATIONS: ClassVar[tuple[str, ...]]
    FORMATS: ClassVar[frozenset[str] | None]
    """Format ids it is due to see; None for every node that has bytes of its own."""

    def observe(self, subject: Subject) -> Iterable[Observation]:
        """Everything in ``subject`` that the vocabulary asks for."""
