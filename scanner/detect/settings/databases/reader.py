"""SQLite databases: tables with their columns and numbers of rows, and the settings that some of them hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.settings.databases.pages import ROW_BYTES, Pages
from scanner.detect.settings.databases.record import values
from scanner.detect.settings.databases.schema import Column, columns
from scanner.detect.settings.interface import Setting, bounded, element
from scanner.types import FacescreenError, LimitReached, Limits, ParseFailure

if TYPE_CHECKING:
    from scanner.formats.source import Source

ROWS = "#rows"
"""Key of a setting that holds the number of rows of a table."""
SETTINGS_ROWS = 100_000
"""Rows above which a table of keys and values is a store of data."""
_TABLES = 20_000
_STATEMENTS = 8 << 20
"""Characters of all statements of one schema."""
_SCHEMA = (0, 1, 3, 4)
"""Columns of the schema table: type, name, (table,) first page, statement."""
_ANY = "any"
"""Type of a column that has none."""
_OF_SETTINGS = r"(?:conf(?:ig(?:uration)?)?|setting|option|param(?:eter)?|prop(?:erty)?|pref(?:erence)?|variable|item)"
_KEY = re.compile(rf"(?:{_OF_SETTINGS}s?[_ ]?(?:key|name)?|key|name)", re.I)
_VALUE = re.compile(rf"(?:{_OF_SETTINGS}[_ ]?)?(?:value|val)(?:[_ ]?(?:text|string|str|int|bool|json))?", re.I)
_SCOPE = re.compile(
    r"(?:section|group|category|namespace|module|plugin|device|camera|channel|component|scope)(?:[_ ]?(?:id|name|no))?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: where it is defined, its first page, its columns, and the places of its key, value and scope where
    it holds settings."""

    name: str
    offset: int
    root: int
    columns: list[Column]
    key: int | None = None
    value: int | None = None
    scope: int | None = None


class Sqlite:
    """Reads ``<table>/#rows`` and ``<table>/<column>`` (its type); of tables of keys and values ``<table>/<key>``.

    Of a table with a column for the section, camera or channel ``<table>/<section>/<key>``.
    """

    FORMAT: ClassVar[str] = "sqlite"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "of tables that are no list of keys and values the columns and the number of rows are read, never a row",
        f"a list of keys and values with more than {SETTINGS_ROWS:,} rows counts as data",
        "virtual tables are not asked, their own tables are; deleted rows and what stands only in a write-ahead log "
        "beside the database are not seen",
        "encrypted databases are not read",
    )

    def read(self, source: Source, limits: Limits) -> Iterator[Setting]:
        """All settings, with the offset of the row, of the table's first page, of its definition. It may have any size.

        A broken table does not hide the others: its failure is raised behind the last.
        """
        return bounded(_settings(Pages(source.data)), limits)


def _settings(pages: Pages) -> Iterator[Setting]:
    broken: FacescreenError | None = None
    tables = _tables(pages)
    while True:
        try:
            table = next(tables, None)
            if table is None:
                break
            yield from _of_table(pages, table)
        except (ParseFailure, LimitReached) as error:
            broken = broken or error
    if broken is not None:
        raise broken


def _tables(pages: Pages) -> Iterator[_Table]:
    length = 0
    for number, cell in enumerate(pages.cells(1)):
        row = values(cell.record, _SCHEMA, pages.encoding)
        kind, name, root, sql = (row.get(place, "") for place in _SCHEMA)
        # Tables of SQLite itself are none of the program's, and virtual ones have no page.
        if kind != "table" or name.startswith("sqlite_") or root in ("", "0"):
            continue
        length += len(sql)
        if number >= _TABLES or length > _STATEMENTS:
            raise LimitReached(f"a schema of more than {_TABLES:,} tables or {_STATEMENTS:,} characters")
        first = int(root) if root.isdecimal() else -1
        yield _table(name, cell.offset, first, columns(sql, pages.is_by_key(first)))


def _table(name: str, offset: int, root: int, all_columns: list[Column]) -> _Table:
    key, value, scope = (_place(all_columns, names) for names in (_KEY, _VALUE, _SCOPE))
    return _Table(element(name), offset, root, all_columns, key, value, scope)


def _place(all_columns: list[Column], names: re.Pattern[str]) -> int | None:
    found = (column.place for column in all_columns if names.fullmatch(column.name))
    return next((place for place in found if place is not None), None)


def _of_table(pages: Pages, table: _Table) -> Iterator[Setting]:
    for column in table.columns:
        yield Setting((table.name, element(column.name)), column.type or _ANY, table.offset)
    rows = pages.rows(table.root)
    yield Setting((table.name, ROWS), str(rows), pages.offset(table.root))
    if table.key is not None and table.value is not None and rows <= SETTINGS_ROWS:
        yield from _pairs(pages, table, table.key, table.value)


def _pairs(pages: Pages, table: _Table, key: int, value: int) -> Iterator[Setting]:
    seen: Counter[tuple[str, ...]] = Counter()
    cut = False
    wanted = tuple(place for place in (key, value, table.scope) if place is not None)
    for cell in pages.cells(table.root):
        row = values(cell.record, wanted, pages.encoding)
        cut = cut or (cell.is_cut and (not {key, value} <= row.keys() or len(row[value]) > ROW_BYTES // 8))
        if not row.get(key):
            continue
        scope = (element(row.get(table.scope, "")),) if table.scope is not None else ()
        path = (*scope, element(row[key]))
        # The same key for something else, camera or user: an instance of its own.
        number = seen[path]
        seen[path] += 1
        name = f"{table.name}[{number}]" if number else table.name
        yield Setting((name, *path), row.get(value, ""), cell.offset)
    if cut:
        raise LimitReached(f"a value of more than {ROW_BYTES:,} bytes in a database was read in part")
