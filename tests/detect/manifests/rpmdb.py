"""Small rpm databases, made by hand as rpm and Berkeley DB lay them out."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing

PAGE = 512


def header(name: str, version: str, release: str) -> bytes:
    """A header with three texts, without its magic (rpm ``docs/manual/format_header.md``)."""
    store, index = b"", b""
    for tag, value in ((1000, name), (1001, version), (1002, release)):
        index += struct.pack(">4L", tag, 6, len(store), 1)
        store += value.encode() + b"\0"
    return struct.pack(">2L", 3, len(store)) + index + store


def sqlite(packages, folder) -> bytes:
    """``rpmdb.sqlite``."""
    with closing(sqlite3.connect(folder / "made.sqlite")) as database:
        database.execute("CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)")
        database.executemany("INSERT INTO Packages (blob) VALUES (?)", [(header(*one),) for one in packages])
        database.commit()
    return (folder / "made.sqlite").read_bytes()


def ndb(packages, _folder) -> bytes:
    """``Packages.db``: a page of slots, then blobs."""
    data = b"RpmP" + bytes(4092)
    for number, one in enumerate(packages, 1):
        blob = header(*one)
        data += b"BlbS" + struct.pack("<3L", number, 1, len(blob)) + blob
        data += bytes(-len(data) % 16)
    return data


def berkeley(packages, _folder) -> bytes:
    """``Packages``: the page of the hash, then every header as a chain of overflow pages."""
    pages = [struct.pack("<8xLLLL", 0, 0x061561, 9, PAGE).ljust(PAGE, b"\0")]
    for one in packages:
        blob = header(*one)
        parts = [blob[at : at + PAGE - 26] for at in range(0, len(blob), PAGE - 26)]
        for number, part in enumerate(parts):
            own = len(pages)
            following = own + 1 if number + 1 < len(parts) else 0
            head = struct.pack("<8xLLLHHBB", own, own - 1 if number else 0, following, 1, len(part), 0, 7)
            pages.append((head + part).ljust(PAGE, b"\0"))
    return b"".join(pages)
