"""The drawing of who uses which file: boxes in columns, an arrow from each file to what it uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.report.charts.arrows import Arrow, few
from scanner.report.charts.layers import Columns, Pair, arranged
from scanner.report.charts.letters import LETTER, fitted
from scanner.report.charts.squares import Box

BOX, GAP = 200, 158
"""Width of a box, and between two columns."""
LINE = 17
PORT = 18
"""Height that each arrow takes at a box."""
SPACE = 16
"""Between two boxes of a column."""
EDGE = 12
"""Round the drawing."""
FITTING = 3
"""Columns that the page is wide enough for."""
LETTERS = int((BOX - 20) / LETTER)
LABEL = int((GAP - 42) / 7)
"""Letters at an arrow."""


@dataclass(frozen=True, slots=True)
class Node:
    """One box: a file, several files, or a product whose library is not in the delivery."""

    name: str
    """Whole path."""
    title: str
    """Its end, as far as it fits."""
    below: str
    """The second line: the products of which it carries evidence, or what it lies in."""
    carries: bool
    """It carries evidence of a finding."""
    outside: bool
    """It is no file of the delivery."""
    box: Box


@dataclass(frozen=True, slots=True)
class Line:
    """One arrow as a path of SVG, with its label."""

    path: str
    backwards: bool
    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Graph:
    """The drawing."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    width: float
    height: float
    fits: bool
    """It is narrow enough for the page; otherwise it is moved sideways."""
    left_out: int
    """Arrows that are only in the table."""


def graph(screening: Mapping[str, Any]) -> Graph | None:
    """The drawing of a report's arrows; None where there is none."""
    arrows, left_out = few(screening["edges"])
    if not arrows:
        return None
    names = list(dict.fromkeys(name for arrow in arrows for name in (arrow.source, arrow.target)))
    placed = arranged(names, [(arrow.source, arrow.target) for arrow in arrows])
    heights = _heights(placed)
    boxes = _boxes(placed.columns, heights)
    labels = {(arrow.source, arrow.target): arrow.label for arrow in arrows}
    carried, paths = _products(screening), {node["path"] for node in screening["nodes"]}
    several = {arrow.source: arrow for arrow in arrows if arrow.files > 1}
    nodes = tuple(_node(name, boxes[name], carried, paths, several.get(name)) for name in names)
    return Graph(
        nodes,
        tuple(_lines(placed, boxes, labels)),
        max(box.x + box.width for box in boxes.values()) + EDGE,
        max(box.y + box.height for box in boxes.values()) + EDGE,
        len(placed.columns) <= FITTING,
        left_out,
    )


def _products(screening: Mapping[str, Any]) -> dict[str, list[str]]:
    """Path → names of the products of which it carries evidence."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for finding in screening["findings"]:
        for fact in finding["evidence"]:
            for place in fact["places"]:
                found[place["path"]][finding["product"]["name"]] = None
    return {path: list(names) for path, names in found.items()}


def _node(name: str, box: Box, carried: Mapping[str, Sequence[str]], paths: set[str], several: Arrow | None) -> Node:
    head, slash, tail = name.rpartition("/")
    if several:
        return Node(name, fitted(several.title, LETTERS), fitted(head + slash, LETTERS), several.carries, False, box)
    below = ", ".join(carried.get(name, ())) or head + slash
    return Node(name, fitted(tail, LETTERS), fitted(below, LETTERS), name in carried, name not in paths, box)


def _heights(placed: Columns) -> dict[str, float]:
    """A box is as high as its arrows on the side that has more of them need."""
    out: dict[str, int] = defaultdict(int)
    into: dict[str, int] = defaultdict(int)
    for way in placed.ways.values():
        out[way[0]] += 1
        into[way[-1]] += 1
    return {
        name: PORT if name.startswith("\0") else max(2 * LINE + 10, PORT * max(out[name], into[name]) + 8)
        for column in placed.columns
        for name in column
    }


def _boxes(columns: Sequence[Sequence[str]], heights: Mapping[str, float]) -> dict[str, Box]:
    """Each column stands in the middle of the highest."""
    wholes = [sum(heights[name] + SPACE for name in column) - SPACE for column in columns]
    boxes = {}
    for number, column in enumerate(columns):
        y = EDGE + (max(wholes) - wholes[number]) / 2
        for name in column:
            boxes[name] = Box(EDGE + number * (BOX + GAP), y, BOX, heights[name])
            y += heights[name] + SPACE
    return boxes


def _lines(placed: Columns, boxes: Mapping[str, Box], labels: Mapping[Pair, str]) -> list[Line]:
    starts = _ports(placed, boxes, 0)
    ends = _ports(placed, boxes, -1)
    return [
        _line([(boxes[name], starts[pair] if name == way[0] else ends[pair]) for name in way], pair, placed, labels)
        for pair, way in placed.ways.items()
    ]


def _ports(placed: Columns, boxes: Mapping[str, Box], end: int) -> dict[Pair, float]:
    """Height at which each arrow meets its box at one ``end`` of its way, in the order of where it goes to."""
    at: dict[str, list[Pair]] = defaultdict(list)
    for pair, way in placed.ways.items():
        at[way[end]].append(pair)
    ports = {}
    for name, pairs in at.items():
        beside = 1 if end == 0 else -2
        pairs.sort(key=lambda pair: boxes[placed.ways[pair][beside]].y)
        top = boxes[name].y + (boxes[name].height - PORT * len(pairs)) / 2
        for number, pair in enumerate(pairs):
            ports[pair] = top + PORT * (number + 0.5)
    return ports


def _line(way: Sequence[tuple[Box, float]], pair: Pair, placed: Columns, labels: Mapping[Pair, str]) -> Line:
    first, start = way[0]
    x, y = first.x + first.width, start
    label_at = (x + 8, y - 4)
    path = [f"M{x:g} {y:.1f}"]
    for number, (box, port) in enumerate(way[1:], 2):
        last = number == len(way)
        at = port if last else box.y + box.height / 2
        turn = x + GAP - 34
        path.append(f"L{turn:g} {y:.1f}C{turn + 20:g} {y:.1f} {turn + 10:g} {at:.1f} {box.x:g} {at:.1f}")
        if not last:
            path.append(f"L{box.x + box.width:g} {at:.1f}")
        x, y = box.x + box.width, at
    return Line("".join(path), pair in placed.turned, fitted(labels[pair], LABEL), *label_at)
