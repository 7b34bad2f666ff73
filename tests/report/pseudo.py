"""A language for tests: every message in brackets, so that what no catalogue has stands outside of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from scanner.report import words
from scanner.report.languages import phrasebook, speaking
from tests.repo.messages import catalog

PSEUDO = "qps"
OPEN, CLOSE = "«", "»"


@cache
def compiled(domain: str) -> bytes:
    """The catalogue of ``domain`` with each message in brackets."""
    made = Catalog("en")
    for message in catalog(domain):
        if message.id:
            texts = message.id if isinstance(message.id, tuple | list) else (message.id,)
            bracketed = tuple(f"{OPEN}{text}{CLOSE}" for text in texts)
            made.add(message.id, bracketed if len(texts) > 1 else bracketed[0])
    file = io.BytesIO()
    write_mo(file, made)
    return file.getvalue()


@contextmanager
def installed(folder: Path, language: str = PSEUDO) -> Iterator[str]:
    """The language is there as one that somebody added by files, below ``folder``, and its name is given."""
    for domain in speaking.DOMAINS:
        path = folder / language / "LC_MESSAGES" / f"{domain}.mo"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(compiled(domain))
    was = speaking.FOLDER
    speaking.FOLDER = folder
    _forget()
    try:
        yield language
    finally:
        speaking.FOLDER = was
        _forget()


def _forget() -> None:
    for kept in (speaking.languages, speaking._catalogue, words._in_language, phrasebook._put_over):
        kept.cache_clear()


def outside(text: str) -> str:
    """``text`` without what stands in brackets."""
    depth, left = 0, []
    for character in text:
        depth += (character == OPEN) - (character == CLOSE)
        left.append(
            character if depth == 0 and character != CLOSE else "\0" if character == CLOSE and depth == 0 else ""
        )
    return "".join(left)
