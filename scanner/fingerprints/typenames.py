"""Names of types, functions and source files out of printable runs: type information, symbols, names in messages.

Both C++ conventions come out the same: ``N4dlib5errorE`` (Itanium C++ ABI, 5.1) and ``.?AVerror@dlib@@`` (Microsoft)
are ``dlib``, ``error`` and ``dlib::error``. Names are cut by the lengths in front of them, without a demangler.
Messages that spell a template show its first whole numbers: ``input_rgb_image_sized<150`` is a feature.
Failed assertions tell the source file that they are of; the folders that a machine built in are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

RTTI, SYM, QUAL = "rtti", "sym", "qual"
SHORTEST = 5
"""Characters of a name that may be a feature."""
_LENGTH = re.compile(rb"(?<![0-9])[1-9][0-9]{0,2}(?=[A-Za-z_])")
_NAME = re.compile(rb"[A-Za-z_]\w*")
_WORD = re.compile(rb"[a-z]\w|[A-Za-z_]\w{2,}")
"""Two characters are a name only in small letters: Microsoft writes kinds of arguments in capitals (``MV``)."""
_MANGLED = re.compile(rb"[A-Za-z0-9_.$*]+")
_QUALIFIED = re.compile(rb"[A-Za-z_]\w{0,99}(?:::~?[A-Za-z_]\w{0,99}){1,20}")
_NUMBERED = re.compile(rb"([A-Za-z_]\w{2,60})<([0-9]{1,9})(?:, ?([0-9]{1,9}))?(?=[,>])")
"""A template and its first two whole numbers. Compilers differ in what they write of further ones."""
_MSVC_TYPE = re.compile(rb"\.\?A[VU]([A-Za-z0-9_@$?]{1,999}?)@@")
_MSVC_SYMBOL = re.compile(rb"\?\??_?[A-Za-z0-9_$]{1,199}@[A-Za-z0-9_@$?]{1,999}?@@")
_SOURCE_ENDS = (b".c", b".cc", b".cpp", b".cu", b".cxx", b".go", b".h", b".hh", b".hpp", b".inl", b".m", b".mm", b".rs")
_SEPARATOR = re.compile(rb"[/\\]")
_PATH_PART = re.compile(rb"[\w.+-]{0,60}\w")
_PATH_PARTS = 3
"""The file's name and two folders count."""
_FIRST = frozenset(b"0123456789NISPK*")
_COVER_TYPE, _COVER_SYMBOL = 0.6, 0.2
"""Share of a mangled name that its identifiers must explain: lines of base64 begin like ``5abcde`` as well."""
_NO_TYPE = frozenset(b"GHQWY")
"""Letters that stand for nothing in the name of a type (Itanium C++ ABI, 5.1.5)."""
_LONG = 40
"""Characters from which an identifier without an underscore is taken for base64."""


def names(run: bytes) -> Iterator[tuple[str, bytes]]:
    """(type of feature, name) for every name in one run: each part, and each part with the scope before it."""
    if run.endswith(_SOURCE_ENDS):
        yield from _source(run)
    elif b"@@" in run:
        yield from _microsoft(run)
    elif run[:2] == b"_Z" or run[:3] == b"__Z":
        yield from _itanium(SYM, run, _COVER_SYMBOL)
    elif run[0] in _FIRST and _MANGLED.fullmatch(run):
        yield from _itanium(RTTI, run, _COVER_TYPE)
    elif b"::" in run:
        yield from _qualified(run)


def _qualified(run: bytes) -> Iterator[tuple[str, bytes]]:
    for match in _QUALIFIED.finditer(run):
        yield from _of(QUAL, [part.lstrip(b"~") for part in match[0].split(b"::")])
    for match in _NUMBERED.finditer(run):
        name, first, second = match.groups()
        yield QUAL, b"%b<%b" % (name, first)
        if second:
            yield QUAL, b"%b<%b,%b" % (name, first, second)


def _source(run: bytes) -> Iterator[tuple[str, bytes]]:
    """The name of a source file, alone and with one and two of the folders above it."""
    tail = b""
    for part in reversed(_SEPARATOR.split(run)[-_PATH_PARTS:]):
        if not _PATH_PART.fullmatch(part):
            return
        tail = part + b"/" + tail if tail else part
        if len(tail) >= SHORTEST:
            yield QUAL, tail


def _microsoft(run: bytes) -> Iterator[tuple[str, bytes]]:
    kind, expression = (RTTI, _MSVC_TYPE) if run[:3] == b".?A" else (SYM, _MSVC_SYMBOL)
    for match in expression.finditer(run):
        # Behind a template stand its arguments, then its scope: only the parts of one piece belong together.
        for piece in match[match.lastindex or 0].split(b"?$"):
            yield from _of(kind, _msvc(piece.split(b"@")))


def patterns(name: bytes) -> Iterator[bytes]:
    """How a type's name with its scope stands in a binary, in both conventions; nothing for a part alone."""
    scope, found, part = name.partition(b"::")
    if found:
        yield b"%d%b%d%b" % (len(scope), scope, len(part), part)
        yield b"%b@%b@" % (part, scope)


def _of(kind: str, chain: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    every: Iterable[bytes] = (*chain, *(scope + b"::" + part for scope, part in pairwise(chain)))
    yield from ((kind, name) for name in every if len(name) >= SHORTEST)


def _msvc(parts: Sequence[bytes]) -> list[bytes]:
    """Scopes from the outside in; Microsoft writes the innermost first."""
    plain = (part.lstrip(b"?") for part in reversed(parts))
    return [part for part in plain if _WORD.fullmatch(part)]


def _itanium(kind: str, run: bytes, cover: float) -> Iterator[tuple[str, bytes]]:
    if not _MANGLED.fullmatch(run):
        return
    chains: list[list[bytes]] = []
    between, end = b"", 0
    for start, stop, part in _identifiers(run):
        if start != end or not chains:
            chains.append([])
        chains[-1].append(part)
        between += run[end:start]
        end = stop
    between += run[end:]
    if len(between) <= (1 - cover) * len(run) and (kind != RTTI or _is_type(run, end, between)):
        for chain in chains:
            yield from _of(kind, chain)


def _is_type(run: bytes, end: int, between: bytes) -> bool:
    """Whether the grammar of types allows what is around the identifiers; in a line of base64 it is chance.

    A type's name ends with its last identifier or with E (Itanium C++ ABI, 5.1.3).
    """
    return (end == len(run) or run.endswith(b"E")) and _NO_TYPE.isdisjoint(between)


def _identifiers(run: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(start of the length, end, identifier) for each identifier that its length cuts out whole."""
    at = 0
    while match := _LENGTH.search(run, at):
        stop = match.end() + int(match[0])
        part = run[match.end() : stop]
        at = match.end()
        if stop <= len(run) and _NAME.fullmatch(part) and (len(part) <= _LONG or b"_" in part):
            yield match.start(), stop, part
            at = stop
