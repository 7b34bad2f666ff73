"""The settings of an XML file by the parser's events. Imports the parser: loaded on first use.

The handlers of expat itself: with ElementTree's target behind defusedxml the same file takes more than twice as long
(November 2026, 17 MB of camera settings: 20 MB/s here, 8 there; expat without handlers 154, with empty ones 48). What
defusedxml forbids is forbidden here too: declared entities, and anything outside of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING
from xml.parsers import expat

from scanner.detect.redact import unquoted
from scanner.detect.settings.characters.encodings import blocks
from scanner.detect.settings.interface import MAX_SETTINGS, MAX_VALUE, TOO_LONG, Setting, Wanted, check_depth, element
from scanner.types import FacescreenError, LimitReached, Limits, ParseFailure

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

NAMESPACE = "@xmlns"
"""Key of a setting that holds an element's namespace, where it differs from that of the element around it."""
MAX_NAMES = 100_000
"""Different names of elements and attributes of one file, which the parser remembers."""
MAX_NAME = 4_000
"""Characters of a name with its namespace: every element has both put together."""
MAX_TOKEN = 4 << 20
"""Bytes of one tag, comment or declaration, which the parser takes as a whole."""
_BETWEEN = "}"
"""Stands between namespace and name; the parser refuses namespaces that hold it, and a blank would be in some."""
_DESCRIBING = frozenset(
    {
        "http://www.w3.org/2001/XMLSchema",
        "http://schemas.xmlsoap.org/wsdl/",
        "http://www.w3.org/ns/wsdl",
        "http://wadl.dev.java.net/2009/02",
        "http://relaxng.org/ns/structure/1.0",
        "http://docbook.org/ns/docbook",
        "http://www.w3.org/1999/xhtml",
        "http://www.w3.org/1999/XSL/Transform",
    }
)
"""Namespaces of documents that describe what others may say: in them a key proves nothing."""


def settings_of(data: memoryview, limits: Limits, wanted: Wanted | None = None) -> Iterator[Setting]:
    """The settings of the XML document ``data``, of those at least what is ``wanted``.

    :raises ParseFailure: where it is broken or declares entities.
    :raises LimitReached: where elements nest too deep, or names or tags are too many or too long.
    """
    pieces, is_converted = blocks(data)
    parser = expat.ParserCreate("utf-8" if is_converted else None, _BETWEEN)
    events = _Events(parser, limits, wanted, has_offsets=not is_converted)
    failure = None
    fed = 0
    try:
        for piece in chain(pieces, (b"",)):
            fed += len(piece)
            failure = _fed(parser, piece, fed)
            yield from events.take()
            if failure is not None:
                raise failure
        if events.is_cut:
            raise LimitReached(TOO_LONG)
    finally:
        # Nothing looks for circles of objects (parser and handlers, error and frame) while a delivery is screened.
        events.leave()
        failure = None


def _fed(parser: XMLParserType, piece: bytes | memoryview, fed: int) -> FacescreenError | None:
    """Feed ``piece``, an empty one as the last.

    What goes wrong is returned, so that the settings before it are not lost.
    """
    try:
        parser.Parse(piece, not piece)
    except FacescreenError as error:
        return error
    except expat.ExpatError as error:
        return ParseFailure(f"no well-formed XML: {unquoted(error)}")
    except (ValueError, LookupError) as error:
        return ParseFailure(f"no readable XML: {type(error).__name__}")
    if fed - parser.CurrentByteIndex > MAX_TOKEN:
        return LimitReached(f"an XML tag or comment of more than {MAX_TOKEN:,} bytes")
    return None


class _Names(dict[str, tuple[str, str, bool]]):
    """Name as the parser has it → (name as an element of a path, namespace, whether it is wanted somewhere)."""

    def __init__(self, wanted: Wanted | None) -> None:
        super().__init__()
        self._wanted = wanted

    def __missing__(self, tag: str) -> tuple[str, str, bool]:
        if len(tag) > MAX_NAME:
            raise LimitReached(f"an XML name of more than {MAX_NAME:,} characters, with its namespace")
        if len(self) >= MAX_NAMES:
            raise LimitReached(f"more than {MAX_NAMES:,} different names in one XML file")
        space, _, local = tag.rpartition(_BETWEEN)
        name = element(local)
        known = self[tag] = name, space, self._wanted is None or self._wanted.may(name)
        return known


class _Keys(dict[str, tuple[str, bool]]):
    """Name of an attribute as the parser has it → (key as an element of a path, whether it is wanted somewhere)."""

    def __init__(self, names: _Names, wanted: Wanted | None) -> None:
        super().__init__()
        self._names = names
        self._wanted = wanted

    def __missing__(self, name: str) -> tuple[str, bool]:
        key = "@" + self._names[name][0]
        known = self[name] = key, self._wanted is None or self._wanted.may(key)
        return known


