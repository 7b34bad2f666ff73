"""The columns that a ``CREATE TABLE`` statement of SQLite's schema defines (sqlite.org/lang_createtable)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s+|--[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?
      | (?P<quoted>"(?:[^"]|"")*+"?|`(?:[^`]|``)*+`?|'(?:[^']|'')*+'?|\[[^\]]*+\]?)
      | (?P<word>[\w$]+)
      | (?P<mark>.)""",
    re.X | re.S,
)
_TABLE_RULES = frozenset({"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"})
_COLUMN_RULES = _TABLE_RULES | {"NOT", "NULL", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED", "AS"}


@dataclass(frozen=True, slots=True)
class Column:
    """``place`` is that in a stored record, None for a column that is computed when it is asked for."""

    name: str
    type: str
    place: int | None


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    is_word: bool
    depth: int

    @property
    def upper(self) -> str:
        """The keyword that an unquoted word may be."""
        return self.text.upper() if self.is_word else ""


def columns(sql: str, by_key: bool) -> list[Column]:
    """The columns of the table that ``sql`` creates; in a table ``by_key`` (without row numbers) its key comes first.

    What cannot be understood is left out: a schema is written by programs of many ages.
    """
    made = [part for part in _parts(sql) if part]
    own = [part for part in made if part[0].upper not in _TABLE_RULES]
    order = _order(own, made) if by_key else [_key(part[0].text) for part in own]
    kept = [name for name in order if name not in {_key(part[0].text) for part in own if _is_computed(part)}]
    places = {name: place for place, name in enumerate(kept)}
    return [Column(part[0].text, _type(part), places.get(_key(part[0].text))) for part in own]


def _parts(sql: str) -> Iterator[list[_Token]]:
    """The definitions between the outer brackets, split at commas."""
    part: list[_Token] = []
    for token in _tokens(sql):
        if token.depth <= 0:
            continue
        if token.depth == 1 and not token.is_word and token.text in (",", "("):
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _tokens(sql: str) -> Iterator[_Token]:
    """Tokens with the number of brackets around them, up to the end of the first outer pair."""
    depth = 0
    for match in _TOKEN.finditer(sql):
        if match["mark"] == "(":
            depth += 1
            yield _Token("(", is_word=False, depth=depth)
        elif match["mark"] == ")":
            depth -= 1
            if depth <= 0:
                return
        elif match["quoted"]:
            yield _Token(_plain(match["quoted"]), is_word=False, depth=depth)
        elif match["word"] or match["mark"]:
            yield _Token(match[0], is_word=bool(match["word"]), depth=depth)


def _plain(quoted: str) -> str:
    mark = {"[": "]"}.get(quoted[0], quoted[0])
    return quoted[1:].removesuffix(mark).replace(mark * 2, mark) or "?"


def _type(part: list[_Token]) -> str:
    words = []
    for token in part[1:]:
        if token.upper in _COLUMN_RULES:
            break
        if token.depth == 1:
            words.append(token.text)
    return " ".join(words)


def _is_computed(part: list[_Token]) -> bool:
    rules = {token.upper for token in part if token.depth == 1}
    return bool(rules & {"GENERATED", "AS"}) and "STORED" not in rules


def _order(own: list[list[_Token]], made: list[list[_Token]]) -> list[str]:
    """Names as a table without row numbers stores them: those of the primary key, then the others."""
    first = [_key(part[0].text) for part in own if "PRIMARY" in {token.upper for token in part[1:] if token.depth == 1}]
    for part in made:
        words = [token.upper for token in part if token.depth == 1]
        if part[0].upper in _TABLE_RULES and "PRIMARY" in words:
            inner = [token for token in part if token.depth > 1]
            first += [_key(a.text) for a, before in zip(inner, [None, *inner], strict=False) if _starts(before)]
    names = [_key(part[0].text) for part in own]
    return list(dict.fromkeys([name for name in first if name in names] + names))


def _starts(before: _Token | None) -> bool:
    return before is None or (not before.is_word and before.text in (",", "("))


def _key(name: str) -> str:
    return name.lower()
