"""What templates call on a value: sizes, places, words."""

from __future__ import annotations

from scanner.report.paths import SEPARATOR, at, inner
from scanner.report.words import word
from scanner.text import plural, size_text


def path_parts(path: str) -> tuple[str, str]:
    """(what leads to the last file, the last file), for showing the end in bold."""
    head, found, tail = path.rpartition(SEPARATOR)
    return (head + found, tail)


FILTERS = {
    "at": at,
    "inner": inner,
    "size": size_text,
    "plural": plural,
    "path_parts": path_parts,
    "checked": lambda key: word("checked", key),
    "speaks": lambda key: word("speaks", key),
    "outcome": lambda key: word("outcome", key),
    "verdict_word": lambda key: word("verdict", key),
    "bytes_word": lambda key: word("bytes", key),
}
