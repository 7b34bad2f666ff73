"""XML by its events: no tree, no entities, nothing fetched. A schema or a page has no settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.interface import Setting, Wanted, bounded, check_size
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
        return self._read(source, limits, None)

    def skim(self, source: Source, limits: Limits, wanted: Wanted) -> Iterator[Setting]:
        """The settings that are ``wanted``."""
        return self._read(source, limits, wanted)

    def _read(self, source: Source, limits: Limits, wanted: Wanted | None) -> Iterator[Setting]:
        from scanner.detect.settings.nested.xmlevents import settings_of

        check_size(source.size, limits)
        return bounded(settings_of(memoryview(source.data), limits, wanted), limits)
