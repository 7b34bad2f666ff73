"""Cases of :mod:`tests.detect.settings.cases`: property lists, binary XML of Android, databases, the registry."""

from __future__ import annotations

import plistlib
import sqlite3
import struct
from datetime import datetime

from scanner.types import LimitReached, ParseFailure
from vendor_samples.carriers import androidxml
from vendor_samples.carriers.androidxml import Element, Reference

DEEP = 100_000
NESTED = plistlib.dumps({"in": [1]}, fmt=plistlib.FMT_BINARY)
LIST = {
    "a": [[{"b": True}], "x"],
    "d": datetime(2026, 1, 2),
    "e": {},
    "n": -3,
    "o": NESTED,
    "r": 1.5,
    "t": b"text",
    "u": b"\0\1",
    "ü": "人脸",
}
_OF_LIST = [
    (("a[0][0]", "b"), "true"),
    (("a[1]",), "x"),
    (("d",), "2026-01-02T00:00:00Z"),
    (("n",), "-3"),
    (("o", "in[0]"), "1"),
    (("r",), "1.5"),
    (("t",), "text"),
    (("u",), "(2 bytes)"),
    (("ü",), "人脸"),
]
TREE = androidxml.manifest(
    "org.city.app",
    Element("meta-data", {"name": "face", "value": True}),
    Element("meta-data", {"name": "人脸", "value": Reference(0x7F010002), "count": -5, "size": 1.5}),
    Element("note", {}, ("some ", "text")),
)
_OF_TREE = [
    (("manifest", "@package"), "org.city.app"),
    (("manifest", "application", "@label"), "org.city.app"),
    (("manifest", "application", "meta-data", "@name"), "face"),
    (("manifest", "application", "meta-data", "@value"), "true"),
    (("manifest", "application", "meta-data"), ""),
    (("manifest", "application", "meta-data[1]", "@name"), "人脸"),
    (("manifest", "application", "meta-data[1]", "@value"), "@0x7f010002"),
    (("manifest", "application", "meta-data[1]", "@count"), "-5"),
    (("manifest", "application", "meta-data[1]", "@size"), "1.5"),
    (("manifest", "application", "meta-data[1]"), ""),
    (("manifest", "application", "note"), "some text"),
]
REGISTRY = r"""Windows Registry Editor Version 5.00

; "Off"=dword:00000001
[HKEY_LOCAL_MACHINE\SOFTWARE\Acme\Cam "1"/x]
"on"=dword:0000000a ; why
@="a \"b\" \\c"
"list"=hex(7):61,00,62,00,00,00,63,\
  00,00,00,00,00
"path"=hex(2):25,00,41,00,00,00
"raw"=hex:01,02,\
  03
"long"=hex(b):01,00,00,00,00,00,00,00
"gone"=-
[-HKEY_CURRENT_USER\Acme]
"no"=dword:1

[HKEY_CURRENT_USER\Acme]
"empty"=""
"""
_CAM = ("HKEY_LOCAL_MACHINE", "SOFTWARE", "Acme", 'Cam "1"\\x2fx')
_OF_REGISTRY = [
    ((*_CAM, "on"), "10"),
    ((*_CAM, "@"), 'a "b" \\c'),
    ((*_CAM, "list[0]"), "ab"),
    ((*_CAM, "list[1]"), "c"),
    ((*_CAM, "path"), "%A"),
    ((*_CAM, "raw"), "01,02,03"),
    ((*_CAM, "long"), "1"),
    (("HKEY_CURRENT_USER", "Acme", "empty"), ""),
]


def database(script: str, page: int = 512, encoding: str = "UTF-8", rows: tuple[tuple[str, list], ...] = ()) -> bytes:
    """The bytes of a database that ``script`` makes, with ``rows`` (statement, parameters)."""
    made = sqlite3.connect(":memory:")
    try:
        made.execute(f"PRAGMA page_size={page}")
        made.execute(f"PRAGMA encoding='{encoding}'")
        made.executescript(script)
        for statement, parameters in rows:
            made.executemany(statement, parameters)
        made.commit()
        return made.serialize()
    finally:
        made.close()


SQL = """
CREATE TABLE "face s"(id INTEGER PRIMARY KEY, "template" BLOB, other);
CREATE TABLE settings(camera TEXT, name VARCHAR(20) NOT NULL, value);
CREATE VIEW v AS SELECT * FROM settings;
INSERT INTO "face s" VALUES (1, x'00', 'Jane Roe'), (2, x'01', 'John Doe');
INSERT INTO settings VALUES ('front', 'face', 1), ('back', 'face', 0), ('back', 'face', 1.5);
"""
_OF_SQL = [
    (("face s", "id"), "INTEGER"),
    (("face s", "template"), "BLOB"),
    (("face s", "other"), "any"),
    (("face s", "#rows"), "2"),
    (("settings", "camera"), "TEXT"),
    (("settings", "name"), "VARCHAR"),
    (("settings", "value"), "any"),
    (("settings", "#rows"), "3"),
    (("settings", "front", "face"), "1"),
    (("settings", "back", "face"), "0"),
    (("settings[1]", "back", "face"), "1.5"),
]
DATABASE = database(SQL)
BINARY = plistlib.dumps(LIST, fmt=plistlib.FMT_BINARY)
TEXT = plistlib.dumps(LIST)
AXML = androidxml.build(TREE)


