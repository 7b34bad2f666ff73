"""Binary XML of Android packages (``ResourceTypes.h`` of the platform): manifests as aapt writes them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

ANDROID = "http://schemas.android.com/apk/res/android"
NUMBERS = {"label": 0x01010001, "name": 0x01010003, "enabled": 0x0101000E, "value": 0x01010024, "resource": 0x01010025}
"""Attributes of the platform's namespace that can be written."""
_XML, _POOL, _MAP, _SPACE, _SPACE_END, _OPEN, _CLOSE, _TEXT = 3, 1, 0x180, 0x100, 0x101, 0x102, 0x103, 0x104
_NONE = 0xFFFF_FFFF
_UTF8 = 0x100
_REFERENCE, _STRING, _FLOAT, _DECIMAL, _BOOLEAN = 1, 3, 4, 0x10, 0x12


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the resource table as a value."""

    number: int


Value = str | bool | int | float | Reference


@dataclass(frozen=True, slots=True)
class Element:
    """``attributes``: those whose name is in :data:`NUMBERS` belong to the platform's namespace, others to none."""

    name: str
    attributes: dict[str, Value] = field(default_factory=dict)
    children: tuple[Element | str, ...] = ()


def build(root: Element, utf8: bool = True, nameless: bool = False) -> bytes:
    """A file of ``root``; ``nameless``: the texts of numbered attributes are empty, as some shrinkers leave them."""
    writer = _Writer(root)
    body = writer.pool(utf8, nameless) + writer.numbers() + b"".join(writer.document(root))
    return struct.pack("<HHI", _XML, 8, 8 + len(body)) + body


def manifest(package: str, *entries: Element) -> Element:
    """The manifest of an app with ``entries`` in its application."""
    return Element("manifest", {"package": package}, (Element("application", {"label": package}, entries),))


class _Writer:
    def __init__(self, root: Element) -> None:
        found = list(dict.fromkeys(_texts(root)))
        self._numbered = [name for name in NUMBERS if name in found]
        # Numbered attributes come first: the map has one number for each.
        self._texts = [*self._numbered, *(text for text in found if text not in NUMBERS), ANDROID, "android"]

    def _index(self, text: str) -> int:
        return self._texts.index(text)

    def pool(self, utf8: bool, nameless: bool) -> bytes:
        data, offsets = bytearray(), []
        for place, text in enumerate(self._texts):
            offsets.append(len(data))
            data += _utf8("" if nameless and place < len(self._numbered) else text) if utf8 else _utf16(text)
        data += bytes(-len(data) % 4)
        start = 28 + 4 * len(offsets)
        head = struct.pack("<HHI5I", _POOL, 28, start + len(data), len(offsets), 0, _UTF8 if utf8 else 0, start, 0)
        return head + struct.pack(f"<{len(offsets)}I", *offsets) + bytes(data)

    def numbers(self) -> bytes:
        numbers = [NUMBERS[name] for name in self._numbered]
        return struct.pack("<HHI", _MAP, 8, 8 + 4 * len(numbers)) + struct.pack(f"<{len(numbers)}I", *numbers)

    def document(self, root: Element) -> Iterator[bytes]:
        space = struct.pack("<II", self._index("android"), self._index(ANDROID))
        yield _node(_SPACE, space)
        yield from self._element(root)
        yield _node(_SPACE_END, space)

    def _element(self, element: Element) -> Iterator[bytes]:
        name = struct.pack("<II", _NONE, self._index(element.name))
        attributes = b"".join(self._attribute(key, value) for key, value in element.attributes.items())
        counts = struct.pack("<6H", 20, 20, len(element.attributes), 0, 0, 0)
        yield _node(_OPEN, name + counts + attributes)
        for child in element.children:
            if isinstance(child, Element):
                yield from self._element(child)
            else:
                yield _node(_TEXT, struct.pack("<IHBBI", self._index(child), 8, 0, 0, 0))
        yield _node(_CLOSE, name)

    def _attribute(self, key: str, value: Value) -> bytes:
        space = self._index(ANDROID) if key in NUMBERS else _NONE
        written = self._index(value) if isinstance(value, str) else _NONE
        return struct.pack("<3IHBBI", space, self._index(key), written, 8, 0, *self._typed(value))

    def _typed(self, value: Value) -> tuple[int, int]:
        if isinstance(value, str):
            return _STRING, self._index(value)
        if isinstance(value, Reference):
            return _REFERENCE, value.number
        if isinstance(value, bool):
            return _BOOLEAN, _NONE if value else 0
        if isinstance(value, float):
            return _FLOAT, int.from_bytes(struct.pack("<f", value), "little")
        return _DECIMAL, value & 0xFFFF_FFFF


def _texts(element: Element) -> Iterator[str]:
    yield element.name
    for key, value in element.attributes.items():
        yield key
        if isinstance(value, str):
            yield value
    for child in element.children:
        if isinstance(child, Element):
            yield from _texts(child)
        else:
            yield child


def _node(kind: int, body: bytes) -> bytes:
    return struct.pack("<HHIII", kind, 16, 16 + len(body), 1, _NONE) + body


def _utf8(text: str) -> bytes:
    raw = text.encode()
    return b"".join(_length(size) for size in (len(text), len(raw))) + raw + b"\0"


def _length(size: int) -> bytes:
    return bytes((0x80 | size >> 8, size & 0xFF)) if size > 0x7F else bytes((size,))


def _utf16(text: str) -> bytes:
    return struct.pack("<H", len(text)) + text.encode("utf-16-le") + b"\0\0"
