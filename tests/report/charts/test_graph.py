"""The drawing of who uses which file: boxes apart, arrows beside boxes, nothing lost by folding."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.report.charts.arrows import MOST
from scanner.report.charts.graph import BOX, Graph, graph
from scanner.report.charts.layers import arranged
from tests.report.charts.drawn import apart

Pairs = list[tuple[str, str]]


def _screening(pairs: Pairs, how: str = "imports", evidence: str = "") -> dict[str, Any]:
    edges = [{"source": source, "target": target, "how": how, "names": ["f", "g"]} for source, target in pairs]
    place = {"path": evidence, "place": "defined", "state": "shipped"}
    finding = {"product": {"name": "Some SDK"}, "evidence": [{"places": [place]}]}
    paths = {name for pair in pairs for name in pair if not name.startswith("product")}
    return {
        "edges": edges,
        "findings": [finding] if evidence else [],
        "nodes": [{"path": path} for path in sorted(paths)],
    }


def _graph(pairs: Pairs, **options: str) -> Graph:
    drawn = graph(_screening(pairs, **options))
    assert drawn is not None
    return drawn


_NAMES = st.sampled_from([f"usr/{letter}.so" for letter in "abcdefghij"])


@given(st.lists(st.tuples(_NAMES, _NAMES), min_size=1, max_size=25))
def test_no_box_overlaps_another_and_no_arrow_goes_through_a_box(pairs: Pairs) -> None:
    drawn = graph(_screening(pairs))
    if drawn is None:
        assert all(source == target for source, target in pairs)
        return
    boxes = [node.box for node in drawn.nodes]
    assert apart(boxes)
    assert all(box.x >= 0 and box.x + box.width <= drawn.width for box in boxes)
    assert all(box.y >= 0 and box.y + box.height <= drawn.height for box in boxes)
    for line in drawn.lines:
        for x, y in _over_columns(line.path):
            assert not any(box.y <= y <= box.y + box.height for box in boxes if box.x == x)


def _over_columns(path: str) -> list[tuple[float, float]]:
    """(left end, height) of every piece of a path that goes straight over a column."""
    points = [(float(x), float(y)) for x, y in re.findall(r"([-\d.]+) ([-\d.]+)", path)]
    return [one for one, other in pairwise(points) if other[0] - one[0] == pytest.approx(BOX)]


def test_an_arrow_over_a_column_is_seen_by_the_test_above() -> None:
    drawn = _graph([("a", "b"), ("b", "c"), ("a", "c")])
    assert sum(len(_over_columns(line.path)) for line in drawn.lines) == 1


@given(st.lists(st.tuples(_NAMES, _NAMES), min_size=1, max_size=25))
def test_every_arrow_goes_to_the_right_once_circles_are_cut(pairs: Pairs) -> None:
    names = sorted({name for pair in pairs for name in pair})
    placed = arranged(names, pairs)
    column = {name: number for number, row in enumerate(placed.columns) for name in row}
    assert sorted(name for name in column if not name.startswith("\0")) == names
    for pair, way in placed.ways.items():
        assert {way[0], way[-1]} == set(pair)
        assert (way[0] == pair[1]) == (pair in placed.turned)
        assert [column[name] for name in way] == list(range(column[way[0]], column[way[-1]] + 1))
    if not placed.turned:
        assert all(column[source] < column[target] for source, target in pairs if source != target)


def test_a_way_without_circles_is_never_turned() -> None:
    placed = arranged(["a", "b", "c", "d"], [("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")])
    assert not placed.turned
    assert [[name for name in row if name[0] != "\0"] for row in placed.columns] == [["a"], ["b", "d"], ["c"]]


def test_two_files_that_use_each_other_have_an_arrow_each() -> None:
    drawn = _graph([("a", "b"), ("b", "a")])
    assert sorted(line.backwards for line in drawn.lines) == [False, True]


def test_a_file_that_uses_itself_only_is_not_drawn() -> None:
    assert graph(_screening([("a", "a")])) is None
    assert graph(_screening([])) is None


def test_the_library_with_evidence_and_a_product_elsewhere_are_told_apart() -> None:
    drawn = _graph(
        [("usr/bin/ipcamd", "usr/lib/libface.so"), ("usr/bin/ipcamd", "product")], evidence="usr/lib/libface.so"
    )
    by_name = {node.name: node for node in drawn.nodes}
    assert by_name["usr/lib/libface.so"].carries
    assert by_name["usr/lib/libface.so"].below == "Some SDK"
    assert not by_name["usr/bin/ipcamd"].carries
    assert [node.name for node in drawn.nodes if node.outside] == ["product"]


def test_several_ways_of_use_are_one_arrow_with_the_most_telling_word() -> None:
    screening = _screening([("a", "b")], how="needs")
    screening["edges"] += _screening([("a", "b")])["edges"]
    drawn = graph(screening)
    assert drawn is not None
    assert [line.label for line in drawn.lines] == ["imports 2 names"]


def test_many_files_that_use_the_same_file_are_folded_and_counted() -> None:
    drawn = _graph([(f"bin/tool{number:03}", "lib/face.so") for number in range(500)])
    assert sorted(node.title for node in drawn.nodes) == ["497 more files", "face.so", "tool000", "tool001", "tool002"]
    assert drawn.left_out == 0


def test_what_is_not_drawn_is_counted() -> None:
    pairs = [(f"bin/tool{number:03}", f"lib/face{number:03}.so") for number in range(500)]
    drawn = _graph(pairs)
    assert len(drawn.lines) == MOST
    assert drawn.left_out == 500 - MOST
