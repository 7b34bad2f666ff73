"""JSON and JSON5, one document or several, as devices write it: comments and trailing commas are passed over.

Every match of one expression is a whole member of a map (``"key": value,``), so that most of a file costs one step per
key and no object is made of what nobody asked for. Measured in November 2026 on one busy core, in MB/s: 14 MB of
indented settings of cameras 20, 9 MB of the same without blanks 13, API descriptions of botocore 42, reports 20 to 29;
with every setting kept 8 and 5; token by token, as before, 4 and 3. ijson with yajl2_c (96 and 64) tells no offsets and
takes no trailing comma; orjson and msgspec with a walk (57 to 94) keep one of two equal keys, tell no offsets, take one
document without comments, and need the tree of all of it in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.characters.utf8 import Utf8
from scanner.detect.settings.interface import MAX_VALUE, TOO_LONG, Setting, Wanted, bounded, check_depth, element
from scanner.detect.settings.nested.jsontokens import (
    BLANKS,
    FLAT,
    LAST,
    LAST_ITEM,
    LAST_MEMBER,
    LOOSE,
    OPEN,
    PLAIN,
    ROOT,
    STRICT,
    TELLING,
    Grammar,
    sequence,
    text_of,
)
from scanner.types import LimitReached, Limits, ParseFailure

if TYPE_CHECKING:
    import re

    from scanner.formats.source import Source

_BRACE, _BRACKET = 0x7B, 0x5B
_OPENS, _END = 3, 4
"""The groups of :data:`ROOT` that are a bracket and the end of the file."""
MAX_CONTAINERS = 4_000_000
"""Maps and lists of one file that take a step of their own (flat ones do not): about half a minute."""
_REMEMBERED = 20_000
"""Different keys of a file of which is kept whether they are wanted."""
_LONG = 400
"""Bytes above which a key is looked at anew each time."""


class Json:
    """Reads JSON member by member: no recursion, no tree, a key that stands twice is seen twice."""

    FORMAT: ClassVar[str] = "text:json"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "an escape that is none is noticed only in keys and values that are asked for",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the value."""
        return bounded(_Walk(Utf8(source, limits), limits, None).settings(), limits)

    def skim(self, source: Source, limits: Limits, wanted: Wanted) -> Iterator[Setting]:
        """The settings that are ``wanted``."""
        return bounded(_Walk(Utf8(source, limits), limits, _keys(wanted)).settings(), limits)