class _Events:
    """Receives the parser's events and turns them into settings.

    Everything in a wanted element is wanted, and the text and what is below of one with a wanted attribute.
    """

    def __init__(self, parser: XMLParserType, limits: Limits, wanted: Wanted | None, has_offsets: bool) -> None:
        self._parser = parser
        self._limits = limits
        self._wanted = wanted
        self._names = _Names(wanted)
        self._keys = _Keys(self._names, wanted)
        self._has_offsets = has_offsets
        self._found: list[Setting] = []
        self.is_cut = False
        """Whether a text that was said may have been longer."""
        self._describes = False
        self._attributes = 0
        self._open: list[tuple[str, str, int | None]] = []
        """(name as in the path, namespace, offset) of each element."""
        self._children: list[dict[str, int] | None] = [None]
        """How many of each name every open element, and the document, has so far."""
        self._text: str | None = None
        """The text of the innermost element as long as it has no children."""
        self._wanted_from = 0
        """Depth of the outermost element that is wanted; 0 for none."""
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = _entity
        parser.ExternalEntityRefHandler = parser.SkippedEntityHandler = _entity

    def leave(self) -> None:
        """Let go of the parser."""
        parser = self._parser
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None

    def take(self) -> list[Setting]:
        """The settings since the last call."""
        found, self._found = self._found, []
        return [] if self._describes else found

    def _start(self, tag: str, attributes: list[str]) -> None:
        name, space, is_wanted = self._names[tag]
        children = self._children
        around = children[-1]
        if around is None:
            children[-1] = {name: 1}
        elif name in around:
            number = around[name]
            around[name] = number + 1
            name = f"{name}[{number}]"
        else:
            around[name] = 1
        opened = self._open
        is_other = space != opened[-1][1] if opened else self._root(space)
        opened.append((name, space, self._parser.CurrentByteIndex if self._has_offsets else None))
        children.append(None)
        self._text = ""
        if len(opened) > self._limits.config_depth:
            check_depth(len(opened), self._limits)
        if is_wanted or attributes or is_other:
            self._look(attributes, is_wanted, space if is_other else "")

    def _root(self, space: str) -> bool:
        self._describes = space in _DESCRIBING
        return bool(space)

    def _look(self, attributes: list[str], is_wanted: bool, space: str) -> None:
        """Say the attributes, and the namespace where it is a new one."""
        self._attributes += len(attributes)
        if self._attributes > 2 * MAX_SETTINGS:
            raise LimitReached(f"more than {MAX_SETTINGS:,} attributes in one XML file")
        if space:
            self._say(space, NAMESPACE)
        name, around = self._open[-1][0], self._open[-2][0] if len(self._open) > 1 else ""
        if is_wanted and not self._wanted_from and self._fits(name, around):
            self._wanted_from = len(self._open)
        every = self._wanted_from
        for n in range(0, len(attributes), 2):
            value = attributes[n + 1]
            key, is_asked = self._keys[attributes[n]]
            is_asked = is_asked and self._fits(key, name)
            if every or is_asked or (not value.isalnum() and _may_tell(value)):
                self._say(value, key)
            if is_asked and not self._wanted_from:
                self._wanted_from = len(self._open)

    def _fits(self, name: str, around: str) -> bool:
        return self._wanted is None or self._wanted.has(name, around)

    def _data(self, text: str) -> None:
        if self._text is not None and len(self._text) <= MAX_VALUE:
            self._text += text

    def _end(self, _tag: str) -> None:
        text = self._text
        if text is not None:
            self._text = None
            if self._wanted_from or (not text.isalnum() and _may_tell(text)):
                self.is_cut = self.is_cut or len(text) > MAX_VALUE
                self._say(text.strip())
        if len(self._open) == self._wanted_from:
            self._wanted_from = 0
        self._open.pop()
        self._children.pop()

    def _say(self, value: str, *key: str) -> None:
        path = [name for name, _, _ in self._open]
        path += key
        self._found.append(Setting(tuple(path), value, self._open[-1][2]))


def _may_tell(text: str) -> bool:
    """Whether ``text`` may hold more than a value (see :class:`~scanner.detect.settings.interface.Wanted`)."""
    return "! " in text or "=" in text or "{" in text or "[" in text or "</" in text or "\n" in text.strip()


def _entity(*_: object) -> int:
    raise ParseFailure("XML with entities: they are not expanded")
