"""Saved answers of web servers (``curl -i``): the settings are in the body, behind the lines of the header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from scanner.detect.settings.interface import Setting
from scanner.detect.settings.views.memory import Memory
from scanner.formats.textkind import HEADER

if TYPE_CHECKING:
    from scanner.formats.source import Source

_HEADER = re.compile(HEADER.pattern.encode())
_LONGEST = 4096


def body_of(source: Source) -> tuple[Source, int]:
    """The body of ``source`` and where it begins; ``source`` itself and 0 where it is no answer."""
    found = _HEADER.match(bytes(source.data[:_LONGEST]))
    if found is None:
        return source, 0
    return cast("Source", Memory(bytes(source.data[found.end() :]), source.name)), found.end()


def shifted(settings: Iterator[Setting], by: int) -> Iterator[Setting]:
    """``settings`` with offsets in the file around them."""
    for one in settings:
        yield one if one.offset is None else replace(one, offset=one.offset + by)
