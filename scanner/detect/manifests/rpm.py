"""The database of rpm: SQLite, ndb (``Packages.db``) and Berkeley DB (``Packages``), each full of package headers.

Formats: rpm, ``lib/backend/sqlite.c`` and ``lib/backend/ndb/rpmpkg.c``; Berkeley DB, ``dbinc/db_page.h``.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing

from scanner.detect.manifests.interface import Form, Manifest, Package, form
from scanner.types import ParseFailure
from scanner.unpack.archives.rpm_header import MAGIC, read_header, text

_NAME, _VERSION, _RELEASE = 1000, 1001, 1002
_LARGEST = 64 << 20
"""Bytes of one header; the largest known ones are below 10 MB."""
_BLOB = b"BlbS"
_HASH_MAGIC = 0x061561
_OVERFLOW = 7
_PAGE_HEADER = 26


def _package(blob: bytes) -> Iterator[Package]:
    """A header without its magic, as databases keep it."""
    data = memoryview(MAGIC + bytes(4) + blob)
    header = read_header(data, 0)
    name = text(data, header, _NAME)
    if name:
        yield Package(f"rpm:{name}", f"{text(data, header, _VERSION)}-{text(data, header, _RELEASE)}")


def sqlite(manifest: Manifest) -> Iterator[Package]:
    """``rpmdb.sqlite``: one header in each row of ``Packages``.

    :raises ParseFailure: where it is no such database.
    """
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
            database.deserialize(_without_journal(manifest.data))
            database.set_authorizer(_rows_only)
            left = len(manifest.data)
            for (blob,) in database.execute("SELECT blob FROM Packages"):
                left -= len(blob) if isinstance(blob, bytes) else 0
                if left < 0:
                    raise ParseFailure("the headers in the rpm database share their bytes")
                if isinstance(blob, bytes):
                    yield from _package(blob)
    except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
        reason = getattr(error, "sqlite_errorname", type(error).__name__)
        raise ParseFailure(f"the rpm database is broken: {reason}") from error


def _rows_only(action: int, table: str | None, *_: object) -> int:
    """Allow to read ``Packages`` and nothing else: a view of that name may count for ever, with functions and other
    tables."""
    plain = action == sqlite3.SQLITE_SELECT or (action == sqlite3.SQLITE_READ and table == "Packages")
    return sqlite3.SQLITE_OK if plain else sqlite3.SQLITE_DENY


def _without_journal(data: bytes) -> bytes:
    """``data`` marked as a database without write-ahead log (SQLite, "Database File Format", 1.3.3): in memory there
    is none. What stands in the log alone, a file of its own, is not seen."""
    return data[:18] + b"\1\1" + data[20:]


def ndb(manifest: Manifest) -> Iterator[Package]:
    """``Packages.db``: blobs at multiples of 16 bytes: magic, number, generation, length, then the header."""
    data, at = manifest.data, 0
    while (at := data.find(_BLOB, at)) >= 0:
        length = int.from_bytes(data[at + 12 : at + 16], "little")
        if at % 16 or not 16 <= length <= _LARGEST:
            at += len(_BLOB)
            continue
        yield from _package(data[at + 16 : at + 16 + length])
        at += 16 + length


def berkeley(manifest: Manifest) -> Iterator[Package]:
    """``Packages``: a hash whose values are chains of overflow pages.

    :raises ParseFailure: where it is no such database.
    """
    data = manifest.data
    order = next((o for o in "<>" if data[12:16] == struct.pack(f"{o}L", _HASH_MAGIC)), "")
    if not order or len(data) < 24:
        raise ParseFailure("the rpm database is no Berkeley DB hash")
    size = struct.unpack_from(f"{order}L", data, 20)[0]
    if not 512 <= size <= 65536:
        raise ParseFailure(f"the rpm database claims pages of {size:,} bytes")
    seen = set[int]()
    for start in range(size, len(data) - size + 1, size):
        previous = struct.unpack_from(f"{order}L", data, start + 12)[0]
        if data[start + 25] == _OVERFLOW and previous == 0 and start not in seen:
            yield from _package(_chain(data, start, size, order, seen))


def _chain(data: bytes, start: int, size: int, order: str, seen: set[int]) -> bytes:
    """The value that begins on the overflow page at ``start``. A page out of the file or in ``seen``, which belongs to
    a value that was read, ends it."""
    parts, total = [], 0
    while start and start not in seen and start + size <= len(data) and total < _LARGEST:
        seen.add(start)
        following, _, length, _, kind = struct.unpack_from(f"{order}LHHBB", data, start + 16)
        if kind != _OVERFLOW:
            break
        parts.append(data[start + _PAGE_HEADER : start + _PAGE_HEADER + min(length, size - _PAGE_HEADER)])
        total += len(parts[-1])
        start = following * size
    return b"".join(parts)


FORMS: tuple[Form, ...] = (
    form(r"rpmdb\.sqlite", sqlite, largest=_LARGEST),
    form(r"rpm/Packages\.db", ndb, largest=_LARGEST),
    form(r"rpm/Packages", berkeley, largest=_LARGEST),
)
