"""Property lists of Apple's systems: binary, or XML with the root element ``plist``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.interface import Setting, bounded, content
from scanner.detect.settings.nested.tree import flatten
from scanner.detect.settings.plists.objects import Objects
from scanner.detect.settings.plists.walk import counter, events
from scanner.types import Limits

if TYPE_CHECKING:
    from scanner.formats.source import Source

_ARCHIVES = (
    "in archives of objects (NSKeyedArchiver) a list or dictionary that stands in several places is read in the first"
)
_DATA = "data values are read where they are text or a binary property list, otherwise their length is known"


class BinaryPlist:
    """Reads the binary form: keys of dictionaries, items of lists as ``key[n]``."""

    FORMAT: ClassVar[str] = "plist"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        _ARCHIVES,
        _DATA,
        "version 0 only, not the streamed versions that processes send each other",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the value's object."""
        table = Objects(content(source, limits))
        return bounded(flatten(events(table, counter(source.size)), limits), limits)


class XmlPlist:
    """Reads the XML form by the parser's events, with the same paths as the binary one."""

    FORMAT: ClassVar[str] = "text:plist"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        _ARCHIVES,
        _DATA,
        "lists of the old kind (OpenStep: in braces, or .strings) are not read",
        "documents that declare entities count as broken",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the value's start tag (none where the encoding had to be converted)."""
        from scanner.detect.settings.plists.xml import events_of

        return bounded(flatten(events_of(content(source, limits), limits), limits), limits)
