"""What a manifest is, and how its parts are read: strictly, without following anything that it points at."""

from __future__ import annotations

import codecs
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scanner.detect.redact import unquoted
from scanner.types import ParseFailure, Place

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
DEPTH = 200
"""Deepest nesting of objects that is walked; package managers write fewer than ten levels, npm 6 about fifty."""
LARGEST = 32 << 20
"""Bytes of a manifest that is held as a whole: its objects take up to thirty times as much memory."""
LONGEST_NAME = 1000
"""Characters of a name; registries allow about 200."""
_TOML_STEPS = 50_000_000
_LINE = re.compile(r"[^\n]+")


ANYWHERE = "*/"
"""In the name of a container image: its owner is not known, only what follows."""


@dataclass(frozen=True, slots=True)
class Package:
    """One package that a manifest names, as facts write it (``pypi:dlib``)."""

    name: str
    version: str = ""
    place: Place = Place.FILE
    """``file``: installed, or what the manifest stands for; ``document``: only declared as something that is needed;
    ``config``: a container image that a deployment starts."""
    others: tuple[str, ...] = ()
    """Further names under which a fact may know it."""

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the one that is most exact first."""
        return (self.name, *self.others)


@dataclass(frozen=True, slots=True)
class Manifest:
    """One file to read: its path without the mark of a repeated name, and its bytes (at most ``config_bytes``)."""

    path: str
    data: bytes

    @property
    def name(self) -> str:
        """The file name."""
        return self.path.rpartition("/")[2]

    @property
    def text(self) -> str:
        """The text: UTF-8, or as its byte order mark says, with plain line ends."""
        for mark, encoding in _BOMS:
            if self.data.startswith(mark):
                return self.data[len(mark) :].decode(encoding, "replace").replace("\r\n", "\n")
        return self.data.decode("utf-8", "replace").replace("\r\n", "\n")


Parser = Callable[[Manifest], Iterator[Package]]


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of manifest: which paths it has, and who reads it."""

    pattern: re.Pattern[str]
    """Matches the whole path."""
    parse: Parser
    ecosystems: frozenset[str] = frozenset()
    """The beginnings of the names that it may yield."""
    largest: int = LARGEST
    always: bool = False
    """Read even where no name that is looked for stands in it, so that a broken one is noticed."""


def form(pattern: str, parse: Parser, always: bool = False, largest: int = LARGEST) -> Form:
    """A :class:`Form` whose file name, with as many folders as ``pattern`` names, matches ``pattern`` in any case."""
    return Form(re.compile(f"(?:.*/)?(?:{pattern})", re.IGNORECASE | re.DOTALL), parse, always=always, largest=largest)


def declared(name: str, version: str = "") -> Package:
    """A package that is asked for."""
    return Package(name, version, Place.DOCUMENT)


def holds(manifest: Manifest, marker: str) -> bool:
    """Whether ``marker`` stands in a file of a common name: without it, it is another file and none that is broken."""
    return marker in manifest.text


def json_object(manifest: Manifest) -> Mapping[str, Any]:
    """The object in ``manifest``.

    :raises ParseFailure: where it is no JSON object.
    """
    try:
        data = json.loads(manifest.text)
    except (ValueError, RecursionError) as error:
        raise ParseFailure(f"{manifest.name} is broken: {unquoted(error)}") from error
    if not isinstance(data, dict):
        raise ParseFailure(f"{manifest.name} is no JSON object")
    return data


def lines(text: str) -> Iterator[str]:
    """The lines of ``text`` that are not empty, one at a time: millions of short ones need not be held."""
    return (match[0] for match in _LINE.finditer(text))


def toml_table(manifest: Manifest) -> Mapping[str, Any]:
    """The table in ``manifest``.

    :raises ParseFailure: where it is no TOML, or its keys have so many parts that Python's reader, which keeps every
        beginning of a dotted key, would take hours and gigabytes.
    """
    text = manifest.text
    parts = steps = 0
    for line in lines(text):
        dots = line.count(".")
        parts = dots if line.lstrip().startswith("[") else parts
        steps += parts + dots * dots
    if steps > _TOML_STEPS:
        raise ParseFailure(f"{manifest.name} has keys of too many parts")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseFailure(f"{manifest.name} is broken: {unquoted(error)}") from error


def xml_root(manifest: Manifest) -> Element:
    """The root element of ``manifest``.

    :raises ParseFailure: where it is no XML, or XML with entities.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(manifest.data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ParseFailure(f"{manifest.name} is broken: {unquoted(error)}") from error
    return root


def tag(element: Element) -> str:
    """The name of ``element`` without its namespace."""
    return str(element.tag).rpartition("}")[2]


def table(value: Any, *keys: str) -> Mapping[str, Any]:
    """The object below ``keys`` in ``value``; empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """``value`` where it is a list; empty otherwise."""
    return value if isinstance(value, list) else []


def word(value: Any) -> str:
    """``value`` where it is a text; empty otherwise."""
    return value if isinstance(value, str) else ""
