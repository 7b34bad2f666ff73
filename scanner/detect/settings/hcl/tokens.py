"""The tokens of HCL: names, texts with templates in them, here documents, marks; no comments and blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.characters.escapes import unescaped
from scanner.types import ParseFailure


class Kind(Enum):
    """What a token is."""

    NAME = "name"
    TEXT = "text"
    MARK = "mark"
    LINE = "line end"
    END = "end"


class Token(NamedTuple):
    """``value`` is the text that a quoted token stands for; ``start`` and ``end`` are indexes of characters."""

    kind: Kind
    value: str
    start: int
    end: int


_TOKEN = re.compile(
    r"(?:[ \t\ufeff]++|(?:\#|//)[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/|\r(?=\n))*+(?:"
    r"(?P<name>[.-]?[\w*][\w.*-]*+)"
    r"|(?P<line>\n|\r)"
    r"|<<-?(?P<tag>[\w-]+)[ \t]*\r?\n"
    r'|(?P<quote>")'
    r"|(?P<mark>=>|==|[{}\[\]()=:,?!<>&|+/%.$-]|<=|>=)"
    r"|(?P<end>\Z))"
)
_INTEREST = re.compile(r'["{}\n\\]|[$%]\{')


def tokens(text: Decoded) -> Iterator[Token]:
    """All tokens of ``text``, the last of them of the kind ``END``.

    :raises ParseFailure: for a character that begins no token, and for a text or comment without an end.
    """
    at, whole = 0, text.text
    while True:
        found = _TOKEN.match(whole, at)
        if found is None:
            raise ParseFailure(f"no HCL from byte {text.offset(at):,}")
        group = found.lastgroup or ""
        start, at = found.start(group), found.end()
        if group == "quote":
            at = _closing(text, at)
            yield Token(Kind.TEXT, unescaped(whole[start + 1 : at - 1].replace("$${", "${")), start, at)
        elif group == "tag":
            body_end, at = _here(text, found["tag"], at)
            yield Token(Kind.TEXT, whole[found.end() : body_end], start, at)
        else:
            yield Token(_KINDS[group], found[group], start, at)
            if group == "end":
                return


_KINDS = {"name": Kind.NAME, "line": Kind.LINE, "mark": Kind.MARK, "end": Kind.END}


def _closing(text: Decoded, at: int) -> int:
    """The index behind the quote that closes a text whose content begins at ``at``; templates may hold texts."""
    opened = ['"']
    while opened and (found := _INTEREST.search(text.text, at)):
        at, mark, in_text = found.end(), found[0], opened[-1] == '"'
        if in_text and mark == "\\":
            at += 1
        elif in_text and mark == "\n":
            break
        elif mark == ('"' if in_text else "}"):
            opened.pop()
        elif mark == '"' or (mark.endswith("{") and (len(mark) > 1 or not in_text)):
            opened.append(mark[-1])
    if not opened:
        return at
    raise ParseFailure(f"no HCL: the text before byte {text.offset(min(at, len(text.text))):,} has no end")


def _here(text: Decoded, tag: str, at: int) -> tuple[int, int]:
    """(end of the content, index behind the tag) of a here document whose content begins at ``at``."""
    found = re.compile(rf"^[ \t]*{re.escape(tag)}\b", re.M).search(text.text, at)
    if found is None:
        raise ParseFailure(f"no HCL: the here document from byte {text.offset(at):,} has no end")
    return found.start(), found.end()
