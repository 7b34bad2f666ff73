"""What a format id says about the role of a text hit in it: program, script, document or configuration."""

from __future__ import annotations

from scanner.formats import ids
from scanner.types import Place

NATIVE = frozenset({"elf", "pe", "macho"})
CONFIG = ids.SETTINGS
HOLD_SETTINGS = CONFIG | {"sqlite", "plist", "android-xml", "text:script"}
"""Formats in which settings are read; in scripts only what assigns and starts."""
SCRIPT = "text:script"
DOCUMENT = "text:document"
PLAIN = "text"
PDF = "pdf"

_PLACES = {
    SCRIPT: Place.SCRIPT,
    **dict.fromkeys((DOCUMENT, PLAIN, PDF), Place.DOCUMENT),
    **dict.fromkeys(CONFIG, Place.CONFIG),
    "text:dockerfile": Place.SCRIPT,
}
"""A Dockerfile is both: its steps are carried out, its variables are settings (the config detector says those)."""


def text_place(format_id: str) -> Place:
    """Where a byte hit in a node of ``format_id`` stands: binaries and unknown content are ``text``."""
    return _PLACES.get(format_id, Place.TEXT)
