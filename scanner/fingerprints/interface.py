"""What an extractor of features is, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """All features of one type in one file, each once."""

    hashes: Hashes
    """Stable hashes (:mod:`scanner.fingerprints.hashing`), sorted, none twice."""
    offsets: Offsets
    """Byte offset of the first place of each, in the order of ``hashes``."""
    raw: Callable[[int], bytes]
    """The bytes that feature number i is made of: a text, a name with its scope, numbers in little-endian order."""


Features = Mapping[str, Found]
"""Type of feature → what was found of it. Types are the keys of :data:`scanner.catalogue.fingerprints.GROUPS`."""
Wanted = Mapping[str, "Hashes"]
"""Type of feature → the sorted hashes that anybody asks for."""


class Extractor(Protocol):
    """Reads the features of one family of formats out of a file's bytes.

    A new family is one file, one line in :mod:`scanner.fingerprints.registry`, and cases in
    ``tests/fingerprints/cases.py``. It reads untrusted bytes: time and memory grow with their number and no faster.
    """

    NAME: ClassVar[str]
    """The family, as records name it."""
    FORMATS: ClassVar[frozenset[str]]
    """Ids of the formats that it reads (:mod:`scanner.formats.ids`)."""
    LIMITATIONS: ClassVar[tuple[str, ...]]

    def features(self, data: memoryview, wanted: Wanted | None = None) -> Features:
        """The features of ``data``; with ``wanted`` only those, which spares memory.

        :raises ParseFailure: where the bytes are not what their format says.
        """

    def spell(self, kind: str, raw: bytes) -> str:
        """The feature ``raw`` of type ``kind`` for people. It comes from a file: whoever prints it makes it safe."""

    def patterns(self, kind: str, raw: bytes) -> Iterator[bytes]:
        """Byte sequences by which a file that has this feature shows it, for the byte search; none where that cannot
        be said."""