def binary_list(objects: list[bytes], top: int = 0) -> bytes:
    """A binary property list of ``objects`` as they stand, with references of one byte."""
    offsets, at = [], 8
    for one in objects:
        offsets.append(at)
        at += len(one)
    table = b"".join(struct.pack(">I", offset) for offset in offsets)
    return b"bplist00" + b"".join(objects) + table + bytes(6) + struct.pack(">BBQQQ", 4, 1, len(objects), top, at)


def changed(data: bytes, offset: int, new: bytes) -> bytes:
    """``data`` with ``new`` at ``offset``."""
    return data[:offset] + new + data[offset + len(new) :]


def _axml_of(*chunks: bytes) -> bytes:
    body = b"".join(chunks)
    return struct.pack("<HHI", 3, 8, 8 + len(body)) + body


_OPEN = struct.pack("<HHIII", 0x102, 16, 36, 1, 0) + struct.pack(
    "<IIHHHHHH", 0xFFFFFFFF, 0xFFFFFFFF, 20, 20, 0, 0, 0, 0
)
_BILLION = [b"\xa2" + bytes((n + 1, n + 1)) for n in range(40)] + [b"\x51x"]
_PAGE = int.from_bytes(DATABASE[16:18], "big")

GOOD = {
    "plist": (BINARY, _OF_LIST),
    "text:plist": (TEXT, _OF_LIST),
    "android-xml": (AXML, _OF_TREE),
    "text:registry": (b"\xff\xfe" + REGISTRY.replace("\n", "\r\n").encode("utf-16-le"), _OF_REGISTRY),
    "sqlite": (DATABASE, _OF_SQL),
}

CORRUPT = {
    "plist": [
        b"",
        b"bplist00",
        BINARY[:-1],
        BINARY[:-40],
        b"bplist01" + bytes(60),
        binary_list([b"\xa1\x05"]),  # object 5 of 1
        binary_list([b"\xa1\x00"]),  # contains itself
        binary_list([b"\xd1\x01\x02", b"\x51k", b"\x5f\x11\xff\xff"]),  # longer than the file
        binary_list([b"\x14" + bytes(16), b"\x15" + bytes(32)], top=1),  # an integer of 32 bytes
        binary_list([b"\x70", b"\xf0"], top=1),  # no kind
        binary_list([b"\xa2\x01\x02", b"\x51x", b"\x4f\x10\x30" + b"bplist00" + bytes(40)]),
    ],
    "text:plist": [
        b"",
        b"<plist><dict><key>a</key>",
        b"<plist><dict><key>a</key><key>b</key><true/></dict></plist>",
        b"<plist><dict><true/></dict></plist>",
        b"<plist><dict><key>a</key></dict></plist>",
        b"<plist><array><key>a</key></array></plist>",
        b"<plist><string><true/></string></plist>",
        b"<plist><other/></plist>",
        b"<settings><key>a</key></settings>",
        b"\xff\xfe<plist/>",
    ],
    "android-xml": [
        b"",
        AXML[:-1],
        AXML[:100],
        changed(AXML, 12, b"\xff\xff\xff\x7f"),  # the pool goes beyond the end
        changed(AXML, 16, b"\xff\xff\xff\x7f"),  # texts that it has not
        changed(AXML, 12, b"\0\0\0\0"),  # a chunk without a size
        AXML[:-48] + 2 * (struct.pack("<HHI", 0x104, 16, 24) + bytes(16)),  # an element does not end
        _axml_of(struct.pack("<HHIIIII", 0x103, 16, 24, 1, 0, 0, 0)),  # one ends that did not begin
        changed(AXML, AXML.index(struct.pack("<HHI", 0x102, 16, 36 + 20)) + 28, b"\xff\xff"),  # attributes elsewhere
        changed(
            AXML, AXML.index(struct.pack("<HHI", 0x102, 16, 36 + 20)) + 20, b"\xff\xff\0\0"
        ),  # a name that is not there
    ],
    "text:registry": [b"REGEDIT4\n\0", b"\xff\xfeR"],
    "sqlite": [
        b"",
        DATABASE[:100],
        DATABASE[:-1],
        DATABASE[: 2 * _PAGE],
        changed(DATABASE, 16, b"\x00\x03"),  # pages of three bytes
        changed(DATABASE, 100, b"\x2a"),  # no table, as when all behind the header is encrypted
        changed(DATABASE, 103, b"\xff\xff"),  # more rows than a page takes
        changed(DATABASE, 2 * _PAGE + 8, b"\xff\xfe"),  # a row outside its page
    ],
}

HOSTILE = {
    "plist": [
        (binary_list(_BILLION), LimitReached),
        (binary_list([b"\xa1" + bytes((n + 1,)) for n in range(250)] + [b"\x51x"]), LimitReached),
    ],
    "text:plist": [
        (b"<plist>" + b"<array>" * DEEP, LimitReached),
        (b'<!DOCTYPE plist [<!ENTITY a "ha">]><plist><string>&a;</string></plist>', ParseFailure),
        (
            b'<!DOCTYPE plist [<!ENTITY f SYSTEM "file:///etc/hostname">]><plist><string>&f;</string></plist>',
            ParseFailure,
        ),
    ],
    "android-xml": [(_axml_of(_OPEN * 300), LimitReached)],
    "text:registry": [(b"REGEDIT4\n[" + b"a\\" * DEEP + b"]\n", LimitReached)],
    "sqlite": [(changed(DATABASE, 100, b"\x05"), ParseFailure)],
}
