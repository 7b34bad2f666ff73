"""What texts carry in letters becomes nodes: configuration in base64, archives in hexadecimal, ``data:`` addresses.

Most of what is spelled in letters is a key, a sum or a picture. Only what decodes to text, to a known format or to a
compressed stream is opened; keys stay what they are, bytes of their file, so that nothing is said about each.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.formats import ids
from scanner.formats.identify import identify_bytes
from scanner.types import ByteState, LimitReached, Span
from scanner.unpack.encoded import Encoded, encoded
from scanner.unpack.outlet import Outlet

HEAD = 1 << 16
"""Decoded bytes by which it is told what they are."""
FIRST = 36
"""Decoded bytes that dismiss nearly everything: keys and sums are neither text nor begin as a format does."""
MOST = 1000
"""Values of one text that are opened; a text with more is a table of them, or a way to keep us busy."""
MOST_PICTURES = 200
"""Pictures of one text that become nodes; a gallery in one file has more, and each says the same."""
PICTURE = "picture"
"""What a decoded picture is called, with its number: whose it is stands beside it."""
_PICTURES = frozenset({"png", "jpeg", "gif", "webp", "bmp"})
_OPENED = (
    frozenset(
        {"zip", "gzip", "bzip2", "xz", "zstd", "7z", "rar", "tar", "cab", "squashfs", "elf", "pe", "macho", "class"}
    )
    | frozenset({"dex", "wasm", "sqlite", "plist", "android-xml", "pdf", "font", "msi", "rpm", "deb", "asar", "uimage"})
    | frozenset({"openssl-salted", "device-export", "age", "git-crypt"})
    | _PICTURES
)
"""Formats that no chance makes: keys and certificates are left where they are."""
_TEXTUAL = bytes([9, 10, 13, *range(32, 127), *range(128, 256)])
_IDENTIFIER = re.compile(rb"[A-Za-z][\w.-]{0,40}\Z")
_TECHNICAL = re.compile(
    r"data|conf|cfg|setting|param|content|payload|body|blob|value|file|text|xml|json|yaml|script|image|export|backup|base64"
    r"|info|model|licen[sc]e|write|template|icon|logo|font|src|href|url|bin|archive|plugin|resource|asset|wasm",
    re.IGNORECASE,
)
"""In keys that say what a value is. Others may be the name of a person whose data it is."""
_DRAWING = re.compile(
    rb"\s{0,80}+(?:<\?xml[^<>]{0,200}\?>\s{0,80}+)?(?:<!--[^<>]{0,400}-->\s{0,80}+)?"
    rb"(?:<!DOCTYPE svg[^<>]{0,400}>\s{0,80}+)?<svg[\s>]"
)
_HIGH = bytes(range(128, 256))
FEWEST_WORDS = 4
_WORDS = re.compile(rb"[\s=:;,{}<>\[\]]+")


@dataclass(slots=True)
class _Count:
    opened: int = 0
    pictures: int = 0


def open_blobs(data: memoryview, outlet: Outlet, locked: list[Span], opened: list[Span]) -> None:
    """Hand over what ``data``, all of the node, has in letters; the ranges that became children go to ``opened``.

    Ranges that overlap one of ``locked`` are left out.

    :raises LimitReached: by the outlet, where children are too many or too large.
    """
    count = _Count()
    edges = iter(locked)
    lock = next(edges, None)
    for value in encoded(data):
        while lock is not None and lock.end <= value.span.offset:
            lock = next(edges, None)
        if lock is not None and lock.offset < value.span.end:
            continue
        kind = _kind(data, value)
        if kind and _open(data, value, kind, outlet, count):
            opened.append(value.span)


def _kind(data: memoryview, value: Encoded) -> str:
    """Format id of the decoded bytes, ``zlib`` or ``deflate``; empty for keys, sums and what nobody knows."""
    first = _decoded(data, value, FIRST)[:FIRST]
    if not first.translate(None, _TEXTUAL):
        return _text_kind(_decoded(data, value, HEAD))
    if _is_wide(first):
        return "text"
    if _zlib(first):
        return "zlib" if _inflates(_decoded(data, value, HEAD), zlib.MAX_WBITS) else ""
    if value.span.length < 200 and not first.startswith(_SHORT):
        return ""
    kind = identify_bytes(memoryview(_decoded(data, value, HEAD)))
    if kind in _OPENED:
        return kind
    return "deflate" if _deflate(data, value) else ""


_SHORT = (
    b"\x1f\x8b",
    b"BZh",
    b"PK",
    b"\x89PNG",
    b"\xff\xd8",
    b"GIF8",
    b"RIFF",
    b"Salted__",
    b"\x28\xb5\x2f\xfd",
    b"\xfd7zXZ",
)
"""Beginnings of formats that may be short."""


def _decoded(data: memoryview, value: Encoded, most: int) -> bytes:
    return b"".join(value.decoded(data, most))


def _text_kind(head: bytes) -> str:
    """A format that begins as text does, or text with some structure: a single word in base64 may be a password.

    Drawings (SVG) are left where they are: style sheets have hundreds of them, and say nothing but lines.
    """
    if _DRAWING.match(head):
        return ""
    kind = identify_bytes(memoryview(head))
    if kind not in ids.TEXT:
        return kind if kind in _OPENED else ""
    if kind == "text" and len(_WORDS.findall(head[:4096])) < FEWEST_WORDS:
        return ""
    return kind if _is_utf8(head) or len(head.translate(None, _HIGH)) >= 0.7 * len(head) else ""


def _is_utf8(head: bytes) -> bool:
    """Valid UTF-8 but for a last character that was cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _is_wide(first: bytes) -> bool:
    """UTF-16 without a byte order mark, as encoded commands of PowerShell are."""
    return not any(first[1::2]) and not first[::2].translate(None, _TEXTUAL)


