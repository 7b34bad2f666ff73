"""The tokens of JSON and JSON5 as expressions over UTF-8 bytes, and the text of a scalar.

Groups are repeated possessively only where a round that fails does so at its first byte, or where nothing can match
behind it: Python 3.11.0 to 3.11.4 (the one of Debian 12 among them) goes on at the wrong place otherwise (CPython issue
106052).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.types import ParseFailure

PLAIN, FLAT, TELLING, OPEN, CLOSED, LAST = 2, 3, 4, 5, 6, 7
"""Numbers of the groups of a :class:`Grammar`'s expressions; the one that matched last says what was found.

``PLAIN``: scalars, and lists of them; ``FLAT``: a map of such values; ``TELLING``: a text that may hold more than a
value; ``OPEN``: another bracket; ``CLOSED``: a closing one with what must follow it; ``LAST``: a closing one without.
"""
_LIST_ROUNDS, _MAP_ROUNDS = 256, 16
"""Longest list and map that are one match, so that a match remembers little and little is read twice."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Expressions for maps and lists, all of :mod:`re`'s flag ``DOTALL`` and over bytes."""

    member: re.Pattern[bytes]
    """In a map: one key (group 1) with its value and the comma behind it, or the end of the map."""
    item: re.Pattern[bytes]
    """In a list: one value with the comma behind it, or the end of the list; group 1 is empty."""
    items: re.Pattern[bytes]
    """As ``item``, but with many plain values in one match."""
    names: re.Pattern[bytes]
    """The keys of a flat map, from behind its bracket."""


def _grammar(space: bytes, key: bytes, dull: bytes, atom: bytes) -> Grammar:
    """``dull`` are texts that hold no more than a value."""
    scalar = rb"(?:" + dull + rb"|" + atom + rb")"
    more = space + rb"(?:," + space + rb"|(?=[}\]]))"
    values = rb"\[%b(?:%b%b){0,%d}\]" % (space, scalar, more, _LIST_ROUNDS)
    value = rb"(?:" + scalar + rb"|" + values + rb")"
    colon = space + rb":" + space
    pairs = rb"\{%b(?:%b%b%b%b){0,%d}\}" % (space, key, colon, value, more, _MAP_ROUNDS)
    ended = space + rb"(?:,|(?=[}\]]))"

    def inside(first: bytes, plain: bytes, closing: bytes) -> re.Pattern[bytes]:
        found = rb"%b|(%b)%b|(%b)%b|([\[{])" % (plain, pairs, ended, _TEXT, ended)
        return re.compile(rb"%b(?:%b(?:%b)|(%b)%b|(%b))" % (space, first, found, closing, ended, closing), re.DOTALL)

    one = rb"(" + value + rb")" + ended
    many = rb"((?:%b%b){1,%d})" % (value, more, _LIST_ROUNDS)
    return Grammar(
        inside(rb"(" + key + rb")" + colon, one, rb"\}"),
        inside(rb"()", one, rb"\]"),
        inside(rb"()", many, rb"\]"),
        re.compile(rb"%b(%b)%b%b%b,?" % (space, key, colon, value, space), re.DOTALL),
    )


_TEXT = rb"""(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^'\\]*+(?:\\.[^'\\]*+)*+')"""
_DULL = (
    rb""""(?![ ]*(?:[\[{<]|\\u003[cC])|[A-Za-z_][\w.-]*+=)"""
    rb"""[^"\\!\n]*+(?:(?:\\[^nr\n]|![^ "\\!\n]|!(?=["\\!]))[^"\\!\n]*+)*+""" + b'"'
)
"""Texts that hold no more than a value: no JSON or XML, no assignment, no pipeline, no lines (see
:class:`~scanner.detect.settings.interface.Wanted`)."""
_WORD = rb"(?:true|false|null)\b"
_NUMBER = rb"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?(?![\w.+-])"
_ANY_SPACE = rb"[ \t\r\n\v\f]*+(?:/(?:/[^\n]*+|\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/)[ \t\r\n\v\f]*+)*+"
"""Blanks and comments."""
_ANY_NUMBER = (
    rb"[+-]?(?:0[xX][0-9A-Fa-f]++|(?:(?:0|[1-9][0-9]*+)(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?|Infinity|NaN)"
    rb"(?![\w.+-])"
)
_ANY_ATOM = rb"(?:" + _ANY_NUMBER + rb"|" + _WORD + rb")"
_ANY_KEY = rb"(?:" + _TEXT + rb"|[A-Za-z_$\x80-\xff][\w$\x80-\xff]*+)"
_ANY_DULL = rb"(?:" + _DULL + rb"|" + _DULL.replace(b'"', b"'") + rb")"

