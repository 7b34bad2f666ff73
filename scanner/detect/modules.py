"""Files that are modules of an installed package, told by where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.standing import npm_package, python_modules
from scanner.types import FactKind, Observation, Place

if TYPE_CHECKING:
    from scanner.detect.interface import Subject


class Modules:
    """Names the Python module or npm package that a file is part of."""

    NAME: ClassVar[str] = "modules"
    VERSION: ClassVar[str] = "1.0.0"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Looks below the folders in which Python and Node.js look for packages only; code copied elsewhere is told by "
        "its content.",
        "A path is what the delivery says: a module can be given any name.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = None
    NODE_ONLY: ClassVar[bool] = True

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """Modules and packages that the vocabulary names, at the place ``file``."""
        path = subject.node.path
        for value, name in subject.vocabulary.find(FactKind.IMPORT, python_modules(path)):
            yield Observation(FactKind.IMPORT, value, path, Place.FILE, detail=name)
        package = npm_package(path)
        for value, name in subject.vocabulary.find(FactKind.PACKAGE, [f"npm:{package}"] if package else []):
            yield Observation(FactKind.PACKAGE, value, path, Place.FILE, detail=name)
