"""The two sections with drawings, in the whole page: every number and name is there as text, and as nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.report.charts.treemap import HEIGHT, WIDTH
from scanner.report.html import HtmlFormat
from scanner.report.page.coverage import OPEN_REGIONS
from scanner.report.page.links import OPEN_EDGES
from scanner.types import ByteState, Edge
from tests.document import sample
from tests.document.sample_parts import node, raw
from tests.report.charts.drawn import Element, section

MANY = 10_000


@cache
def _regions() -> tuple[Report, Element]:
    """Seven regions more than the page shows: one of the sample's own, one of its findings' files, and the others."""
    report = build(sample.spread(20, MANY + 45, MANY + 5))
    return report, section(HtmlFormat().render(report), "bytes")


def _rows(table: Element) -> list[list[str]]:
    return [[cell.text.strip() for cell in row.all("td")] for row in table.all("tr") if row.all("td")]


def _bytes(report: Report) -> Element:
    return section(HtmlFormat().render(report), "bytes")


def test_every_unread_region_is_a_row_of_a_table_and_those_beyond_the_limit_are_counted() -> None:
    report, shown = _regions()
    regions = report.screening["ledger"]["regions"]
    assert len(regions) == MANY + 7
    rows = [row for table in shown.all("table", class_="unread-rows") for row in _rows(table)]
    told = [
        [r["path"], f"0x{r['offset']:x}", f"{r['length']:,}", r["state"], r["reason"], r["resolve"]]
        for r in regions[:MANY]
    ]
    assert rows == told
    assert "7 more regions in report.json" in shown.text
    assert report.digest in shown.text


def test_the_first_regions_stand_open_and_the_others_are_folded() -> None:
    _, shown = _regions()
    (folded,) = [each for each in shown.all("details") if each.all("table", class_="unread-rows")]
    assert "open" not in folded.attributes
    assert len(_rows(folded)) == MANY - OPEN_REGIONS
    assert f"{MANY - OPEN_REGIONS:,} more regions" in folded.all("summary")[0].text


def test_rectangles_of_the_page_have_the_areas_of_the_table() -> None:
    report = build(sample.inconclusive())
    shown = _bytes(report)
    (svg,) = shown.all("svg", class_="map")
    assert svg.attributes["role"] == "img"
    assert svg.attributes["aria-label"]
    total = report.screening["ledger"]["total"]
    numbers = [
        [int(cell.replace(",", "")) for cell in row[2:]]
        for table in shown.all("table", class_="map-rows")
        for row in _rows(table)
    ]
    for column, kind in ((1, "read"), (2, "padding"), (3, "unread")):
        area = sum(rect.box().area for rect in svg.all("rect", class_=kind))
        assert area == pytest.approx(WIDTH * HEIGHT * sum(row[column] for row in numbers) / total, abs=30)
    assert sum(row[0] for row in numbers) == total


def test_no_byte_is_said_and_draws_nothing() -> None:
    shown = _bytes(build(replace(sample.nothing_found(), nodes=(), entries=(), identities={})))
    assert "does not hold a single byte" in shown.text
    assert not shown.all("svg", role="img")
    assert not shown.all("table")


def test_one_unread_byte_of_very_many_is_never_all_or_nothing() -> None:
    entries = (raw("a", 10**9), raw("b", 1, ByteState.ENCRYPTED, "key"))
    base = replace(sample.nothing_found(), nodes=(node("a", 10**9), node("b", 1)), entries=entries, identities={})
    shown = _bytes(build(base))
    table = {
        row.all("th")[0].text: row.all("td")[3].text for row in shown.all("table", class_="state-rows")[0].all("tr")[1:]
    }
    assert table == {"raw": "> 99.99 %", "encrypted": "< 0.01 %"}
    assert "99.99 % of 1,000,000,001 bytes" in shown.text
    assert len(shown.all("path", class_="mark")) == 1


NAMES = [
    "<script>alert(1)</script>",
    "a\"b'c",
    "&amp;&lt;",
    "]]>",
    "{{ 7*7 }}",
    "</svg><img src=x onerror=alert(1)>",
    "名" * 300,
]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_are_text_in_drawings_and_tables(name: str) -> None:
    base = sample.found()
    path = f"{sample.ROOT}!/{name}"
    report = build(
        replace(
            base,
            nodes=(*base.nodes, node(path, 900_000, "elf", sample.ROOT)),
            entries=(*base.entries, raw(path, 900_000, ByteState.FAILED, name)),
            edges=(*base.edges, Edge(path, sample.LIBRARY, "imports", (name,)), Edge(path, name, "loads", (name,))),
        )
    )
    content = HtmlFormat().render(report)
    drawn, linked = section(content, "bytes"), section(content, "links")
    (svg,) = drawn.all("svg", class_="map")
    (inner,) = svg.inside
    assert inner.attributes["aria-hidden"] == "true"
    assert {each.tag for each in inner.inside} <= {"rect", "text", "path"}
    assert any(name[:40] in title.text for title in svg.all("title"))
    assert any(row[0].endswith(name) and row[4] == name for row in _rows(drawn.all("table", class_="unread-rows")[0]))
    (picture,) = linked.all("div", class_="graph")
    (_, inner) = picture.all("svg")[0].inside
    assert inner.attributes["aria-hidden"] == "true"
    assert {each.tag for each in inner.inside} <= {"path", "text", "g"}
    assert any(row[0].endswith(name) and row[3] == name for row in _rows(linked.all("table", class_="arrows")[0]))
    assert not re.search(rb"<script|<img", content)


def test_every_arrow_is_a_row_of_a_table() -> None:
    base = sample.found()
    edges = tuple(Edge(f"{sample.ROOT}!/bin/tool{n:04}", sample.LIBRARY, "imports", ("f",)) for n in range(3_000))
    shown = section(HtmlFormat().render(build(replace(base, edges=edges))), "links")
    rows = [row for table in shown.all("table", class_="arrows") for row in _rows(table)]
    assert sorted(row[0] for row in rows) == sorted(edge.source for edge in edges)
    (folded,) = shown.all("details")
    assert len(_rows(folded)) == 3_000 - OPEN_EDGES
    assert "2,997 more files" in shown.all("svg")[0].text


def test_no_arrow_is_said() -> None:
    shown = section(HtmlFormat().render(build(sample.review())), "links")
    assert "No file of the delivery was seen to use another file" in shown.text
    assert "1 file with evidence of code stands alone" in shown.text
    assert not shown.all("svg")


def test_nothing_has_the_same_identifier_twice() -> None:
    content = HtmlFormat().render(build(sample.inconclusive())).decode()
    identifiers = re.findall(r'\sid="([^"]+)"', content)
    assert len(identifiers) == len(set(identifiers))
