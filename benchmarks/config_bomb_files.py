"""Configuration made to exhaust a reader: file name → (its bytes, whether it is read to its end)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

SIZE = 50_000_000
_ON = b'"face_recognition":{"enabled":true}'
_CAMERA = json.dumps(
    {
        "enabled": True, "name": "Front é", "detect": {"width": 1280, "height": 720, "fps": 5}, "zones": [1, 2, 3],
        "note": "x" * 60,
    },
    ensure_ascii=False,
).encode()  # fmt: skip
_XML = b"<C><name>Front</name><enabled>true</enabled><width>1280</width><note>some words of it</note></C>"
_YAML = b"face_recognition: {enabled: true}\n"
_HEAD = b'<?xml version="1.0"?>\n'
_SWITCH = b"<isSupportFaceContrast>true</isSupportFaceContrast>"


def _filled(before: bytes, part: Callable[[int], bytes], after: bytes) -> Callable[[Path], Iterator[bytes]]:
    def write(_: Path) -> Iterator[bytes]:
        yield before
        written = number = 0
        while written < SIZE:
            piece = part(number)
            yield piece
            written += len(piece)
            number += 1
        yield after

    return write


def _plain(*parts: bytes) -> Callable[[Path], Iterator[bytes]]:
    return lambda _: iter(parts)


def _laughs() -> bytes:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return _HEAD + b'<!DOCTYPE l [<!ENTITY l0 "ha">' + entities + b"]><l>" + _SWITCH + b"&l9;</l>"


def _aliases() -> bytes:
    rows = [b"face_recognition: {enabled: true}\n", b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"]
    rows += [b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, 12)]
    return b"".join(rows)


def _defaults() -> bytes:
    attributes = b"".join(b"n%d CDATA '1' " % n for n in range(5_000))
    return _HEAD + b"<!DOCTYPE a [<!ATTLIST b " + attributes + b">]><a>" + _SWITCH + b"<b/>" * 200_000 + b"</a>"


def database(path: Path, size: int = 1_000_000_000) -> Iterator[bytes]:
    """A database of ``size`` bytes with one setting in it; it writes itself."""
    made = path.with_suffix(".making")
    made.unlink(missing_ok=True)
    with sqlite3.connect(made) as connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("CREATE TABLE Config (Id INTEGER, Name TEXT, Value TEXT)")
        connection.execute("INSERT INTO Config VALUES (1, 'face_recognition_enabled', 'true')")
        connection.execute("CREATE TABLE Frames (Id INTEGER, Picture BLOB, Note TEXT)")
        rows = ((number, bytes(3_800), "x" * 100) for number in range(size // 4_096))
        connection.executemany("INSERT INTO Frames VALUES (?, ?, ?)", rows)
    connection.close()
    with made.open("rb") as file:
        while block := file.read(1 << 20):
            yield block
    made.unlink()


BOMBS: dict[str, tuple[Callable[[Path], Iterator[bytes]], bool]] = {
    "small.json": (_plain(b'{"cameras":{"a":{' + _ON + b"}}}"), True),
    "cameras.json": (_filled(b'{"cameras":{', lambda n: b'"c%d":%s,' % (n, _CAMERA), b'"z":{' + _ON + b"}}}"), True),
    "lines.json": (_filled(b"", lambda n: b'{"n":%d,"e":%s}\n' % (n, _CAMERA), b"{" + _ON + b"}\n"), True),
    "numbers.json": (_filled(b"{" + _ON + b',"x":[', lambda n: b"0.%d," % (n % 99_991), b"1]}"), True),
    "faces.json": (_filled(b"{" + _ON + b',"faces":[', lambda n: b"[0.%d,1]," % (n % 99_991), b"1]}"), False),
    "lists.json": (_filled(b"{" + _ON + b',"x":[', lambda _: b"[{}],", b"1]}"), False),
    "keys.json": (_filled(b"{" + _ON, lambda n: b',"key-%d":{"a":1}' % n, b"}"), True),
    "one-text.json": (_filled(b"{" + _ON + b',"name":"', lambda _: b"0123456789abcdef" * 64, b'"}'), False),
    "one-wide-text.json": (
        _filled(b"{" + _ON + b',"name":"\xf0\x9f\x98\x80', lambda _: b"0123456789abcdef" * 64, b'"}'),
        False,
    ),
    "ports.json": (_filled(b"{" + _ON + b',"x":[', lambda n: b'{"port":%d},' % (n % 60_000 + 1), b"1]}"), False),
    "gbk.json": (
        _filled(b"{" + _ON, lambda n: b',"key%d":"%s"' % (n, "人脸识别开关".encode("gbk") * 9), b"}"),
        True,
    ),
    "above-limit.json": (_filled(b"{" + _ON + b',"x":"', lambda _: b"x" * 1_000_000, b'"}' + b" " * 20_000_000), False),
    "deep.json": (_plain(b"{" + _ON + b',"x":', b"[" * SIZE), False),
    "deep-keys.json": (_plain(b"{" + _ON, b',"x":{"a":1' * (SIZE // 11)), False),
    "cameras.xml": (_filled(_HEAD + b"<L>" + _SWITCH, lambda _: _XML, b"</L>"), True),
    "names.xml": (_filled(_HEAD + b"<L>" + _SWITCH, lambda n: b"<n%d/>" % n, b"</L>"), False),
    "attributes.xml": (_filled(_HEAD + b"<L>" + _SWITCH + b"<a", lambda n: b" n%d=''" % n, b"/></L>"), False),
    "comment.xml": (_filled(_HEAD + b"<L>" + _SWITCH + b"<!--", lambda _: b"words of it " * 99, b"--></L>"), False),
    "text.xml": (_filled(_HEAD + b"<L>" + _SWITCH + b"<name>", lambda _: b"words of it " * 99, b"</name></L>"), False),
    "deep.xml": (_plain(_HEAD, b"<L>" + _SWITCH, b"<a>" * (SIZE // 3)), False),
    "laughs.xml": (_plain(_laughs()), False),
    "defaults.xml": (_plain(_defaults()), False),
    "aliases.yaml": (_plain(_aliases()), False),
    "deep.yaml": (_plain(b"face_recognition: {enabled: true}\nx: ", b"[" * 1_000_000), False),
    "cameras.yaml": (
        _filled(_YAML, lambda n: b"c%d:\n  enabled: true\n  note: some words\n" % n, b""),
        False,
    ),
    "wide.yaml": (
        _filled(_YAML + b"# \xf0\x9f\x98\x80\n", lambda n: b"c%d: [%s]\n" % (n, b"1" * 200), b""),
        True,
    ),
    "one-text.yaml": (
        _filled(_YAML + b'x: "\xf0\x9f\x98\x80', lambda _: b"0123456789abcdef" * 64, b'"\n'),
        False,
    ),
    "pairs.ini": (
        _filled(b"[ml]\nface_detection_framework = dlib\n", lambda n: b"key%d = some words\n" % n, b""),
        False,
    ),
    "big.db": (database, True),
}
"""Some bytes of what follows count as no bomb: ``small.json`` is for comparison."""
SCREENED = ("cameras.json", "deep.json", "laughs.xml", "aliases.yaml", "big.db")
"""Those that are screened together."""
