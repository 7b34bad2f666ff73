"""An XML property list as events (PropertyList-1.0.dtd). Imports the parser: loaded on first use."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from scanner.detect.redact import unquoted
from scanner.detect.settings.budget import Count
from scanner.detect.settings.characters.encodings import transcoded
from scanner.detect.settings.interface import check_depth
from scanner.detect.settings.nested.tree import Event, Step
from scanner.detect.settings.plists.objects import Members, Thing, Value, data_text
from scanner.detect.settings.plists.walk import counter, events, opened
from scanner.types import FacescreenError, LimitReached, Limits, ParseFailure

BLOCK = 1 << 16
_ARCHIVER = b"NSKeyedArchiver"
_IN_MEMORY = 1_000_000
"""Objects of an archive, which are all kept: its ids may point anywhere."""
_POINTER = "CF$UID"
"""Key of the dictionary of one number that is a unique id here."""
_CONTAINERS = {"dict": Step.MAP, "array": Step.LIST}
_TEXTS = frozenset({"string", "integer", "real", "date"})
_WORDS = frozenset({"true", "false"})
_KEY, _DATA, _ROOT = "key", "data", "plist"
_KNOWN = _TEXTS | _WORDS | _CONTAINERS.keys() | {_KEY, _DATA}


class Part(NamedTuple):
    """One step of the list; of step ``VALUE`` with its value."""

    step: Step
    value: Value


_NONE = Value("")


def events_of(data: bytes, limits: Limits) -> Iterator[Event]:
    """The steps of the XML property list ``data``.

    :raises ParseFailure: where it is broken, is no property list, or declares entities.
    :raises LimitReached: where elements nest too deep or objects are too many.
    """
    count = counter(len(data))
    parts = _parts(data, limits)
    if _ARCHIVER in data:
        yield from events(_Memory(parts, count), count)
        return
    broken: ParseFailure | None = None
    for part in parts:
        if part.step is not Step.VALUE:
            if part.step is not Step.END:
                count.take()
            yield Event(part.step)
            continue
        try:
            yield from opened(part.value, count, 0)
        except ParseFailure as error:
            broken = error
    if broken is not None:
        raise broken


class _Memory:
    """An XML list as numbered objects: what an archive's ids need."""

    def __init__(self, parts: Iterator[Part], count: Count) -> None:
        self._things: list[Thing] = []
        self.top = 0
        self._build(parts, count)
        if not self._things:
            raise ParseFailure("no property list: it is empty")

    def get(self, number: int) -> Thing:
        """The object called ``number``."""
        return self._things[number]

    def _build(self, parts: Iterator[Part], count: Count) -> None:
        open_: list[tuple[int, list[tuple[str | None, int]]]] = []
        keys: list[str | None] = []
        for step, value in parts:
            count.take()
            if len(self._things) >= _IN_MEMORY:
                raise LimitReached(f"more than {_IN_MEMORY:,} objects in an archive")
            if step is Step.END:
                number, pairs = open_.pop()
                keys.pop()
                self._things[number] = self._closed(number, tuple(pairs))
                continue
            if open_ and self._is_map(open_[-1][0]) and keys[-1] is None:
                keys[-1] = value.text
                continue
            if open_:
                open_[-1][1].append((keys[-1], len(self._things)))
                keys[-1] = None
            self._things.append(value if step is Step.VALUE else Members((), named=step is Step.MAP))
            if step is not Step.VALUE:
                open_.append((len(self._things) - 1, []))
                keys.append(None)

    def _is_map(self, number: int) -> bool:
        thing = self._things[number]
        return isinstance(thing, Members) and thing.named

    def _closed(self, number: int, pairs: tuple[tuple[str | None, int], ...]) -> Thing:
        if len(pairs) == 1 and pairs[0][0] == _POINTER:
            value = self._things[pairs[0][1]]
            if isinstance(value, Value) and value.text.isdecimal() and len(value.text) <= 10:
                return Value(value.text, value.offset, int(value.text))
        return Members(pairs, named=self._is_map(number))


