"""Manifests that are small or plain and would cost hours, gigabytes, or a report of a million lines."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from scanner.detect.manifests.interface import LARGEST, LONGEST_NAME
from scanner.detect.packages import Packages
from scanner.types import FactKind, LimitReached, Limits, ParseFailure
from tests.detect.manifests.rpmdb import PAGE, berkeley, ndb
from tests.detect.manifests.test_forms import read
from tests.detect.vocabulary import subject

COUNTING = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS blob FROM n"
"""Rows without end."""
CROSSED = "SELECT a.x AS blob FROM t a, t b, t c, t d, t e, t f"
SHARED = "CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob AS (zeroblob(9000000)))"


@pytest.mark.parametrize("line", ["a" + ".a" * 20_000 + " = 1\n", "[" + "a." * 2000 + "a]\n" + "b = 1\n" * 30_000])
def test_toml_keys_of_many_parts(line):
    with pytest.raises(ParseFailure, match="too many parts"):
        read("uv.lock", line)


def test_a_list_with_many_empty_lines():
    text = "[options]\ninstall_requires =\n  one\n" + "\n" * 200_000 + "  two\n"
    assert [p.name for p in read("setup.cfg", text)] == ["pypi:one", "pypi:two"]


def test_a_package_whose_name_begins_like_a_condition():
    text = "[options]\ninstall_requires =\n  one; python_version < '3.9'\n  python_face\n"
    assert [p.name for p in read("setup.cfg", text)] == ["pypi:one", "pypi:python-face"]


def test_a_group_that_is_put_in_a_million_times():
    text = f"<p><groupId>{'g' * 200_000}</groupId><dependency><artifactId>{'${project.groupId}' * 100_000}"
    (_, needed) = read("pom.xml", text + "</artifactId></dependency></p>")
    assert len(needed.name) < 2_000_000


def test_the_name_of_a_bundle_has_an_end():
    assert read("META-INF/MANIFEST.MF", "Bundle-SymbolicName: " + "a." * LONGEST_NAME + "b\n") == []


@pytest.mark.parametrize("query", [COUNTING, CROSSED])
def test_a_view_is_no_database_of_rpm(query, tmp_path):
    with closing(sqlite3.connect(tmp_path / "made.sqlite")) as database:
        database.execute("CREATE TABLE t (x)")
        database.execute(f"CREATE VIEW Packages AS {query}")
        database.executemany("INSERT INTO t VALUES (?)", [(b"x" * 20,)] * 100)
        database.commit()
    with pytest.raises(ParseFailure, match=r"SQLITE_AUTH|SQLITE_ERROR"):
        read("rpmdb.sqlite", (tmp_path / "made.sqlite").read_bytes())


def test_rows_that_are_computed(tmp_path):
    with closing(sqlite3.connect(tmp_path / "made.sqlite")) as database:
        database.execute(SHARED)
        database.executemany("INSERT INTO Packages VALUES (?)", [(number,) for number in range(500)])
        database.commit()
    with pytest.raises(ParseFailure, match="share their bytes"):
        read("rpmdb.sqlite", (tmp_path / "made.sqlite").read_bytes())


def test_values_that_share_their_pages_are_read_once(tmp_path):
    data = bytearray(berkeley([("face", "1", "1"), ("other", "1", "1")], tmp_path))
    data[2 * PAGE + 16 : 2 * PAGE + 20] = (1).to_bytes(4, "little")
    assert [p.name for p in read("rpm/Packages", bytes(data))] == ["rpm:face", "rpm:other"]


def test_a_header_within_a_header_is_none(tmp_path):
    data = ndb([("outer" + "x" * 200, "1", "1")], tmp_path)
    inner = ndb([("inner", "1", "1")], tmp_path)[4096:]
    at = -(-(data.index(b"outer") + 20) // 16) * 16
    data = data[:at] + inner + data[at + len(inner) :]
    assert "rpm:inner" not in {p.name for p in read("rpm/Packages.db", data)}


def test_versions_of_one_package_are_not_told_without_end(tmp_path):
    (tmp_path / "node").write_text("".join(f"example-face@^{n}:\n  version {n}\n" for n in range(5000)))
    with subject(tmp_path / "node", "x!/yarn.lock", "text") as one:
        seen = list(Packages().observe(one))
    assert {o.value for o in seen if o.kind is FactKind.PACKAGE} == {"npm:example-face"}
    assert 1 < len(seen) < 100


def test_a_manifest_that_is_too_large_for_its_objects(tmp_path):
    with (tmp_path / "node").open("wb") as file:
        file.truncate(LARGEST + 1)
    for path in ("x!/package.json", "x!/uv.lock"):
        with subject(tmp_path / "node", path, "text", Limits()) as one, pytest.raises(LimitReached):
            list(Packages().observe(one))
