"""JSON for people and for ``diff``: one line per node, finding or question. ``json``'s own indentation takes ten times
as long, which a report of 100,000 files shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
OPENED = 3
"""Levels of objects that are spread over lines; what lies deeper stands in one."""


def pretty(value: Any) -> str:
    """``value`` as JSON text: objects down to :data:`OPENED` levels and every list in them by line."""
    return "".join(pieces(value))


def pieces(value: Any, level: int = 0) -> Iterator[str]:
    """The text of :func:`pretty` in pieces of a line or less: a large report need not stand in memory three times."""
    if isinstance(value, dict) and value and level < OPENED:
        inner, before = " " * (level + 1), "{\n"
        for key, item in value.items():
            yield f"{before}{inner}{_compact(key)}: "
            yield from pieces(item, level + 1)
            before = ",\n"
        yield f"\n{' ' * level}}}"
    elif isinstance(value, list) and value and isinstance(value[0], dict | list):
        inner, before = " " * (level + 1), "[\n"
        for item in value:
            yield f"{before}{inner}{_compact(item)}"
            before = ",\n"
        yield f"\n{' ' * level}]"
    else:
        yield _compact(value)
