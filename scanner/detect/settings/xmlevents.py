"""The settings of an XML file by the parser's events. Imports the parser: loaded on first use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from scanner.detect.redact import unquoted
from scanner.detect.settings.encodings import transcoded
from scanner.detect.settings.interface import MAX_SETTINGS, Setting, check_depth, element
from scanner.types import FacescreenError, LimitReached, Limits, ParseFailure

BLOCK = 1 << 16
NAMESPACE = "@xmlns"
"""Key of a setting that holds an element's namespace, where it differs from that of the element around it."""
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


def settings_of(data: bytes, limits: Limits) -> Iterator[Setting]:
    """The settings of the XML document ``data``.

    :raises ParseFailure: where it is broken or declares entities.
    :raises LimitReached: where elements are too many or nest too deep.
    """
    converted = transcoded(data)
    target = _Target(limits)
    # A document type without entities is harmless (Apple's property lists have one); it is never fetched.
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
    """Feed ``block``; what goes wrong is returned, so that the settings before it are not lost."""
    try:
        parser.feed(block)
        if is_last:
            parser.close()
    except LimitReached as error:
        return error
    except ParseError as error:
        return ParseFailure(f"no well-formed XML: {unquoted(error)}")
    except DefusedXmlException as error:
        return ParseFailure(f"XML with {type(error).__name__}: entities are not expanded")
    except (ValueError, LookupError) as error:
        return ParseFailure(f"no readable XML: {type(error).__name__}")
    return None


@dataclass(slots=True)
class _Element:
    path: tuple[str, ...]
    space: str
    offset: int | None
    names: dict[str, int] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)


class _Target:
    """Receives the parser's events and turns them into settings."""

    def __init__(self, limits: Limits) -> None:
        self.expat: Any = None
        self._limits = limits
        self._open: list[_Element] = []
        self._found: list[Setting] = []
        self._elements = 0
        self._describes = False

    def take(self) -> list[Setting]:
        """The settings since the last call."""
        found, self._found = self._found, []
        return [] if self._describes else found

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        check_depth(len(self._open) + 1, self._limits)
        if self._elements > MAX_SETTINGS:
            raise LimitReached(f"more than {MAX_SETTINGS:,} elements in one file")
        space, name = _split(tag)
        offset = self.expat.CurrentByteIndex if self.expat is not None else None
        around = self._open[-1] if self._open else None
        self._describes = self._describes or (around is None and space in _DESCRIBING)
        made = _Element((*around.path, _numbered(name, around)) if around else (name,), space, offset)
        if space and (around is None or around.space != space):
            self._found.append(Setting((*made.path, NAMESPACE), space, offset))
        for key, value in attributes.items():
            self._found.append(Setting((*made.path, "@" + _split(key)[1]), value, offset))
        self._open.append(made)

    def data(self, text: str) -> None:
        if self._open:
            self._open[-1].text.append(text)

    def end(self, _tag: str) -> None:
        done = self._open.pop()
        text = "".join(done.text).strip()
        if not done.names:
            self._found.append(Setting(done.path, text, done.offset))

    def close(self) -> None:
        """The parser asks for a result; there is none."""


def _split(tag: str) -> tuple[str, str]:
    """(namespace, local name as a path element) of ElementTree's ``{namespace}name``."""
    space, brace, name = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    return (space if brace else ""), element(name)


def _numbered(name: str, around: _Element) -> str:
    number = around.names.get(name, 0)
    around.names[name] = number + 1
    return f"{name}[{number}]" if number else name
