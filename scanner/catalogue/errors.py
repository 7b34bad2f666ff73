"""What goes wrong with a signature pack."""

from __future__ import annotations

from scanner.types import FacescreenError


class CatalogueError(FacescreenError):
    """A file of the signature pack that cannot be used: the message names the file, the field and what is wrong."""

    def __init__(self, file: str, field: str, problem: str) -> None:
        self.file = file
        self.field = field
        self.problem = problem
        super().__init__(": ".join(part for part in (file, field, problem) if part))
