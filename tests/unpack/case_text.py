"""Cases of the text reader."""

from __future__ import annotations

from tests.unpack.case import ReaderCase

NO_STRUCTURE = "text has no structure that could break; a file that stops being text is identified as something else"

CASES = (
    ReaderCase("text", "text", lambda: b"a line of prose\n" * 20, lambda: b"a line", "note", harmless=NO_STRUCTURE),
    ReaderCase("text", "text:json", lambda: b'{"a": 1}', lambda: b'{"a": 1', "x.json", harmless=NO_STRUCTURE),
)
