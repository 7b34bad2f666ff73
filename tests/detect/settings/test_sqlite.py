"""Databases as SQLite itself writes them, in all sizes of pages and encodings, and what a hostile one may do."""

from __future__ import annotations

import sqlite3
import struct

import pytest

from scanner.catalogue.config_terms import config_terms
from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.config import Configuration
from scanner.detect.interface import Subject
from scanner.detect.settings.databases import pages as sqlitepages
from scanner.detect.settings.databases import reader
from scanner.detect.settings.databases.schema import columns
from scanner.detect.settings.registry import BY_FORMAT
from scanner.formats.source import Source
from scanner.types import Fact, FactKind, LimitReached, Limits, Node, ParseFailure, State, Strength
from tests.detect.settings.binarycases import DATABASE, SQL, changed, database

SCRIPT = """
CREATE TABLE settings(id INTEGER PRIMARY KEY, name TEXT, value);
CREATE TABLE keyed("key" TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE turned(value TEXT, note, "key" VARCHAR(20) NOT NULL, PRIMARY KEY("key")) WITHOUT ROWID;
CREATE TABLE made(camera_id INT, setting TEXT, twice INT GENERATED ALWAYS AS (value * 2) VIRTUAL, "value" INT);
CREATE TABLE faces(id INTEGER PRIMARY KEY, vector BLOB, name TEXT DEFAULT 'a,b)', CONSTRAINT u UNIQUE(name));
CREATE INDEX i ON faces(name);
"""
LONG = "x" * 9000
ROWS = (
    (
        "INSERT INTO settings(name, value) VALUES (?, ?)",
        [("one", 1), ("zero", 0), ("real", 1.5), ("text", "人脸"), ("long", LONG)],
    ),
    (
        "INSERT INTO settings(name, value) VALUES (?, ?)",
        [("less", -70_000), ("none", None), ("big", 2**62), ("bytes", b"\0\1")],
    ),
    ("INSERT INTO keyed VALUES (?, ?)", [(f"k{n}", f"v{n}") for n in range(3000)]),
    ("INSERT INTO turned VALUES (?, ?, ?)", [("v1", "n", "k1"), ("v2", "n", "k2")]),
    ("INSERT INTO made(camera_id, setting, value) VALUES (?, ?, ?)", [(1, "face", 1), (2, "face", 0)]),
    ("INSERT INTO faces(vector, name) VALUES (?, ?)", [(b"\7" * (n % 5 * 900), f"n{n}") for n in range(2500)]),
)
OF_SETTINGS = {
    ("settings", "one"): "1",
    ("settings", "zero"): "0",
    ("settings", "real"): "1.5",
    ("settings", "text"): "人脸",
    ("settings", "long"): LONG,
    ("settings", "less"): "-70000",
    ("settings", "none"): "",
    ("settings", "big"): str(2**62),
    ("settings", "bytes"): "(2 bytes)",
    ("keyed", "k2999"): "v2999",
    ("turned", "k2"): "v2",
    ("made", "1", "face"): "1",
    ("made", "2", "face"): "0",
    ("made", "twice"): "INT",
    ("faces", "vector"): "BLOB",
    ("faces", "#rows"): "2500",
}


def settings(folder, data, lead=b""):
    """(settings that were read, failure or None); ``lead``: the database lies behind these bytes of a larger file."""
    file = folder / "file"
    file.write_bytes(lead + data + lead)
    seen, failure = [], None
    with Source(file, "file", len(lead), len(data)) as source:
        try:
            seen.extend(BY_FORMAT["sqlite"].read(source, Limits()))
        except (ParseFailure, LimitReached) as error:
            failure = error
    return seen, failure


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
@pytest.mark.parametrize("page", [512, 1024, 4096, 65_536])
def test_what_sqlite_wrote_is_read(tmp_path, page, encoding):
    seen, failure = settings(tmp_path, database(SCRIPT, page, encoding, ROWS), b"not of it")
    found = {setting.path: setting.value for setting in seen}
    assert failure is None
    assert {path: found.get(path) for path in OF_SETTINGS} == OF_SETTINGS


