"""``key=value`` lines, as Dahua's CGI answers (``table.Rule[0][1].Enable=true``) and properties files have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.decoded import Decoded
from scanner.detect.settings.interface import Setting, bounded, check_depth, content, element
from scanner.detect.settings.lines import numbered, unquoted
from scanner.types import Limits

if TYPE_CHECKING:
    from scanner.formats.source import Source

_REMARKS = ("#", ";", "//", "!")
_KEY = re.compile(r"(?:export\s+|set\s+)?([\w@$][\w@$.:+/\[\]-]*)\s*=")
_JOINED = re.compile(r";(?=\w{1,60}=)")
"""Event streams put several pairs on a line: ``Code=X;action=Start;index=0``."""


class KeyValue:
    """Reads one pair per line; dots separate the elements of a key, ``[n]`` stays its index."""

    FORMAT: ClassVar[str] = "text:keyvalue"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "a value that goes on in the next line is cut there, and a line without a pair is passed over",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of their line."""
        return bounded(_settings(Decoded(content(source, limits)), limits), limits)


def _settings(text: Decoded, limits: Limits) -> Iterator[Setting]:
    for index, raw in numbered(text.text):
        line = raw.strip()
        if line.startswith(_REMARKS):
            continue
        for pair in _JOINED.split(line) if ";" in line else (line,):
            match = _KEY.match(pair)
            if match:
                check_depth(match[1].count(".") + 1, limits)
                path = tuple(element(part) for part in match[1].split("."))
                yield Setting(path, unquoted(pair[match.end() :]), text.offset(index))
