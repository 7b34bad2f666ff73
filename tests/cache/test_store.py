"""The cache on disk: what is kept comes back, what was tampered with does not, and nothing there can stop a run."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

import pytest

from scanner.cache.record import Record
from scanner.cache.store import FILE, Store, overview

MANY = 1 << 30


def record(size: int = 7) -> Record:
    return Record(size, "ab" * 32, "text", (), (), (), ("bytes",), (), ())


def key(number: int) -> bytes:
    return bytes((number,)) * 32


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def kept(folder: Path, *numbers: int) -> None:
    store = Store(folder, MANY)
    for number in numbers:
        store.put(key(number), record(number))
    store.close()
    assert store.trouble == ""


def changed(folder: Path, statement: str, *values: object) -> None:
    with sqlite3.connect(folder / FILE) as database:
        database.execute(statement, values)
    database.close()


def test_what_is_kept_comes_back_in_the_next_run(folder):
    kept(folder, 1, 2)
    store = Store(folder, MANY)
    assert store.get(key(2)) == record(2)
    assert store.get(key(3)) is None
    store.close()
    assert overview(folder / FILE)[0] == 2


def test_what_is_not_written_yet_is_known_too(folder):
    store = Store(folder, MANY)
    store.put(key(1), record(1))
    assert store.get(key(1)) == record(1)
    store.close()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE results SET payload = replace(payload, 'text', 'TEXT')",
        "UPDATE results SET payload = 'no bytes'",
        "UPDATE results SET payload = X'00'",
        "UPDATE results SET check_sum = NULL",
        "UPDATE results SET key = X'" + "02" * 32 + "'",
    ],
)
def test_a_changed_or_foreign_entry_is_not_believed(folder, change):
    kept(folder, 1)
    changed(folder, change)
    store = Store(folder, MANY)
    assert store.get(key(1)) is None
    assert store.get(key(2)) is None
    assert store.ignored == 1
    store.close()
    assert overview(folder / FILE)[0] == 0


def test_a_file_that_is_no_database_is_replaced(folder):
    folder.mkdir(mode=0o700)
    (folder / FILE).write_bytes(b"this is not a database, and longer than its header would be" * 20)
    kept(folder, 1)
    assert overview(folder / FILE)[0] == 1


def test_a_cut_off_database_costs_results_and_nothing_else(folder):
    kept(folder, *range(200))
    file = folder / FILE
    os.truncate(file, file.stat().st_size // 2)
    store = Store(folder, MANY)
    for number in range(200):
        assert store.get(key(number)) in {None, record(number)}
    store.put(key(1), record(1))
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="modes of folders mean little there")
def test_a_folder_in_which_others_can_write_is_not_used(folder):
    kept(folder, 1)
    folder.chmod(0o777)
    store = Store(folder, MANY)
    assert "somebody else" in store.trouble
    assert store.get(key(1)) is None
    store.put(key(2), record(2))
    store.close()


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "cache").write_text("x")
    assert "cannot be made" in Store(tmp_path / "cache", MANY).trouble


def test_the_oldest_results_go_when_there_are_too_many(folder):
    kept(folder, *range(10))
    for number in range(10):
        changed(folder, "UPDATE results SET used = ? WHERE key = ?", 1_000_000 + number, key(number))
    with contextlib.closing(sqlite3.connect(folder / FILE)) as database:
        (size,) = database.execute("SELECT SUM(size) FROM results").fetchone()
    Store(folder, size * 6 // 10).close()
    store = Store(folder, MANY)
    left = [number for number in range(10) if store.get(key(number))]
    store.close()
    assert left
    assert len(left) < 6
    assert left == list(range(10 - len(left), 10))


def test_the_journal_knows_a_run_that_never_ended(folder):
    store = Store(folder, MANY)
    assert store.began(b"d" * 32, "then", "/work", 5) is None
    assert store.began(b"d" * 32, "now", "/other", 6) == ("then", "/work", 5)
    store.ended(b"d" * 32)
    assert store.began(b"d" * 32, "later", "/third", 7) is None
    store.close()


@pytest.mark.skipif(os.name == "nt", reason="modes of files mean little there")
def test_results_are_for_this_user_alone(folder):
    kept(folder, 1)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600
