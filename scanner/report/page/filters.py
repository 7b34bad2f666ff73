"""What templates call on a value: sizes, places, words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from scanner.report.clauses import clause_name
from scanner.report.languages.phrasebook import counted, is_known, said
from scanner.report.languages.speaking import gettext as _
from scanner.report.page.limits import BLOCK
from scanner.report.paths import at, inner
from scanner.report.words import word
from scanner.text import shorten, size_text

if TYPE_CHECKING:
    from markupsafe import Markup

Row = TypeVar("Row")
LONGEST = 80
"""Characters of a path that stands in a sentence."""


def path_parts(path: str) -> tuple[str, str]:
    """(what leads to the last name, the last name), for showing the end in bold; a folder's name keeps its slash."""
    head, found, tail = path.rstrip("/").rpartition("/")
    return (head + found, path[len(head + found) :]) if tail else ("", path)


def path(text: str) -> Markup:
    """A path with its last name in bold. No macro, as a page can have 100,000 of them."""
    from markupsafe import Markup, escape

    head, tail = path_parts(text)
    return Markup(f'<bdi class="path">{escape(head)}<b>{escape(tail)}</b></bdi>')  # noqa: S704 - escaped


def sentence(text: str) -> Markup:
    """A sentence of the document in the spoken language, marked where it stays English."""
    from markupsafe import Markup, escape

    language = ' lang="en"' if stays_english(text) else ""
    return Markup(f"<bdi{language}>{escape(said(text))}</bdi>")  # noqa: S704 - escaped


def short(text: str) -> str:
    """``text`` in a line: its middle gives way, visibly; the whole text stands nearby."""
    return shorten(text, LONGEST)


_PERCENT = re.compile(r"(?<=\d) (?=%)")


def unbroken(text: str) -> str:
    """``text`` in which no line breaks between a number and its percent sign."""
    return _PERCENT.sub("\u00a0", text)


def number(value: float) -> str:
    """``1,204``."""
    return f"{value:,}"


def stays_english(sentence: str) -> bool:
    """Whether a sentence of the document is shown in English in a page of another language: it is marked so."""
    return not is_known(sentence)


def parts(rows: Sequence[Row]) -> list[Sequence[Row]]:
    """``rows`` in blocks, each of which a browser lays out when it comes into view."""
    return [rows[at : at + BLOCK] for at in range(0, len(rows), BLOCK)]


def part(loop: Any) -> str:
    """``, part 2 of 7`` behind the name of a table that stands in several blocks; ``loop`` is Jinja's."""
    return _(", part %(number)s of %(parts)s", number=loop.index, parts=loop.length) if loop.length > 1 else ""


FILTERS = {
    "parts": parts,
    "part": part,
    "at": at,
    "inner": inner,
    "size": size_text,
    "number": number,
    "unbroken": unbroken,
    "plural": counted,
    "path": path,
    "sentence": sentence,
    "short": short,
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
