"""What a settings reader is, and the limits that all of them keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from scanner.catalogue.config_terms import bare
from scanner.text import safe_text
from scanner.types import LimitReached, Limits

if TYPE_CHECKING:
    from scanner.formats.source import Source

MAX_SETTINGS = 2_000_000
"""Settings (and XML elements) of one file: a 64 MiB file of ordinary lines stays below, and memory stays bounded."""
MAX_VALUE = 4 << 20
"""Bytes (of XML characters) of one value that are kept: of a longer one the beginning is a setting."""
TOO_LONG = f"only the beginning of a value of more than {MAX_VALUE:,} bytes was read"
KEY_LENGTH = 200
"""Characters of one key that are kept."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key with its value.

    ``path`` holds the keys from the root, safe text, list items as ``key[n]`` (counted from 0; of XML elements of one
    name the first has no index and the second is ``[1]``); attributes are ``@name``. ``value`` is as the file has it.
    ``offset`` is the byte offset of the line, element or value where the format lets it be known.
    """

    path: tuple[str, ...]
    value: str
    offset: int | None = None

    @property
    def instance(self) -> str:
        """Path of the element that encloses the key: what switches belonging together share."""
        return "/".join(self.path[:-1])


class SettingsReader(Protocol):
    """Reads one format.

    Yields settings while it reads, so that a file that breaks in the middle has said what stands before.
    It raises :class:`~scanner.types.ParseFailure` for a broken file and :class:`~scanner.types.LimitReached` for one
    that is larger, deeper or longer than the limits allow; no other exception is expected.
    """

    FORMAT: ClassVar[str]
    """Format id of :mod:`scanner.formats.identify`."""
    LIMITATIONS: ClassVar[tuple[str, ...]]

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings of ``source`` in the order of the file."""


ALWAYS = frozenset(
    """
    name value key
    environment env variables command cmd args arguments entrypoint run exec execstart script pipeline
    port portno protocol protocoltype
    """.split()
)
"""Last keys that are never left out: what stands beside or below them may say a key in other words."""


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """What a caller looks for, so that a reader may leave out the rest. Keys are bare and in lower case.

    Never left out: settings whose last element is one of ``keys``, or one of ``below`` in an element that is named
    there; everything below an element that would be such a setting; texts that begin like JSON or XML (``{``, ``[``,
    ``<``) or ``NAME=``, hold a line end, or ``! `` (in a pipeline). Attributes count without their ``@``, too.
    """

    keys: frozenset[str]
    below: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Last key → the keys before it with which it is wanted."""

    def may(self, name: str) -> bool:
        """Whether the path element ``name`` is wanted somewhere."""
        key = bare(name).lower()
        plain = bare(key[1:]) if key[:1] == "@" else key
        return key in self.keys or key in self.below or plain in self.keys or plain in self.below

    def has(self, name: str, around: str) -> bool:
        """Whether ``name`` is wanted in the element ``around`` (empty for none)."""
        key = bare(name).lower()
        plain = bare(key[1:]) if key[:1] == "@" else key
        if key in self.keys or plain in self.keys:
            return True
        before = bare(around).lower()
        return before in self.below.get(key, ()) or before in self.below.get(plain, ())


@runtime_checkable
class Skimmer(Protocol):
    """A reader that gets faster when it is told what its caller looks for."""

    def skim(self, source: Source, limits: Limits, wanted: Wanted) -> Iterator[Setting]:
        """As :meth:`SettingsReader.read`, but for what is not ``wanted``: that may be missing."""


def element(key: str) -> str:
    """A key as an element of a path: safe, of bounded length, and without the character that separates elements."""
    return safe_text(key, KEY_LENGTH).replace("/", "\\x2f") or "?"


def content(source: Source, limits: Limits) -> bytes:
    """All bytes of ``source``.

    :raises LimitReached: above ``limits.config_bytes``.
    """
    check_size(source.size, limits)
    return source.read(0, source.size)


def check_size(size: int, limits: Limits) -> None:
    """Raise :class:`LimitReached` for a file of more than ``limits.config_bytes``."""
    if size > limits.config_bytes:
        most = f"{limits.config_bytes:,} (--max-config-bytes)"
        raise LimitReached(f"configuration of {size:,} bytes is above the limit of {most}")


def check_depth(depth: int, limits: Limits) -> None:
    """Raise :class:`LimitReached` where elements nest deeper than ``limits.config_depth``."""
    if depth > limits.config_depth:
        raise LimitReached(f"configuration nested deeper than {limits.config_depth:,} levels (--max-config-depth)")


def bounded(settings: Iterator[Setting], limits: Limits) -> Iterator[Setting]:
    """``settings``, ended by :class:`LimitReached` where they are too many or a path is too deep."""
    deepest = limits.config_depth
    for number, setting in enumerate(settings):
        if number >= MAX_SETTINGS:
            raise LimitReached(f"more than {MAX_SETTINGS:,} settings in one file")
        if len(setting.path) > deepest:
            check_depth(len(setting.path), limits)
        yield setting