BLANKS = re.compile(_ANY_SPACE)
STRICT = _grammar(rb"[ \t\r\n]*+", rb'"[^"\\]*+"', _DULL, rb"(?:" + _NUMBER + rb"|" + _WORD + rb")")
"""Most of JSON: no comments, no escapes in keys."""
LOOSE = _grammar(_ANY_SPACE, _ANY_KEY, _ANY_DULL, _ANY_ATOM)
"""All of JSON and JSON5, with comments; takes twice as long."""
ROOT = re.compile(_ANY_SPACE + rb"(?:()(" + _TEXT + rb"|" + _ANY_ATOM + rb")|([\[{])|(\Z))", re.DOTALL)
"""Where a document may begin: a scalar (2), a bracket (3) or the end of the file (4)."""
_SCALAR = rb"(" + _TEXT + rb"|" + _ANY_ATOM + rb")"
LAST_MEMBER = re.compile(_ANY_SPACE + rb"(" + _ANY_KEY + rb")" + _ANY_SPACE + rb":" + _ANY_SPACE + _SCALAR, re.DOTALL)
"""A member with whatever behind it: what is left of a file that breaks."""
LAST_ITEM = re.compile(_ANY_SPACE + rb"()" + _SCALAR, re.DOTALL)

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(\r\n|[\n\r\u2028\u2029])|([^ux]))", re.DOTALL)
_BROKEN_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*+\\(?:u(?![0-9A-Fa-f]{4})|x(?![0-9A-Fa-f]{2}))")
_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of surrogate pairs, as JSON writes characters beyond the first 65,536."""
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}


def sequence(
    expression: re.Pattern[bytes], data: memoryview | bytearray, start: int, end: int = sys.maxsize
) -> Iterator[re.Match[bytes]]:
    """Matches of ``expression``, each where the one before it ended, until there is none."""
    # `finditer` would pass over what does not match; the scanner is what re.Scanner of the standard library uses.
    scanner = expression.scanner(data, start, end)  # type: ignore[attr-defined]
    return iter(scanner.match, None)


_QUOTES = b"\"'"


def text_of(raw: bytes) -> str:
    """The value that the token ``raw`` stands for, as text; numbers of JSON5 as JSON would write them (``0x1F``: 31).

    :raises ParseFailure: for an escape that is none.
    """
    if raw[0] in _QUOTES:
        inner = raw[1:-1].decode("utf-8", "surrogatepass")
        return _unescaped(inner) if "\\" in inner else inner
    text = raw.decode("ascii")
    return text if text.isalnum() and text[1:2] not in ("x", "X") else _atom(text)


def _atom(text: str) -> str:
    sign, digits = ("-" if text[0] == "-" else ""), text.lstrip("+-")
    if digits[:2] in ("0x", "0X"):
        return sign + (str(int(digits, 16)) if len(digits) <= 18 else digits)
    if digits[0] == ".":
        digits = "0" + digits
    return sign + digits.removesuffix(".")


def _unescaped(text: str) -> str:
    if _BROKEN_ESCAPE.search(text):
        raise ParseFailure("no JSON: an escape that is none")
    made = _ESCAPE.sub(_character, text)
    if _HALVES.search(made):
        return made.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return made


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code is not None:
        return chr(int(code, 16))
    return "" if match[3] is not None else _LETTERS.get(match[4], match[4])
