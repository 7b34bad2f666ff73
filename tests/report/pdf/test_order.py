"""In which order the record is read: by its tags, by the order of painting, and by the places of its letters.

A screen reader follows the tags. Programs that take the text out of a PDF follow one of the other two.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from scanner.document.report import Report
from scanner.report.languages.speaking import speaking
from scanner.report.pdf.data import whole
from scanner.report.pdf.format import record_pdf
from tests.document import sample
from tests.report.pdf.edges import Run, runs
from tests.report.pdf.reading import Element, opened, structure
from tests.report.rendered import report

EXAMPLE = Path(__file__).resolve().parents[3] / "reports" / "camera-update-sdk" / "report.json"
LINES_APART = 1.5
"""Poppler takes lines for one paragraph whose baselines are no further apart, in sizes of the font."""
SMALL = 9.0
"""Size of the letters of a table, in points."""


@cache
def _report(name: str) -> Report:
    return Report.read(EXAMPLE) if name == "example" else report(getattr(sample, name))


@cache
def _pdf(name: str, language: str = "en") -> bytes:
    return record_pdf(_report(name), (), language)


each = pytest.mark.parametrize("name", ["example", "found", "inconclusive", "hostile"])


def _bare(text: str) -> str:
    """Without spaces, places to break, and the bullets and boxes that the template draws."""
    return "".join(c for c in text if not c.isspace() and c not in "\u200b•☐")


def _written(value: Any) -> Iterator[str]:
    """Every text of the pieces that the template is given, in order."""
    if isinstance(value, tuple) and value and isinstance(value[0], str):
        yield "" if value[0] in ("br", "ladder") else value[1]
    elif isinstance(value, dict):
        yield from _piece(value)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _written(one)


def _piece(piece: dict[str, Any]) -> Iterator[str]:
    kind = piece["kind"]
    if kind == "heading":
        yield piece["title"]
    elif kind == "verdict":
        yield from (piece["shape"], piece["word"], piece["sentence"], piece["plain"])
    elif kind == "numbers":
        yield from (part for number, label, _anchor in piece["rows"] for part in (number, label))
    elif kind == "bar":
        yield piece["says"]
    else:
        yield from _written([value for value in piece.values() if isinstance(value, (list, tuple, dict))])


def _said(element: Element) -> Iterator[str]:
    """The text by the tags, without the numbers of lists and headings, which the template counts."""
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag == "H1":
            yield child.text.strip().partition(".")[2]
        elif child.tag != "Lbl":
            yield from _said(child)


@pytest.mark.parametrize(
    ("name", "language"),
    [("example", "en"), ("example", "es"), ("found", "en"), ("inconclusive", "en"), ("hostile", "en")],
)
def test_the_tags_say_every_text_of_the_record_once_and_in_its_order(name: str, language: str) -> None:
    with speaking(language):
        data = whole(_report(name))
    wanted = [data["over"], data["name"], data["draft"], *_written(data["blocks"])]
    assert _bare("".join(_said(structure(_pdf(name, language))))) == _bare("".join(wanted))


def _places(content: bytes) -> dict[tuple[Any, int], list[Run]]:
    """(page, number) of marked content → its glyphs in the order of painting."""
    found: dict[tuple[Any, int], list[Run]] = {}
    for page in opened(content).pages:
        for run in runs(page):
            if run.mark is not None:
                found.setdefault((page.objgen, run.mark), []).append(run)
    return found


def _runs(element: Element, places: dict[tuple[Any, int], list[Run]]) -> list[tuple[Any, Run]]:
    return [(mark[0], run) for part in element.walk() for mark in part.marks for run in places.get(mark, [])]


@each
def test_what_is_painted_first_is_read_first(name: str) -> None:
    painted = list(_places(_pdf(name)))
    read = [mark for part in structure(_pdf(name)).walk() for mark in part.marks if mark in set(painted)]
    assert read == painted


@each
def test_cells_of_a_row_stand_from_left_to_right(name: str) -> None:
    places = _places(_pdf(name))
    rows = structure(_pdf(name)).find("TR")
    assert len(rows) > 10
    for row in rows:
        cells = [_runs(cell, places) for cell in row.children if isinstance(cell, Element)]
        lefts = [min(run.left for _page, run in cell) for cell in cells if cell]
        assert lefts == sorted(lefts)
        assert all(
            max(run.right for _page, run in one) <= min(run.left for _page, run in other)
            for one, other in pairwise(cell for cell in cells if cell)
        )


@each
def test_rows_stand_so_far_apart_that_they_are_seen_as_rows(name: str) -> None:
    places = _places(_pdf(name))
    for table in structure(_pdf(name)).find("Table"):
        rows = [_runs(row, places) for row in table.find("TR")]
        for one, other in pairwise(row for row in rows if row):
            if {page for page, _run in one} == {page for page, _run in other}:
                gap = min(run.base for _page, run in one) - max(run.base for _page, run in other)
                assert gap > LINES_APART * SMALL, (one, other)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize(("name", "language"), [("example", "en"), ("example", "es"), ("inconclusive", "en")])
def test_a_program_that_looks_at_places_reads_row_by_row(name: str, language: str, tmp_path: Path) -> None:
    content = _pdf(name, language)
    (tmp_path / "record.pdf").write_bytes(content)
    program = str(shutil.which("pdftotext"))
    done = subprocess.run([program, "record.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True)
    text = _bare(done.stdout)
    rows = [_bare(row.text) for row in structure(content).find("TR")]
    assert [row for row in rows if row not in text] == []
