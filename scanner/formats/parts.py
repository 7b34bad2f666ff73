"""The parts of a native program that hold data and not code: sections, resources; for those who look inside."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.types import Span


@dataclass(frozen=True, slots=True)
class Part:
    """A range of the file that the headers name."""

    name: str
    """As the program calls it; bytes that are no ASCII are escaped."""
    span: Span
    own: bool = False
    """The linker put it there in one piece under a name of the maker's: it begins with whatever it holds.

    Other parts (``.rodata``, ``.data``) are a mix in which things may begin anywhere.
    """
    plain: bool = False
    """An icon, dialog or table of texts: it has a layout of its own, without a magic number."""
    packed: bool = False
    """It may be a bare deflate stream: tools that merge .NET assemblies store them so."""


MOST = 4096
"""Parts that are looked at in one program; more do not occur."""


def ascii_name(raw: bytes) -> str:
    """``raw`` up to its first NUL byte."""
    return raw.split(b"\0", 1)[0].decode("ascii", "backslashreplace")