def test_numbers_of_rows_are_those_that_sqlite_counts(tmp_path):
    file = tmp_path / "made"
    made = sqlite3.connect(file)
    made.executescript(SCRIPT)
    for count, statement in (
        (1, "INSERT INTO made(value, setting) VALUES (?, ?)"),
        (333, "INSERT INTO keyed VALUES (?, ?)"),
        (70_000, "INSERT INTO faces(vector, name) VALUES (?, ?)"),
    ):
        made.executemany(statement, ((str(n), str(n)) for n in range(count)))
    made.execute("DELETE FROM faces WHERE id % 3 = 0")
    made.commit()
    counts = {
        "settings": "SELECT count(*) FROM settings",
        "made": "SELECT count(*) FROM made",
        "keyed": "SELECT count(*) FROM keyed",
        "faces": "SELECT count(*) FROM faces",
    }
    counted = {(name, "#rows"): str(made.execute(count).fetchone()[0]) for name, count in counts.items()}
    made.close()
    seen, failure = settings(tmp_path, file.read_bytes())
    assert failure is None
    assert counted.items() <= {setting.path: setting.value for setting in seen}.items()
    assert counted["faces", "#rows"] == "46667"


def test_virtual_tables_are_not_asked(tmp_path):
    # As SQLite writes one: it has no page, and what makes its rows is a module that may be any program's.
    data = database(
        "CREATE TABLE a(name, value); INSERT INTO a VALUES ('k', 'v'); PRAGMA writable_schema = ON;"
        "INSERT INTO sqlite_master VALUES ('table', 'w', 'w', 0, 'CREATE VIRTUAL TABLE w USING other(face)');"
    )
    seen, failure = settings(tmp_path, data)
    assert failure is None
    assert {setting.path[0] for setting in seen} == {"a"}


def test_columns_that_were_added_or_renamed_later(tmp_path):
    script = (
        "CREATE TABLE s(name, value); INSERT INTO s VALUES ('a', 1); ALTER TABLE s ADD COLUMN extra TEXT DEFAULT 'x';"
    )
    script += "ALTER TABLE s RENAME COLUMN value TO val; CREATE TABLE c AS SELECT * FROM s;"
    seen, failure = settings(tmp_path, database(script))
    assert failure is None
    assert {("s", "a"), ("s", "extra"), ("c", "a")} <= {setting.path for setting in seen}


def test_a_database_with_a_log_beside_it_is_read_without_it(tmp_path):
    file = tmp_path / "logged"
    made = sqlite3.connect(file)
    made.execute("PRAGMA journal_mode=WAL")
    made.executescript(SQL)
    made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = sorted(one.name for one in tmp_path.iterdir())
    seen, failure = settings(tmp_path, file.read_bytes())
    assert (len(seen), failure) == (11, None)
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted({*before, "file"})
    made.close()


def test_of_a_table_of_people_nothing_is_read_but_its_columns_and_rows(tmp_path):
    seen, _ = settings(tmp_path, DATABASE)
    assert not [setting for setting in seen if "Jane" in repr(setting) or "Doe" in repr(setting)]


def test_a_large_list_of_keys_and_values_is_data(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "SETTINGS_ROWS", 2)
    seen, failure = settings(tmp_path, DATABASE)
    assert failure is None
    assert [setting.path for setting in seen][-1] == ("settings", "#rows")


def test_a_row_that_is_too_long_is_read_in_part_and_reported(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlitepages, "ROW_BYTES", 4096)
    monkeypatch.setattr(reader, "ROW_BYTES", 4096)
    data = database(
        "CREATE TABLE s(name, value);",
        1024,
        "UTF-8",
        (("INSERT INTO s VALUES (?, ?)", [("a", "x" * 20_000), ("b", "1")]),),
    )
    seen, failure = settings(tmp_path, data)
    assert isinstance(failure, LimitReached)
    assert next(len(setting.value) for setting in seen if setting.path == ("s", "a")) < 4096
    assert seen[-1].value == "1"


@pytest.mark.parametrize("bound", ["_TABLES", "_STATEMENTS"])
def test_a_schema_that_is_too_large_is_read_in_part(tmp_path, monkeypatch, bound):
    monkeypatch.setattr(reader, bound, 1 if bound == "_TABLES" else 80)
    seen, failure = settings(tmp_path, DATABASE)
    assert isinstance(failure, LimitReached)
    assert {setting.path[0] for setting in seen} == {"face s"}


