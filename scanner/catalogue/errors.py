"""What goes wrong with a signature pack."""

from __future__ import annotations

from scanner.text import safe_text
from scanner.types import FacescreenError

_LONGEST = 1500
"""Characters of a message."""


class CatalogueError(FacescreenError):
    """A file of the signature pack that cannot be used: the message names the file, the field and what is wrong."""

    def __init__(self, file: str, field: str, problem: str) -> None:
        self.file = file
        self.field = field
        self.problem = problem
        # What is wrong with a file of somebody else is told in its own words: on one line, and without control over it.
        super().__init__(safe_text(": ".join(part for part in (file, field, problem) if part), _LONGEST))
