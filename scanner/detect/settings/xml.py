"""XML by its events: no tree, no entities, nothing fetched. A schema or a page has no settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.interface import Setting, bounded, content
from scanner.types import Limits

if TYPE_CHECKING:
    from scanner.formats.source import Source


class Xml:
    """Reads attributes, leaf elements and namespaces. Of elements of one name the second is ``name[1]``."""

    FORMAT: ClassVar[str] = "text:xml"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "documents that declare entities count as broken",
        "text between the children of an element is passed over",
        "several documents in one file count as broken after the first",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the start tag (none where the encoding had to be converted)."""
        from scanner.detect.settings.xmlevents import settings_of

        return bounded(settings_of(content(source, limits), limits), limits)
