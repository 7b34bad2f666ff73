"""The result cache on disk: one SQLite file, whose entries carry a checksum of their key and content."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from scanner.cache.codec import decode, encode
from scanner.cache.place import prepare
from scanner.cache.record import Record

FILE = "results-2.sqlite"
"""The number is that of the layout: another one is another file."""
PENDING = 1000
SECONDS = 2.0
"""New results are written together: what a power cut can lose."""
FRESH = 86_400
"""Seconds within which a second use is not noted: the order of removal need not be that exact."""
KEPT_SHARE = 0.8
"""Share of the size limit that is left after old results were removed."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, used INTEGER, size INTEGER, check_sum BLOB, payload BLOB)
 WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (delivery BLOB PRIMARY KEY, started TEXT, work TEXT, process INTEGER) WITHOUT ROWID;
"""
_Value = TypeVar("_Value")


class Store:
    """Results of earlier screenings. Whatever is wrong with the file costs time, never a result.

    ``trouble`` says in a sentence why it is not, or no longer, used.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self._most = most
        self._pending: dict[bytes, bytes] = {}
        self._used: list[bytes] = []
        self._flushed = time.monotonic()
        self._database: sqlite3.Connection | None = None
        self.ignored = 0
        """Entries that were not believed."""
        self.trouble = prepare(folder)
        if not self.trouble:
            self._open(folder / FILE)

    def get(self, key: bytes) -> Record | None:
        """The record under ``key``, if there is one and it is whole."""
        payload = self._pending.get(key)
        if payload is None:
            row = self._try(lambda database: database.execute(_GET, (key,)).fetchone())
            if row is None:
                return None
            check, payload, used = row
            if not isinstance(payload, bytes) or check != _check(key, payload):
                self._disbelieve(key)
                return None
            if not isinstance(used, int) or time.time() - used > FRESH:
                self._used.append(key)
        try:
            return decode(payload)
        except (ValueError, TypeError, LookupError, OverflowError, RecursionError):
            self._disbelieve(key)
            return None

    def put(self, key: bytes, record: Record) -> None:
        """Keep ``record``; it reaches the disk within seconds."""
        if self._database is not None:
            self._pending[key] = encode(record)
            if len(self._pending) >= PENDING or time.monotonic() - self._flushed > SECONDS:
                self.flush()

    def flush(self) -> None:
        """Write what is pending."""
        now = int(time.time())
        rows = [(key, now, len(data) + 100, _check(key, data), data) for key, data in self._pending.items()]
        used = [(now, key) for key in self._used]

        def write(database: sqlite3.Connection) -> None:
            with database:
                database.executemany(_PUT, rows)
                database.executemany(_TOUCH, used)

        self._pending.clear()
        self._used.clear()
        self._flushed = time.monotonic()
        if rows or used:
            self._try(write)

    def close(self) -> None:
        """Write what is pending, remove the results that were not used for the longest time, and let go."""
        self.flush()
        self._try(self._shrink)
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    # -- the journal of runs

    def began(self, delivery: bytes, started: str, work: str, process: int) -> tuple[str, str, int] | None:
        """Note a run over ``delivery``; returns (started, work folder, process) of one that never ended."""

        def write(database: sqlite3.Connection) -> tuple[str, str, int] | None:
            with database:
                row = database.execute(_UNENDED, (delivery,)).fetchone()
                database.execute(_BEGAN, (delivery, started, work, process))
            return None if row is None else (str(row[0]), str(row[1]), int(row[2]))

        return self._try(write)

    def ended(self, delivery: bytes) -> None:
        """Note that the run over ``delivery`` came to its end."""

        def write(database: sqlite3.Connection) -> None:
            with database:
                database.execute("DELETE FROM runs WHERE delivery = ?", (delivery,))

        self._try(write)

    # -- SQLite

    def _open(self, file: Path) -> None:
        for attempt in (1, 2):
            try:
                self._database = _connect(file)
            except sqlite3.OperationalError as error:
                self.trouble = f"the cache cannot be opened: {error}"
                return
            except sqlite3.DatabaseError:
                # No database, or a broken one: results can be found again, so it is replaced, once.
                if attempt == 1:
                    remove(file)
            else:
                self.trouble = ""
                return
        self.trouble = "the cache is damaged and cannot be replaced"

    def _try(self, action: Callable[[sqlite3.Connection], _Value]) -> _Value | None:
        if self._database is None:
            return None
        try:
            return action(self._database)
        except (sqlite3.Error, OverflowError, ValueError, TypeError) as error:
            self.trouble = f"the cache is not used any further: {type(error).__name__}"
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
            self._database = None
            return None

    def _disbelieve(self, key: bytes) -> None:
        self.ignored += 1

        def remove_it(database: sqlite3.Connection) -> None:
            with database:
                database.execute("DELETE FROM results WHERE key = ?", (key,))

        self._try(remove_it)

    def _shrink(self, database: sqlite3.Connection) -> None:
        (total,) = database.execute("SELECT COALESCE(SUM(size), 0) FROM results").fetchone()
        if total <= self._most:
            return
        with database:
            for key, size in database.execute("SELECT key, size FROM results ORDER BY used").fetchall():
                if total <= self._most * KEPT_SHARE:
                    break
                database.execute("DELETE FROM results WHERE key = ?", (key,))
                total -= size
        database.execute("VACUUM")


_GET = "SELECT check_sum, payload, used FROM results WHERE key = ?"
_PUT = "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)"
_TOUCH = "UPDATE results SET used = ? WHERE key = ?"
_UNENDED = "SELECT started, work, process FROM runs WHERE delivery = ?"
_BEGAN = "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?)"


def _connect(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, timeout=5.0)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA trusted_schema = OFF")
        database.executescript(_SCHEMA)
    except sqlite3.Error:
        database.close()
        raise
    file.chmod(0o600)
    return database


def remove(file: Path) -> None:
    """Delete the database with what SQLite keeps beside it."""
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        file.with_name(name).unlink(missing_ok=True)


def overview(file: Path) -> tuple[int, int]:
    """(results, bytes on disk) of the database; zeros where there is none that can be read."""
    if not file.is_file():
        return 0, 0
    try:
        with contextlib.closing(sqlite3.connect(file, timeout=5.0)) as database:
            (count,) = database.execute("SELECT COUNT(*) FROM results").fetchone()
    except sqlite3.Error:
        count = 0
    return int(count), file.stat().st_size


def _check(key: bytes, payload: bytes) -> bytes:
    return hashlib.blake2b(key + payload, digest_size=16).digest()