def test_a_broken_table_does_not_hide_the_others(tmp_path):
    data = database("CREATE TABLE a(x); CREATE TABLE b(name, value); INSERT INTO b VALUES ('k', 'v');")
    seen, failure = settings(tmp_path, changed(data, 512, b"\x2a"))
    assert isinstance(failure, ParseFailure)
    assert seen[-1].path == ("b", "k")


@pytest.mark.parametrize("root", [1, 2, 3, 100, 200])
def test_tables_that_share_pages_or_point_nowhere_end(tmp_path, root):
    data = database("CREATE TABLE a(x); CREATE TABLE b(x);")
    # The first page of the second table stands as one byte behind its names.
    at = data.index(b"tablebb") + len(b"tablebb")
    seen, failure = settings(tmp_path, changed(data, at, bytes((root,))))
    assert (failure is None) == (root == 3)
    assert (("b", "#rows") in {setting.path for setting in seen}) == (root == 3)


def test_a_tree_in_a_circle_ends(tmp_path):
    rows = (("INSERT INTO a VALUES (?)", [("x" * 100,)] * 50),)
    data = database("CREATE TABLE a(x);", 512, "UTF-8", rows)
    assert data[512] == 5  # an inner page
    _, failure = settings(tmp_path, changed(data, 512 + 8, struct.pack(">I", 2)))
    assert isinstance(failure, ParseFailure)
    assert "two ways" in str(failure)


def test_rows_that_share_their_bytes_are_stopped(tmp_path):
    rows = (("INSERT INTO a VALUES (?, ?)", [("x" * 60_000, "")]),)
    data = bytearray(database("CREATE TABLE a(name, value);", 65_536, "UTF-8", rows))
    cell = data[65_536 + 8 : 65_536 + 10]
    data[65_536 + 3 : 65_536 + 5] = struct.pack(">H", 2000)
    data[65_536 + 8 : 65_536 + 8 + 4000] = bytes(cell) * 2000
    _, failure = settings(tmp_path, bytes(data))
    assert isinstance(failure, LimitReached)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("CREATE TABLE t(a, b)", [("a", "", 0), ("b", "", 1)]),
        (
            'CREATE TABLE "t(x"("a b" INT, [c,d] TEXT, `e` , \'f\' REAL)',
            [("a b", "INT", 0), ("c,d", "TEXT", 1), ("e", "", 2), ("f", "REAL", 3)],
        ),
        (
            "CREATE TABLE t(a DOUBLE PRECISION DEFAULT (1,2), -- b, c\n d /* , e */ CHECK (d IN ('(', ','))) STRICT",
            [("a", "DOUBLE PRECISION", 0), ("d", "", 1)],
        ),
        (
            "CREATE TABLE t(a AS (1), b INT GENERATED ALWAYS AS (2) STORED, c)",
            [("a", "", None), ("b", "INT", 0), ("c", "", 1)],
        ),
        ("CREATE TABLE t", []),
        ("CREATE TABLE t(", []),
        ("", []),
        ("CREATE TABLE t(a, 'b", [("a", "", 0), ("b", "", 1)]),
    ],
)
def test_columns_of_a_statement(sql, expected):
    assert [(c.name, c.type, c.place) for c in columns(sql, by_key=False)] == expected


def test_keys_come_first_in_tables_without_row_numbers():
    sql = "CREATE TABLE t(a, b TEXT, c INT, PRIMARY KEY (c DESC, b COLLATE NOCASE)) WITHOUT ROWID"
    assert [(c.name, c.place) for c in columns(sql, by_key=True)] == [("a", 2), ("b", 1), ("c", 0)]


def test_a_database_above_the_limit_of_other_files_is_read(tmp_path):
    fact = Fact(
        "f", FactKind.CONFIG, "settings/#rows", Strength.STRONG, State.ENROLLED, formats=("sqlite",), on=(">0",)
    )
    terms = config_terms([fact])
    file = tmp_path / "file"
    file.write_bytes(DATABASE)
    with Source(file, "d!/gallery.db") as source:
        node = Node(source.path, None, source.size, "0" * 64, "sqlite")
        words = Vocabulary(None, {}, {}, frozenset(terms), terms)
        (seen,) = Configuration().observe(Subject(node, source, words, Limits(config_bytes=10)))
    assert (seen.value, seen.setting) == ("settings/#rows", "3")