def _parts(data: bytes, limits: Limits) -> Iterator[Part]:
    converted = transcoded(data)
    target = _Target(limits)
    # The document type that Apple's tools write has no entities; it is never fetched.
    parser = DefusedXMLParser(target=target, encoding="utf-8" if converted else None, forbid_dtd=False)
    if converted is None:
        target.expat = parser.parser
    text = data if converted is None else converted
    for start in range(0, max(1, len(text)), BLOCK):
        failure = _fed(parser, text[start : start + BLOCK], start + BLOCK >= len(text))
        yield from target.take()
        if failure is not None:
            raise failure


def _fed(parser: Any, block: bytes, is_last: bool) -> FacescreenError | None:
    """Feed ``block``; what goes wrong is returned, so that the values before it are not lost."""
    try:
        parser.feed(block)
        if is_last:
            parser.close()
    except (ParseFailure, LimitReached) as error:
        return error
    except ParseError as error:
        return ParseFailure(f"no well-formed XML: {unquoted(error)}")
    except DefusedXmlException as error:
        return ParseFailure(f"XML with {type(error).__name__}: entities are not expanded")
    except (ValueError, LookupError) as error:
        return ParseFailure(f"no readable XML: {type(error).__name__}")
    return None


class _Target:
    """Receives the parser's events. Keys and values must take turns in a dictionary."""

    def __init__(self, limits: Limits) -> None:
        self.expat: Any = None
        self._limits = limits
        self._found: list[Part] = []
        self._open: list[str] = []
        self._awaits: list[bool] = []
        """Per open container whether a value may come: always in a list, behind a key in a dictionary."""
        self._text: list[str] = []
        self._offset: int | None = None

    def take(self) -> list[Part]:
        """The steps since the last call."""
        found, self._found = self._found, []
        return found

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        check_depth(len(self._open), self._limits)
        around = self._open[-1] if self._open else ""
        if around and around != _ROOT and around not in _CONTAINERS:
            raise ParseFailure("no property list: an element within a value")
        if (name not in _KNOWN) if around else (name != _ROOT):
            raise ParseFailure("no property list: an element of another kind")
        if name == _KEY:
            self._turn(around == "dict" and not self._awaits[-1])
        elif around in _CONTAINERS:
            self._turn(self._awaits[-1])
        self._open.append(name)
        self._text.clear()
        self._offset = self.expat.CurrentByteIndex if self.expat is not None else None
        if name in _CONTAINERS:
            self._found.append(Part(_CONTAINERS[name], _NONE))
            self._awaits.append(name == "array")

    def data(self, text: str) -> None:
        if self._open and self._open[-1] not in _CONTAINERS:
            self._text.append(text)

    def end(self, _tag: str) -> None:
        name = self._open.pop()
        text = "".join(self._text)
        self._text.clear()
        if name in _CONTAINERS:
            self._turn(not self._awaits.pop() or name == "array")
            self._found.append(Part(Step.END, _NONE))
        elif name != _ROOT:
            self._found.append(Part(Step.VALUE, self._value(name, text)))
        if self._awaits and self._open[-1] == "dict":
            self._awaits[-1] = name == _KEY

    def close(self) -> None:
        """The parser asks for a result; there is none."""

    def _value(self, name: str, text: str) -> Value:
        if name in _WORDS:
            return Value(name, self._offset)
        if name != _DATA:
            return Value(text if name in (_KEY, "string") else text.strip(), self._offset)
        try:
            raw = base64.b64decode("".join(text.split()), validate=True)
        except binascii.Error:
            # A template's placeholder, mostly: it must not hide what stands behind it.
            return Value(text.strip(), self._offset)
        return Value(data_text(raw), self._offset, data=raw)

    @staticmethod
    def _turn(keeps: bool) -> None:
        if not keeps:
            raise ParseFailure("no property list: keys and values do not take turns")