class _Keys(dict[bytes, bool]):
    """Token of a key → whether it is wanted somewhere."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__()
        self._wanted = wanted
        self._pairs: dict[tuple[bytes, bytes], bool] = {}

    def has(self, token: bytes, around: bytes) -> bool:
        """Whether the key ``token`` is wanted in what the key ``around`` names."""
        if not self[token]:
            return False
        known = self._pairs.get((token, around))
        if known is None:
            known = self._wanted.has(_NAMES[token], _NAMES[around] if around else "")
            if len(self._pairs) < _REMEMBERED and len(token) + len(around) <= _LONG:
                self._pairs[token, around] = known
        return known

    def __missing__(self, token: bytes) -> bool:
        answer = bool(token) and self._wanted.may(_NAMES[token])
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(token) <= _LONG:
            self[token] = answer
        return answer


class _Every(dict[bytes, bool]):
    def has(self, token: bytes, around: bytes) -> bool:
        return True

    def __missing__(self, token: bytes) -> bool:
        return True


_EVERY = _Every()


@lru_cache(maxsize=8)
def _keys(wanted: Wanted) -> _Keys:
    return _Keys(wanted)


class _Names(dict[bytes, str]):
    """Token of a key → the key as an element of a path."""

    def __missing__(self, token: bytes) -> str:
        name = element(_key_text(token))
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(token) <= _LONG:
            self[token] = name
        return name


_NAMES = _Names()


def _key_text(token: bytes) -> str:
    return text_of(token) if token[:1] in (b'"', b"'") else token.decode("utf-8", "surrogatepass")


class _Level:
    """An open map or list, whether all below it is wanted, how many of its items were counted and up to where."""

    __slots__ = ("_around", "_number", "_path", "_token", "full", "index", "is_map", "mark", "name")

    def __init__(self, is_map: bool, full: bool, around: _Level | None, token: bytes, number: int, mark: int) -> None:
        self.is_map = is_map
        self.full = full
        self.index = 0
        self.mark = mark
        self.name: bytes = token or (around.name if around is not None else b"")
        """The key that it, or the list around it, stands under."""
        self._around = around
        self._token = token
        self._number = number
        self._path: tuple[str, ...] | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """The keys that lead here, put together when they are asked for."""
        if self._path is not None:
            return self._path
        levels: list[_Level] = []
        level: _Level | None = self
        while level is not None and level._path is None:
            levels.append(level)
            level = level._around
        path: tuple[str, ...] = () if level is None or level._path is None else level._path
        for below in reversed(levels):
            path = below._path = below._joined(path)
        return path

    def _joined(self, path: tuple[str, ...]) -> tuple[str, ...]:
        if self._around is not None:
            return self._around.child(path, self._token, self._number)
        return (f"[{self._number}]",) if self._number else ()

    def child(self, path: tuple[str, ...], token: bytes, number: int) -> tuple[str, ...]:
        """The path of a member or item of this map or list, whose own is ``path``."""
        if self.is_map:
            return (*path, _NAMES[token])
        return (*path[:-1], f"{path[-1]}[{number}]") if path else (f"[{number}]",)


class _Walk:
    """One pass over a file; ``keys`` is None where everything is wanted."""

    def __init__(self, text: Utf8, limits: Limits, keys: _Keys | None) -> None:
        self._text = text
        self._data = text.data
        self._limits = limits
        self._keys: _Keys | _Every = _EVERY if keys is None else keys
        self._all = keys is None
        self._levels: list[_Level] = []
        self._position = self._documents = 0
        self._hot: Mapping[bytes, bool] = self._keys
        """The keys whose members are looked at."""
        self._is_cut = False
        self._containers = 0
        self._turned = False
        """Whether another expression is due."""

    def settings(self) -> Iterator[Setting]:
        """What is wanted, to the end of the file.

        :raises ParseFailure: where it breaks, after everything before that.
        :raises LimitReached: where it nests too deep, and at the end where a value was too long.
        """
        while (match := ROOT.match(self._data, self._position)) is not None and match.lastindex != _END:
            number = self._documents
            self._documents += 1
            self._position = match.end()
            if match.lastindex == _OPENS:
                self._push(_Level(self._data[match.start(_OPENS)] == _BRACE, self._all, None, b"", number, match.end()))
                while self._levels:
                    yield from self._inside()
            elif number:
                yield Setting((f"[{number}]",), text_of(match[PLAIN]), self._text.offset(match.start(PLAIN)))
        if match is None or not self._documents:
            raise self._broken("a value")
        if self._is_cut:
            raise LimitReached(TOO_LONG)

    def _inside(self) -> Iterator[Setting]:
        """What the innermost map or list says, until another kind of one is the innermost."""
        self._turned = False
        yield from self._matched(STRICT)
        if not self._turned:
            begun = self._position
            yield from self._matched(LOOSE)
            if not self._turned and self._position == begun:
                yield from self._rest()

    def _matched(self, grammar: Grammar) -> Iterator[Setting]:
        """As far as ``grammar`` leads."""
        match = None
        for match in sequence(self._expression(grammar), self._data, self._position):
            kind = match.lastindex
            if (kind == PLAIN and not self._hot[match[1]]) or (kind == FLAT and self._is_dull(match, grammar)):
                continue
            setting = self._step(match, kind or 0)
            if setting is not None:
                yield setting
            if self._turned:
                return
        if match is not None:
            self._position = match.end()

    def _expression(self, grammar: Grammar) -> re.Pattern[bytes]:
        if self._levels[-1].is_map:
            return grammar.member
        return grammar.item if self._hot is _EVERY else grammar.items

    def _is_dull(self, match: re.Match[bytes], grammar: Grammar) -> bool:
        """Whether neither the flat map nor one of its members has to be looked at."""
        hot = self._hot
        if hot[match[1]]:
            return False
        names = grammar.names.findall(self._data, match.start(FLAT) + 1, match.end(FLAT))
        if not any(map(hot.__getitem__, names)):
            return True
        around = match[1] or self._levels[-1].name
        return hot is not _EVERY and not any(self._keys.has(name, around) for name in names)

    def _rest(self) -> Iterator[Setting]:
        """The value on which the file breaks.

        :raises ParseFailure: always.
        """
        is_map = self._levels[-1].is_map
        match = (LAST_MEMBER if is_map else LAST_ITEM).match(self._data, self._position)
        setting = None if match is None else self._scalar(match, PLAIN, is_last=True)
        if setting is not None:
            yield setting
        raise self._broken("a key with its value" if is_map else "a value" if match is None else "a comma or the end")

    def _step(self, match: re.Match[bytes], kind: int) -> Setting | None:
        if kind > OPEN:
            self._pop(match, kind)
        elif kind in (OPEN, FLAT):
            self._open(match, kind)
        else:
            return self._scalar(match, kind)
        return None

    def _scalar(self, match: re.Match[bytes], kind: int, is_last: bool = False) -> Setting | None:
        level, start = self._levels[-1], match.start(kind)
        if self._data[start] == _BRACKET:
            self._open(match, kind)
        elif level.is_map:
            if level.full or kind == TELLING or is_last or self._keys.has(match[1], level.name):
                return Setting((*level.path, _NAMES[match[1]]), self._value(match, kind), self._text.offset(start))
        else:
            number = self._number(match)
            level.mark = match.end()
            if level.full or kind == TELLING or is_last:
                path = level.child(level.path, b"", number)
                return Setting(path, self._value(match, kind), self._text.offset(start))
        return None

    def _value(self, match: re.Match[bytes], kind: int) -> str:
        start, end = match.span(kind)
        if end - start <= MAX_VALUE:
            return text_of(match[kind])
        self._is_cut = True
        return bytes(self._data[start + 1 : start + MAX_VALUE]).decode("utf-8", "ignore")

    def _number(self, match: re.Match[bytes]) -> int:
        """The number of an item of a list, among them those that were passed over."""
        level = self._levels[-1]
        if level.is_map:
            return 0
        if level.mark < match.start():
            level.index += sum(1 for _ in sequence(LOOSE.item, self._data, level.mark, match.start()))
        level.index += 1
        return level.index - 1

    def _open(self, match: re.Match[bytes], kind: int) -> None:
        around, token, start = self._levels[-1], match[1], match.start(kind)
        is_map = self._data[start] == _BRACE
        full = around.full or self._keys.has(token, around.name)
        self._turned = kind != OPEN or not is_map or not around.is_map
        self._position = start + 1
        self._push(_Level(is_map, full, around, token, self._number(match), start + 1))

    def _push(self, level: _Level) -> None:
        self._levels.append(level)
        self._containers += 1
        if self._containers > MAX_CONTAINERS:
            raise LimitReached(f"more than {MAX_CONTAINERS:,} maps and lists in one JSON file")
        check_depth(len(self._levels), self._limits)
        self._heed()

    def _pop(self, match: re.Match[bytes], kind: int) -> None:
        closed = self._levels.pop()
        self._position = match.end()
        if not self._levels:
            self._turned, self._position = True, match.end(kind)
            return
        if kind == LAST:
            raise self._broken("a comma or the end")
        around = self._levels[-1]
        around.mark = match.end()
        self._turned = not (closed.is_map and around.is_map)
        self._heed()

    def _heed(self) -> None:
        """Look at every member where all are wanted, and where a list in a flat map would be too deep."""
        every = self._levels[-1].full or len(self._levels) + 2 > self._limits.config_depth
        self._hot = _EVERY if every else self._keys

    def _broken(self, expected: str) -> ParseFailure:
        blanks = BLANKS.match(self._data, self._position)
        position = self._position if blanks is None else blanks.end()
        where = "ends" if position >= len(self._data) else f"breaks at byte {self._text.offset(position):,}"
        return ParseFailure(f"JSON {where} where {expected} is expected")
