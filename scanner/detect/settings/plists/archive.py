"""Archives of objects in property lists, as ``NSKeyedArchiver`` of Foundation writes them, seen as plain ones.

An archive is a dictionary with ``$archiver``, ``$top`` and ``$objects``: a list whose members point at each other by
unique ids. What ``$top`` names is seen as if it stood there; dictionaries and lists, which keep ``NS.keys`` and
``NS.objects``, become plain ones, and wrapped texts, data and dates plain values.
"""

from __future__ import annotations

from typing import ClassVar

from scanner.detect.settings.plists.objects import Members, Table, Thing, Value
from scanner.types import ParseFailure

_PARTS = frozenset({"$archiver", "$top", "$objects"})
_TOP_KEYS = 16
"""Keys that the outermost dictionary of an archive has at most."""
_WRAPPED = ("NS.string", "NS.bytes", "NS.data", "NS.time")
_KEYS, _OBJECTS, _CLASS, _NULL = "NS.keys", "NS.objects", "$class", "$null"


class Plain:
    """A list that is no archive."""

    in_circles: ClassVar[bool] = False
    """Whether its objects may well contain themselves."""

    def __init__(self, table: Table) -> None:
        self.top = table.top
        self._table = table

    def at(self, number: int) -> tuple[int, Thing]:
        """The object ``number`` and its number."""
        return number, self._table.get(number)


class Archive:
    """An archive: objects know each other in circles, so each list or dictionary is seen where it is met first."""

    in_circles: ClassVar[bool] = True

    def __init__(self, table: Table, top: int, objects: tuple[int, ...]) -> None:
        self.top = top
        self._table = table
        self._objects = objects

    def at(self, number: int) -> tuple[int, Thing]:
        """What ``number`` stands for, and the number of that.

        :raises ParseFailure: where an id names nothing.
        """
        number, thing = self._pointed(number)
        if isinstance(thing, Value):
            return number, Value("", thing.offset) if thing.text == _NULL else thing
        return number, self._meant(thing) if thing.named else thing

    def _pointed(self, number: int) -> tuple[int, Thing]:
        thing = self._table.get(number)
        if not isinstance(thing, Value) or thing.number is None:
            return number, thing
        if thing.number >= len(self._objects):
            raise ParseFailure("no archive: an id names an object that is not there")
        number = self._objects[thing.number]
        return number, self._table.get(number)

    def _meant(self, thing: Members) -> Thing:
        members = dict(thing.pairs)
        value = self._wrapped(members)
        if value is not None:
            return value
        if _OBJECTS not in members:
            return Members(tuple(pair for pair in thing.pairs if pair[0] != _CLASS), named=True)
        values = self._listed(members[_OBJECTS])
        if _KEYS not in members:
            return Members(tuple((None, value) for value in values), named=False)
        keys = (self._text(key) for key in self._listed(members[_KEYS]))
        return Members(tuple(zip(keys, values, strict=False)), named=True)

    def _listed(self, number: int) -> tuple[int, ...]:
        thing = self._pointed(number)[1]
        return tuple(member for _, member in thing.pairs) if isinstance(thing, Members) else ()

    def _wrapped(self, members: dict[str | None, int]) -> Value | None:
        """The value that an object of Foundation is made of, where it is one."""
        for key in (key for key in _WRAPPED if key in members):
            value = self._pointed(members[key])[1]
            if isinstance(value, Value):
                return value
        return None

    def _text(self, number: int) -> str:
        """The text of a key; one that is no text stands as ``?``. Not by way of :meth:`at`: keys may be in circles."""
        thing = self._pointed(number)[1]
        value = thing if isinstance(thing, Value) else self._wrapped(dict(thing.pairs))
        return value.text if value is not None else "?"


def archived(table: Table) -> Archive | None:
    """``table`` as the archive that it is, or None."""
    top = table.get(table.top)
    if isinstance(top, Value) or not top.named or len(top.pairs) > _TOP_KEYS:
        return None
    parts = dict(top.pairs)
    if not parts.keys() >= _PARTS:
        return None
    objects = table.get(parts["$objects"])
    if isinstance(objects, Value) or objects.named:
        return None
    return Archive(table, parts["$top"], tuple(member for _, member in objects.pairs))
