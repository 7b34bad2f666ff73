"""Backslash escapes of quoted texts, as C, JSON, TOML, HCL and protobuf's text format have them."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{2})|([0-7]{3})|([\s\S]))")
_UNICODE = re.compile(r"\\u([0-9A-Fa-f]{4})")
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "a": "\a", "v": "\v", "0": "\0", "e": "\x1b"}
_LAST = 0x10FFFF


def unescaped(text: str) -> str:
    """``text`` with its escapes replaced; a letter that stands for nothing stays as it is, without its backslash."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def unicode_unescaped(text: str) -> str:
    """``text`` with ``\\uXXXX`` replaced only: Java's properties, in which other backslashes may be those of a path."""
    return _UNICODE.sub(lambda match: _of(match[1], 16), text) if "\\u" in text else text


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is not None:
        return _of(code, 16)
    return _of(match[4], 8) if match[4] is not None else _LETTERS.get(match[5], match[5])


def _of(digits: str, base: int) -> str:
    number = int(digits, base)
    return chr(number) if number <= _LAST and not 0xD800 <= number < 0xE000 else "\ufffd"
