"""What templates call on a value: sizes, places, words."""

from __future__ import annotations

from scanner.report.clauses import clause_name
from scanner.report.languages.phrasebook import counted, is_known
from scanner.report.paths import SEPARATOR, at, inner
from scanner.report.words import word
from scanner.text import size_text


def path_parts(path: str) -> tuple[str, str]:
    """(what leads to the last file, the last file), for showing the end in bold."""
    head, found, tail = path.rpartition(SEPARATOR)
    return (head + found, tail)


def number(value: float) -> str:
    """``1,204``."""
    return f"{value:,}"


def stays_english(sentence: str) -> bool:
    """Whether a sentence of the document is shown in English in a page of another language: it is marked so."""
    return not is_known(sentence)


FILTERS = {
    "at": at,
    "inner": inner,
    "size": size_text,
    "number": number,
    "plural": counted,
    "path_parts": path_parts,
    "stays_english": stays_english,
    "clause_name": clause_name,
    "checked": lambda key: word("checked", key),
    "speaks": lambda key: word("speaks", key),
    "outcome": lambda key: word("outcome", key),
    "verdict_word": lambda key: word("verdict", key),
    "bytes_word": lambda key: word("bytes", key),
    "place_word": lambda key: word("seen_place", key),
    "limit_word": lambda key: word("limit_name", key),
    "state_word": lambda key: word("state_title", key),
    "capability_word": lambda key: word("capability_title", key),
    "qualifier_word": lambda key: word("qualifier", key),
}
