"""INI files: sections, ``key = value`` or ``key: value``; tolerant, because no two programs agree on the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.characters.escapes import unicode_unescaped
from scanner.detect.settings.interface import Setting, bounded, content, element
from scanner.detect.settings.lines.continued import Continued
from scanner.detect.settings.lines.lines import numbered, unquoted
from scanner.types import Limits

if TYPE_CHECKING:
    from scanner.formats.source import Source

_REMARKS = ("#", ";", "//", "!")
_SECTION = re.compile(r"\[[^\]\[,{}'\n]+\]\s*(?:[#;].*)?")


class Ini:
    """Reads sections and keys (dots separate their elements); what stands twice is seen twice."""

    FORMAT: ClassVar[str] = "text:ini"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "a value may go on behind a backslash, indented or within brackets; such a line is also read for itself",
        "a line without a key is passed over, and interpolation (%(name)s) is not carried out",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of their line."""
        return bounded(_settings(Decoded(content(source, limits))), limits)


def _settings(text: Decoded) -> Iterator[Setting]:
    section: tuple[str, ...] = ()
    sections: Counter[str] = Counter()
    value = Continued()
    for index, raw in numbered(text.text):
        line = unicode_unescaped(raw.strip())
        if not line or line.startswith(_REMARKS):
            continue
        key = _key(line)
        path = (*section, *map(element, key.split("."))) if key is not None else ()
        if _goes_on(raw, line, key, value):
            if path:
                yield Setting(path, unquoted(_behind(line).removesuffix("\\")), text.offset(index))
            continue
        yield from value.end()
        if line[0] == "[" and "]" in line:
            section = (_section(line, sections),)
        elif path:
            value.begin(path, _behind(line), text.offset(index))
    yield from value.end()


def _goes_on(raw: str, line: str, key: str | None, value: Continued) -> bool:
    """Whether the line belongs to the value that was begun before it; a section at the margin never does."""
    is_section = line[0] == "[" and _SECTION.fullmatch(line) is not None
    if is_section and raw[0] == "[":
        return False
    return value.takes(raw, is_section or key is not None)


def _behind(line: str) -> str:
    return line[_split(line) + 1 :]


def _section(line: str, sections: Counter[str]) -> str:
    name = element(line[1 : line.rindex("]")].strip("[] "))
    number = sections[name]
    sections[name] += 1
    return f"{name}[{number}]" if number else name


def _split(line: str) -> int:
    """Where the key ends: the first ``=`` or ``:``, -1 for none."""
    found = [index for index in (line.find("="), line.find(":")) if index >= 0]
    return min(found, default=-1)


def _key(line: str) -> str | None:
    end = _split(line)
    key = line[:end].strip() if end > 0 else ""
    return key or None
