"""Exports of the Windows registry (``.reg``), also in the older form and as Wine keeps it.

A first line (``Windows Registry Editor Version 5.00`` or ``REGEDIT4``), then ``[key]`` lines with ``"name"=value``
lines below them (Microsoft, "How to add, modify, or delete registry subkeys and values by using a .reg file").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.characters.decoded import Decoded
from scanner.detect.settings.interface import Setting, bounded, check_depth, content, element
from scanner.types import Limits

if TYPE_CHECKING:
    from scanner.formats.source import Source

_NEW = re.compile(r"\s*(?:Windows Registry Editor|WINE REGISTRY) Version \d", re.I)
_ENTRY = re.compile(
    r"""^[ \t]*+(?:
      (?P<remark>[;#][^\r\n]*+)
    | \[(?P<key>[^\r\n]*)\][ \t]*+[\d \t]*+(?:;[^\r\n]*+)?(?=[\r\n]|\Z)
    | (?:@|"(?P<name>(?:[^"\\\r\n]|\\[^\r\n])*+)")[ \t]*+=[ \t]*+
      (?P<value>(?:str\(\d\):)?"(?:[^"\\]|\\[\s\S])*+"|(?:[^\r\n"\\]|\\\r?\n)*+)
    )""",
    re.M | re.X,
)
_ESCAPED = re.compile(r"\\([\\\"])")
_TYPED = re.compile(r"(dword|hex|qword)(?:\(([0-9a-f]{1,8})\))?:(.*)", re.I | re.S)
_REMARK = re.compile(r";[^\r\n]*+")
_GAP = re.compile(r"[\s\\]+")
_TEXT, _EXPANDED, _NUMBER, _BIG_NUMBER, _LINK, _TEXTS, _LONG_NUMBER = 1, 2, 4, 5, 6, 7, 11
_DEFAULT = "@"


class Registry:
    """Reads keys, names and values; numbers and texts that stand as bytes are decoded."""

    FORMAT: ClassVar[str] = "text:registry"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "binary values stay bytes in hexadecimal, and a line that is neither key nor value is passed over",
        "hives (the binary files of the registry itself) are not read",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of their line; what the export would delete is no setting."""
        return bounded(_settings(Decoded(content(source, limits)), limits), limits)


def _settings(text: Decoded, limits: Limits) -> Iterator[Setting]:
    # Bytes of texts are UTF-16 since version 5; before, and in pieces without a first line, in the old encoding.
    codec = "utf-16-le" if _NEW.match(text.text) else "gb18030"
    path: tuple[str, ...] | None = ()
    for entry in _ENTRY.finditer(text.text):
        key = entry["key"]
        if key is not None:
            path = _path(key, limits)
        elif entry["value"] is not None and path:
            name = _DEFAULT if entry["name"] is None else element(_ESCAPED.sub(r"\1", entry["name"]))
            offset = text.offset(entry.start())
            yield from (
                Setting((*path, name + index), value, offset) for index, value in _values(entry["value"], codec)
            )


def _path(key: str, limits: Limits) -> tuple[str, ...] | None:
    """The keys of a ``[…]`` line; None where it deletes them."""
    if key.startswith("-"):
        return None
    check_depth(key.count("\\") - key.count("\\\\"), limits)
    return tuple(element(part) for part in key.split("\\") if part)


def _values(raw: str, codec: str) -> Iterator[tuple[str, str]]:
    """(index, value): one pair, several for a list of texts, none for what is deleted."""
    if raw.endswith('"'):
        yield "", _ESCAPED.sub(r"\1", raw[raw.index('"') + 1 : -1])
        return
    raw = _REMARK.sub("", raw).strip()
    typed = _TYPED.fullmatch(raw)
    if typed is None:
        if raw != "-":
            yield "", raw
        return
    word, number, rest = typed[1].lower(), typed[2], typed[3]
    if word in ("dword", "qword"):
        yield "", _hexadecimal(rest)
    else:
        yield from _bytes(_GAP.sub("", rest), int(number or "3", 16), codec)


def _hexadecimal(digits: str) -> str:
    try:
        return str(int(_GAP.sub("", digits), 16))
    except ValueError:
        return digits.strip()


def _bytes(digits: str, kind: int, codec: str) -> Iterator[tuple[str, str]]:
    """What bytes (``01,00``) of the registry type ``kind`` (winnt.h, REG_SZ to REG_QWORD) say."""
    try:
        raw = bytes.fromhex(digits.replace(",", " "))
    except ValueError:
        yield "", digits
        return
    if kind in (_NUMBER, _BIG_NUMBER, _LONG_NUMBER):
        yield "", str(int.from_bytes(raw, "big" if kind == _BIG_NUMBER else "little"))
    elif kind in (_TEXT, _EXPANDED, _LINK):
        yield "", raw.decode(codec, "replace").rstrip("\0")
    elif kind == _TEXTS:
        texts = raw.decode(codec, "replace").rstrip("\0").split("\0")
        yield from ((f"[{number}]", text) for number, text in enumerate(texts) if text)
    else:
        yield "", digits
