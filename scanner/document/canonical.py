"""One spelling for every document: clean texts, plain numbers, and bytes that hash the same everywhere."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from scanner.text import is_safe, obeyed, safe_text

LONGEST_TEXT = 1 << 20
"""Characters. Paths grow with the depth of nesting and must stay unique, so nothing ordinary is cut here."""

_NEVER_WRITTEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories that :func:`clean` makes visible in every version of Unicode: a document that has them is not ours."""


def clean(value: Any) -> Any:
    """``value`` with every text made safe, tuples as lists, and whole floats as integers (600.0 is 600 in RFC 8785)."""
    # The common cases first, without a call: a report of 100,000 files has two million texts.
    if isinstance(value, str):
        return value if is_safe(value) and len(value) <= LONGEST_TEXT else safe_text(value, LONGEST_TEXT)
    if isinstance(value, int) or value is None:
        return value
    if isinstance(value, dict):
        return {_key(key): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@lru_cache(1 << 10)
def _key(value: str) -> str:
    """A name in the document: most are its own few words."""
    return safe_text(value, LONGEST_TEXT)


def canonical(value: Any) -> bytes:
    """The JSON bytes that are hashed: sorted keys, no spaces, UTF-8 (RFC 8785 for the values that documents hold)."""
    import msgspec

    return msgspec.json.encode(value, order="deterministic")


def digest(value: Any) -> str:
    """SHA-256 of :func:`canonical`, hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def short_id(*parts: str) -> str:
    """Sixteen hex digits that depend on ``parts`` alone: an identifier that is the same in every run."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:16]


def unsafe_texts(value: Any) -> Iterator[str]:
    """Texts (keys too) with a character, or a command for CI logs, that :func:`clean` never leaves behind."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            hidden = not item.isprintable() and any(unicodedata.category(c) in _NEVER_WRITTEN for c in item)
            if hidden or obeyed(item):
                yield item
        elif isinstance(item, dict):
            stack.extend(item)
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
