"""From the objects of a property list to events, without recursion on their depth.

An archive of objects (``NSKeyedArchiver``) is walked as what it stands for, see :mod:`.plistarchive`. A data value that
is a binary property list is walked in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scanner.detect.settings.budget import GROWTH, Count
from scanner.detect.settings.nested.tree import Event, Step
from scanner.detect.settings.plists.archive import Archive, Plain, archived
from scanner.detect.settings.plists.objects import MAGIC, Members, Objects, Table, Value
from scanner.types import ParseFailure

FREE = 50_000
"""Objects that every file may have: small files share a good deal."""
NESTED = 3
"""How many property lists are read within data values of each other."""


@dataclass(slots=True)
class _Open:
    """A list or dictionary that is being walked: its number as an object, and what is left of it."""

    number: int
    left: Iterator[tuple[str | None, int]]


def counter(size: int) -> Count:
    """The bound on the objects of a file of ``size`` bytes, lists within lists included.

    One is known by one byte at least, each time that it is named; only shared ones are seen more often than that.
    """
    return Count(FREE + GROWTH * size, "objects for the size of a property list")


def events(table: Table, count: Count, level: int = 0) -> Iterator[Event]:
    """Every step of the list ``table`` from its top; ``level``: within how many others it lies.

    :raises ParseFailure: where an object does not fit or contains itself; for one inside a data value at the end.
    :raises LimitReached: where shared objects stand for too many.
    """
    return _Walk(table, count, level).events()


def opened(value: Value, count: Count, level: int) -> Iterator[Event]:
    """The steps of the property list in the data of ``value``, or one step for any other value.

    :raises ParseFailure: where it breaks, after steps that close what is open.
    """
    if value.data is None or not value.data.startswith(MAGIC) or level >= NESTED:
        yield Event(Step.VALUE, value.text, value.offset)
        return
    depth, some = 0, False
    try:
        for event in events(Objects(value.data), count, level + 1):
            depth += {Step.VALUE: 0, Step.END: -1}.get(event.step, 1)
            some = True
            # Offsets inside a data value are not those of the file.
            yield Event(event.step, event.value, value.offset)
    except ParseFailure:
        if not some:
            yield Event(Step.VALUE, value.text, value.offset)
        for _ in range(depth):
            yield Event(Step.END)
        raise


class _Walk:
    def __init__(self, table: Table, count: Count, level: int) -> None:
        self._table = table
        self._count = count
        self._level = level
        self._view: Plain | Archive = archived(table) or Plain(table)
        self._met: set[int] = set()
        self._open: list[_Open] = []
        self._broken: ParseFailure | None = None

    def events(self) -> Iterator[Event]:
        yield from self._enter(self._view.top)
        while self._open:
            key, number = next(self._open[-1].left, (None, -1))
            if number < 0:
                done = self._open.pop()
                if self._view.in_circles is False:
                    self._met.discard(done.number)
                yield Event(Step.END)
                continue
            if key is not None:
                yield Event(Step.VALUE, key)
            yield from self._enter(number)
        if self._broken is not None:
            raise self._broken

    def _enter(self, number: int) -> Iterator[Event]:
        self._count.take()
        number, thing = self._view.at(number)
        if isinstance(thing, Value):
            yield from self._value(thing)
        elif number not in self._met:
            self._met.add(number)
            yield from self._container(number, thing)
        elif self._view.in_circles:
            yield Event(Step.VALUE)
        else:
            raise ParseFailure("no property list: an object contains itself")

    def _value(self, value: Value) -> Iterator[Event]:
        try:
            yield from opened(value, self._count, self._level)
        except ParseFailure as error:
            self._broken = error

    def _container(self, number: int, members: Members) -> Iterator[Event]:
        self._open.append(_Open(number, iter(members.pairs)))
        yield Event(Step.MAP if members.named else Step.LIST)
