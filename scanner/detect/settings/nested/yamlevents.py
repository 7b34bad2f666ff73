"""The events of a YAML file with aliases replaced by what they name. Imports the parser: loaded on first use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from scanner.detect.redact import unquoted
from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.characters.pieces import Pieces
from scanner.detect.settings.nested.templates import shown
from scanner.detect.settings.nested.tree import Event, Step
from scanner.types import LimitReached, ParseFailure

MAX_ANCHORED = 200_000
"""Events below anchors and behind aliases of one file: a bomb of aliases ends here, long before memory does."""
_TOO_DEEP = "maximum nesting depth"
"""What libyaml says above 1,000 levels of brackets in one line, before it hands over the first of them."""
_OPENCV = "%YAML:"
"""How OpenCV's FileStorage begins its files, against the specification, which has a blank there."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _raw(text: str | Pieces) -> Iterator[yaml.events.Event]:
    is_opencv = text.startswith(_OPENCV)
    try:
        if isinstance(text, Pieces):
            yield from _parsed(text, text.read(1) if is_opencv else b"")
        else:
            yield from yaml.parse("#" + text[1:] if is_opencv else text, Loader=_LOADER)
    except (yaml.YAMLError, UnicodeError) as error:
        problem = str(getattr(error, "problem", None) or type(error).__name__)
        if _TOO_DEEP in problem:
            raise LimitReached("YAML nested deeper than its parser follows") from error
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1:,}" if mark else ""
        raise ParseFailure(f"no YAML{where}: {unquoted(problem)}") from error


class _Remarked:
    """``pieces`` with a ``#`` in the place of the first character, which was ``taken``."""

    def __init__(self, pieces: Pieces, taken: bytes) -> None:
        self._pieces = pieces
        self._is_due = bool(taken)

    def read(self, size: int = 1, /) -> bytes:
        if self._is_due:
            self._is_due = False
            return b"#"
        return self._pieces.read(size)


def _parsed(pieces: Pieces, taken: bytes) -> Iterator[yaml.events.Event]:
    for event in yaml.parse(_Remarked(pieces, taken), Loader=_LOADER):
        pieces.came()
        yield event


def events(text: Decoded | Pieces, plain: str | None = None) -> Iterator[Event]:
    """The events of all documents in ``text``; in a template, of ``plain``, which is ``text`` without its expressions.

    :raises ParseFailure: where it is no YAML.
    :raises LimitReached: where aliases stand for more than :data:`MAX_ANCHORED` events.
    """
    raw = text if isinstance(text, Pieces) else text.text if plain is None else plain
    return _Aliases().replaced(text, _raw(raw))


def parses(text: str) -> bool:
    """Whether ``text`` is YAML to its end."""
    try:
        for _ in _raw(text):
            pass
    except (ParseFailure, LimitReached):
        return False
    return True


_DEEPER: Mapping[type[yaml.events.Event], int] = {
    yaml.events.ScalarEvent: 0,
    yaml.events.MappingStartEvent: 1,
    yaml.events.SequenceStartEvent: 1,
    yaml.events.MappingEndEvent: -1,
    yaml.events.SequenceEndEvent: -1,
}
"""Events of values → by how much what follows lies deeper."""
_MAP, _LIST, _END, _VALUE = Event(Step.MAP), Event(Step.LIST), Event(Step.END), Step.VALUE


class _Aliases:
    """Replays what stands below an anchor wherever an alias names it."""

    def __init__(self) -> None:
        self._recorded: list[Event] = []
        self._anchors: dict[str, tuple[int, int]] = {}
        self._open: list[tuple[str, int, int]] = []
        """(anchor, start in the record, depth) of anchored nodes that are not complete."""
        self._budget = MAX_ANCHORED

    def replaced(self, text: Decoded | Pieces, parsed: Iterator[yaml.events.Event]) -> Iterator[Event]:
        depth = 0
        for raw in parsed:
            kind = type(raw)
            if kind in _DEEPER:
                event = _event(raw, text)
                if anchor := getattr(raw, "anchor", None):
                    self._open.append((anchor, len(self._recorded), depth))
                depth += _DEEPER[kind]
                if self._open:
                    yield self._record(event)
                    self._completed(depth)
                else:
                    yield event
            elif kind is yaml.events.DocumentStartEvent:
                self._anchors.clear()
                self._recorded.clear()
            elif kind is yaml.events.AliasEvent:
                for event in self._alias(getattr(raw, "anchor", "")):
                    yield self._record(event)

    def _record(self, event: Event) -> Event:
        if self._open:
            if len(self._recorded) >= MAX_ANCHORED:
                raise LimitReached(f"more than {MAX_ANCHORED:,} YAML nodes below anchors")
            self._recorded.append(event)
        return event

    def _completed(self, depth: int) -> None:
        while self._open and self._open[-1][2] == depth:
            anchor, start, _ = self._open.pop()
            self._anchors[anchor] = (start, len(self._recorded))

    def _alias(self, anchor: str) -> list[Event]:
        if anchor not in self._anchors:
            raise ParseFailure("no YAML: an alias names an anchor that is not complete")
        start, end = self._anchors[anchor]
        self._budget -= end - start
        if self._budget < 0:
            raise LimitReached(f"YAML aliases stand for more than {MAX_ANCHORED:,} nodes")
        return self._recorded[start:end]


def _event(raw: yaml.events.Event, text: Decoded | Pieces) -> Event:
    if isinstance(raw, yaml.events.ScalarEvent):
        offset = None if raw.start_mark is None else text.offset(raw.start_mark.index)
        return Event(_VALUE, shown(str(raw.value)), offset)
    if isinstance(raw, yaml.events.CollectionEndEvent):
        return _END
    return _MAP if isinstance(raw, yaml.events.MappingStartEvent) else _LIST
