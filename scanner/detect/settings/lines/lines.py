"""Lines of a text with the position of each."""

from __future__ import annotations

import re
from collections.abc import Iterator

QUOTES = "\"'"
_LINE = re.compile(r"[^\r\n]+")
_NOTE = re.compile(r"\s[#;].*")


def numbered(text: str) -> Iterator[tuple[int, str]]:
    """(index of its first character, line) for every line that is not empty."""
    return ((match.start(), match[0]) for match in _LINE.finditer(text))


def unquoted(value: str) -> str:
    """A value without the remark behind it and the quotes around it; several quoted words keep their quotes."""
    value = value.strip()
    if value[:1] and value[0] in QUOTES:
        end = value.find(value[0], 1)
        if end < 0:
            return value[1:]
        behind = value[end + 1 :].strip()
        if not behind or behind[0] in "#;":
            return value[1:end]
    return _NOTE.sub("", value).rstrip()
