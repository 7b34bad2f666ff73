"""``key=value`` lines, as Dahua's CGI answers (``table.Rule[0][1].Enable=true``) and properties files have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.characters.escapes import unicode_unescaped
from scanner.detect.settings.interface import Setting, bounded, check_depth, content, element
from scanner.detect.settings.lines.continued import Continued
from scanner.detect.settings.lines.lines import numbered, unquoted
from scanner.detect.settings.lines.properties import properties
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
        "a value may go on behind a backslash or within quotes; such a line is also read for itself",
        "a line without a pair is passed over (in .properties, blanks and colons separate too)",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of their line."""
        text = Decoded(content(source, limits))
        pairs = properties(text) if source.name.lower().endswith(".properties") else _pairs(text)
        return bounded(_settings(pairs, text, limits), limits)


Pair = tuple[int, str, str, str]
"""Index of the line, the line, key and value; empty where the line has none."""


def _pairs(text: Decoded) -> Iterator[Pair]:
    for index, raw in numbered(text.text):
        line = unicode_unescaped(raw.strip())
        if line.startswith(_REMARKS):
            continue
        for pair in _JOINED.split(line) if ";" in line else (line,):
            match = _KEY.match(pair)
            yield (index, raw, match[1], pair[match.end() :]) if match else (index, raw, "", "")


def _settings(pairs: Iterator[Pair], text: Decoded, limits: Limits) -> Iterator[Setting]:
    value = Continued(indented=False)
    for index, raw, key, said in pairs:
        check_depth(key.count(".") + 1, limits)
        path = tuple(element(part) for part in key.split(".")) if key else ()
        if value.takes(raw, bool(key)):
            if path:
                yield Setting(path, unquoted(said.removesuffix("\\")), text.offset(index))
            continue
        yield from value.end()
        if path:
            value.begin(path, said, text.offset(index))
    yield from value.end()
