"""What a detector makes of the vocabulary, made once for all nodes: a worker has one vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Vocabulary

Made = TypeVar("Made")


class Once(Generic[Made]):
    """Calls ``make`` for a vocabulary that is another one than the last time."""

    def __init__(self, make: Callable[[Vocabulary], Made]) -> None:
        self._make = make
        self._last: tuple[Vocabulary, Made] | None = None

    def __call__(self, vocabulary: Vocabulary) -> Made:
        """What ``make`` makes of ``vocabulary``."""
        if self._last is None or self._last[0] is not vocabulary:
            self._last = vocabulary, self._make(vocabulary)
        return self._last[1]
