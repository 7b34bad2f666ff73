"""YAML by its events: no object is made of it, and every plain value stays the text that it is (``on`` is ``on``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.decoded import Decoded
from scanner.detect.settings.interface import Setting, bounded, content
from scanner.detect.settings.tree import flatten
from scanner.types import Limits

if TYPE_CHECKING:
    from scanner.formats.source import Source


class Yaml:
    """Reads one or more YAML documents; aliases are replaced by what they name, merge keys by what they bring."""

    FORMAT: ClassVar[str] = "text:yaml"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "templates (Jinja, Helm) that are no YAML before they are filled in count as broken",
        "a value that a merge key brings is seen even where the mapping overrides it",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the value."""
        from scanner.detect.settings.yamlevents import events

        return bounded(flatten(events(Decoded(content(source, limits))), limits), limits)
