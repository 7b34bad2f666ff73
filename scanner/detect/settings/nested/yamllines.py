"""YAML by its lines, for templates that are none without their expressions: indentation, dashes, ``key: value``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.interface import Setting, element
from scanner.detect.settings.lines.lines import unquoted
from scanner.detect.settings.nested.templates import shown

_LINE = re.compile(r"^([ ]*+)((?:-[ ]++)*+)([^\r\n]*+)", re.M)
_KEY = re.compile(
    r"""(?:"([^"\n]{1,200}+)"|'([^'\n]{1,200}+)'|([^\s"'#{}\[\],:][^:\n]{0,200}+))[ ]*+:(?:[ ]++(.*))?$"""
)
_BLOCK = re.compile(r"[|>][-+\d]{0,2}(?:[ ]+#.*)?")
_PROPERTIES = re.compile(r"(?:[&!][^\s]*[ ]+){1,2}")
MOST_LINES = 10_000
"""Lines of one block of text."""


@dataclass(slots=True)
class _Open:
    """A key, or an item of a list (``name`` is its ``[n]``), at its column; how many items it has so far."""

    column: int
    name: str
    is_item: bool = False
    items: int = 0


@dataclass(slots=True)
class _Block:
    """A text over several lines, below a key at ``column``."""

    path: tuple[str, ...]
    offset: int
    column: int
    lines: list[str] = field(default_factory=list)

    def takes(self, line: re.Match[str]) -> bool:
        if len(line[1]) <= self.column or len(self.lines) >= MOST_LINES:
            return False
        self.lines.append(line[0])
        return True

    def setting(self) -> Setting:
        return Setting(self.path, shown("\n".join(self.lines)), self.offset)


def settings_of_lines(text: Decoded, plain: str, after: int) -> Iterator[Setting]:
    """Settings of ``plain`` (``text`` without its template language) on lines that begin after the byte ``after``."""
    opened: list[_Open] = []
    block: _Block | None = None
    for line in _LINE.finditer(plain):
        if not line[0].strip() or line[3].startswith("#") or (block is not None and block.takes(line)):
            continue
        if block is not None:
            yield block.setting()
            block = None
        key, value = _entered(line, opened)
        offset = text.offset(line.start())
        path = _path(opened)
        if not value or not path or offset <= after:
            continue
        if key and _BLOCK.fullmatch(value):
            block = _Block(path, offset, opened[-1].column)
        else:
            yield Setting(path, shown(unquoted(_PROPERTIES.sub("", value, count=1))), offset)
    if block is not None:
        yield block.setting()


def _entered(line: re.Match[str], opened: list[_Open]) -> tuple[bool, str | None]:
    """Enter what the line opens; (whether it has a key, its value: None where it says nothing)."""
    column = len(line[1])
    for dash in re.finditer(r"-[ ]+", line[2]):
        _dash(column + dash.start(), opened)
    column += len(line[2])
    found = _KEY.match(line[3])
    if found is None:
        return False, line[3] if line[2] else None
    while opened and opened[-1].column >= column:
        opened.pop()
    opened.append(_Open(column, element(shown((found[1] or found[2] or found[3]).rstrip()))))
    return True, found[4] or ""


def _dash(column: int, opened: list[_Open]) -> None:
    while opened and (opened[-1].column > column or (opened[-1].column == column and opened[-1].is_item)):
        opened.pop()
    number = opened[-1].items if opened else 0
    if opened:
        opened[-1].items += 1
    opened.append(_Open(column, f"[{number}]", is_item=True))


def _path(opened: list[_Open]) -> tuple[str, ...]:
    path: list[str] = []
    for one in opened:
        if one.is_item and path:
            path[-1] += one.name
        else:
            path.append(one.name)
    return tuple(path)