def _zlib(first: bytes) -> bool:
    """A header of RFC 1950 with a window of 32 KiB, as every usual program writes it, and no dictionary."""
    return first[0] == 0x78 and (first[0] << 8 | first[1]) % 31 == 0 and not first[1] & 0x20


def _inflates(head: bytes, window: int) -> bool:
    try:
        return len(zlib.decompressobj(window).decompress(head, HEAD)) > 0
    except zlib.error:
        return False


def _deflate(data: memoryview, value: Encoded) -> bool:
    """A stream of RFC 1951 that ends exactly with the value and is text: nothing else says what it is."""
    if value.span.length > 1 << 20:
        return False
    whole = _decoded(data, value, 1 << 20)
    coder = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        text = coder.decompress(whole, HEAD)
    except zlib.error:
        return False
    ended = coder.eof and not coder.unused_data
    return (
        (ended or bool(coder.unconsumed_tail)) and len(text) >= len(whole) // 2 and not text.translate(None, _TEXTUAL)
    )


def _open(data: memoryview, value: Encoded, kind: str, outlet: Outlet, count: _Count) -> bool:
    if kind in _PICTURES:
        count.pictures += 1
        if count.pictures > MOST_PICTURES:
            return False
        outlet.stream(f"{PICTURE}-{count.pictures}", value.decoded(data), value.span)
        return True
    count.opened += 1
    if count.opened > MOST:
        reason = f"more than {MOST:,} encoded values in one text: this one was not opened"
        outlet.state(value.span.offset, value.span.length, ByteState.LIMIT, reason)
        return False
    blocks = value.decoded(data)
    if kind in ("zlib", "deflate"):
        blocks = _inflated(blocks, zlib.MAX_WBITS if kind == "zlib" else -zlib.MAX_WBITS)
    name = f"{_key(data, value.span.offset)}{value.way}" + (f".{kind}" if kind in ("zlib", "deflate") else "")
    try:
        outlet.stream(name, blocks, value.span)
    except zlib.error:
        reason = f"the {kind} stream in this {value.way} value is broken"
        outlet.state(value.span.offset, value.span.length, ByteState.FAILED, reason)
    except LimitReached as error:
        outlet.state(value.span.offset, value.span.length, ByteState.LIMIT, str(error))
        raise
    return True


def _inflated(blocks: Iterator[bytes], window: int) -> Iterator[bytes]:
    """The content of one stream, a piece at a time: a bomb ends at the outlet's limits.

    :raises zlib.error: where it is broken or cut.
    """
    coder = zlib.decompressobj(window)
    for block in blocks:
        yield coder.decompress(block, HEAD)
        while coder.unconsumed_tail and not coder.eof:
            yield coder.decompress(coder.unconsumed_tail, HEAD)
    if not coder.eof:
        raise zlib.error("cut")


def _key(data: memoryview, offset: int) -> str:
    """``Data.`` of ``<Data>…``, ``"Data": "…``, ``data: |`` or ``data=…``, where it says what the value is."""
    before = bytes(data[max(0, offset - 200) : offset]).rstrip(b" \t\r\n\"'`|(")
    if before.endswith(b"base64,"):
        before = before[: before.rfind(b"data:")].rstrip(b" \t\"'`(")
    if before.endswith(b">"):
        before = before[before.rfind(b"<") + 1 : -1].split()[0:1][0] if before.rfind(b"<") + 2 < len(before) else b""
    elif not before.endswith((b":", b"=")):
        return ""
    found = _IDENTIFIER.search(before.rstrip(b" \t:=\"'").rpartition(b":")[2])
    name = found[0].decode("ascii") if found else ""
    return f"{name}." if _TECHNICAL.search(name) else ""
