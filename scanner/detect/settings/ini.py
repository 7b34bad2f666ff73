"""INI files: sections, ``key = value`` or ``key: value``; tolerant, because no two programs agree on the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.decoded import Decoded
from scanner.detect.settings.interface import Setting, bounded, content, element
from scanner.detect.settings.lines import numbered, unquoted
from scanner.types import Limits

if TYPE_CHECKING:
    from scanner.formats.source import Source

_REMARKS = ("#", ";", "//", "!")


class Ini:
    """Reads sections and keys (dots separate their elements); what stands twice is seen twice."""

    FORMAT: ClassVar[str] = "text:ini"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "continuation lines are not joined, and a line without a key is passed over",
        "interpolation (%(name)s) is not carried out",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of their line."""
        return bounded(_settings(Decoded(content(source, limits))), limits)


def _settings(text: Decoded) -> Iterator[Setting]:
    section: tuple[str, ...] = ()
    sections: Counter[str] = Counter()
    for index, raw in numbered(text.text):
        line = raw.strip()
        if not line or line.startswith(_REMARKS):
            continue
        if line[0] == "[" and "]" in line:
            section = (_section(line, sections),)
        elif (key := _key(line)) is not None:
            yield Setting(
                (*section, *map(element, key.split("."))), unquoted(line[_split(line) + 1 :]), text.offset(index)
            )


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
