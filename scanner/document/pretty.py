"""JSON for people and for ``diff``: one line per node, finding or question. ``json``'s own indentation takes ten times
as long, which a report of 100,000 files shows."""

from __future__ import annotations

import json
from typing import Any

_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
OPENED = 3
"""Levels of objects that are spread over lines; what lies deeper stands in one."""


def pretty(value: Any, level: int = 0) -> str:
    """``value`` as JSON text: objects down to :data:`OPENED` levels and every list in them by line."""
    inner = " " * (level + 1)
    if isinstance(value, dict) and value and level < OPENED:
        lines = [f"{inner}{_compact(key)}: {pretty(item, level + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{' ' * level}}}"
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        return "[\n" + ",\n".join(inner + _compact(item) for item in value) + f"\n{' ' * level}]"
    return _compact(value)
