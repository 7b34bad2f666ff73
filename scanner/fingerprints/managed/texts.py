"""Texts that code loads, as features, and how they stand in a file."""

from __future__ import annotations

from collections.abc import Iterator

SHORTEST, LONGEST = 6, 300
"""Bytes of a text: shorter ones are chance, of longer ones the beginning counts."""
_PLACEHOLDERS = ("\1", "\2")
"""Where javac from version 9 on puts the values into a text that it joins (java.lang.invoke.StringConcatFactory); older
ones and Android's compilers load the pieces one by one."""
_END = "\0"
_LEAST_DIFFERENT = 3
_SHORTEST_TRIGGER = 10


def pieces(text: str) -> Iterator[bytes]:
    """The features in one text; bytes that were no UTF-8 stand in it as Python's surrogates."""
    for mark in _PLACEHOLDERS:
        text = text.replace(mark, _END)
    for piece in text.split(_END):
        raw = piece.encode("utf-8", "surrogateescape")[:LONGEST]
        if len(raw) >= SHORTEST and len(set(raw)) >= _LEAST_DIFFERENT:
            yield raw


def patterns(raw: bytes, encoding: str) -> Iterator[bytes]:
    """Bytes of a text in a file whose texts are in ``encoding``."""
    if len(raw) >= _SHORTEST_TRIGGER:
        yield raw.decode("utf-8", "replace").encode(encoding)
