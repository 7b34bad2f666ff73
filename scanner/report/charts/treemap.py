"""The map of a delivery's bytes: each file a rectangle whose area is its bytes, hatched where it was not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.report.charts.folding import Part, folded
from scanner.report.charts.leaves import Amount, leaves, rest
from scanner.report.charts.letters import LETTER, fitted, fitting, wide
from scanner.report.charts.squares import Box, squarify
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.text import size_text

WIDTH, HEIGHT = 960, 440
MOST = 2_000
"""Rectangles."""
SMALLEST = 36.0
"""Square units: what is smaller is drawn together with its neighbours."""
SEEN = 1.5
"""Units: a part that is thinner, or smaller than its square, cannot be told from its outline."""
MARK, MOST_MARKS = 6, 500
"""Half the width of a mark; how many there are."""
LINE = 15
"""Height of a line of text."""
MARGIN = 5
FOLDER = 24
"""Units: a folder whose box is narrower has no outline of its own."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One file, or several of one folder, with the parts of its box."""

    path: str
    files: int
    others: bool
    """All others of the folder of ``path``, which is the largest of them."""
    amount: Amount
    box: Box
    parts: tuple[tuple[str, Box], ...]
    """(kind, box) that fill ``box`` in proportion to the bytes."""
    label: str
    """The name as far as it fits; empty where it does not."""
    second: str
    """The size, where there is room for it below the label."""
    plate: float
    """Width of both lines."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something stands that is too small to be seen: drawn larger than it is."""

    kind: str
    """``unread``, or ``read`` for all that was read."""
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Map:
    """The rectangles, the largest first, and what is too small to be seen among them."""

    tiles: tuple[Tile, ...]
    folders: tuple[Box, ...]
    """Outlines of folders and containers, the outer ones first."""
    containers: Amount
    """Headers, tables and gaps of containers, which are the tile with an empty path; nothing where there are none."""
    small_files: int
    small: Amount
    """Bytes of files whose rectangle is too small to be seen."""
    thin_files: int
    thin: int
    """Unread bytes whose part of a rectangle is too small to be seen."""
    marks: tuple[Mark, ...]
    """One for each place of such a file or part; those that would cover each other are one."""
    width: int = WIDTH
    height: int = HEIGHT


def treemap(screening: Mapping[str, Any]) -> Map | None:
    """The map of a report's delivery; None where there is no byte."""
    files = leaves(screening)
    containers = rest(screening, files)
    if not (containers.total or any(amount.total for _, amount in files)):
        return None
    root = folded(files, MOST - 1, SMALLEST / (WIDTH * HEIGHT))
    if containers.total:
        beside = Part("", containers.read, containers.padding)
        parts = sorted((part for part in (root, beside) if part.size), key=lambda part: -part.size)
        root = Part("", shown=parts)
    folders: list[Box] = []
    tiles = sorted(_tiles(root, folders), key=lambda tile: (-tile.amount.total, tile.path))
    return _map(tuple(tiles), tuple(folders), containers)


def _map(tiles: tuple[Tile, ...], folders: tuple[Box, ...], containers: Amount) -> Map:
    small = [tile for tile in tiles if not _seen(tile.box)]
    thin = [tile for tile in tiles if any(kind == "unread" and not _seen(box) for kind, box in tile.parts)]
    return Map(
        tiles,
        folders,
        containers,
        sum(tile.files for tile in small),
        sum((tile.amount for tile in small), Amount()),
        sum(tile.files for tile in thin),
        sum(tile.amount.unread for tile in thin),
        tuple(_marks(tiles)),
    )


def _marks(tiles: Sequence[Tile]) -> Iterator[Mark]:
    """Unread ones first, as nothing may cover them."""
    taken: set[tuple[float, float]] = set()
    parts = [(kind, box) for tile in tiles for kind, box in tile.parts if not _seen(box)]
    for kind, box in sorted(parts, key=lambda part: part[0] != "unread"):
        x = min(max(box.x + box.width / 2, MARK), WIDTH - MARK)
        y = min(max(box.y + box.height / 2, MARK), HEIGHT - MARK)
        place = (x // (2 * MARK), y // (2 * MARK))
        if place not in taken and len(taken) < MOST_MARKS:
            taken.add(place)
            yield Mark("unread" if kind == "unread" else "read", x, y)


def _seen(box: Box) -> bool:
    return min(box.width, box.height) >= SEEN and box.area >= SEEN**2


def _tiles(root: Part, folders: list[Box]) -> Iterator[Tile]:
    """A tile for each part that is drawn as one; the boxes of the others that are large enough go to ``folders``."""
    waiting = [(root, Box(0, 0, WIDTH, HEIGHT))]
    while waiting:
        part, box = waiting.pop()
        if not part.shown:
            yield _tile(part, box)
            continue
        if len(part.shown) > 1 and min(box.width, box.height) >= FOLDER:
            folders.append(box)
        waiting += zip(part.shown, squarify([each.size for each in part.shown], box), strict=True)


def _tile(part: Part, box: Box) -> Tile:
    room = fitting(box.width - 2 * MARGIN)
    label = _label(part, room) if box.height >= LINE + MARGIN else ""
    second = size_text(part.size) if label and box.height >= 2 * LINE + MARGIN else ""
    second = second if wide(second) <= room else ""
    plate = max(wide(label), wide(second)) * LETTER + 2 * MARGIN - 4
    parts = tuple(_split(part.amount, box))
    return Tile(part.path, part.files, part.others, part.amount, box, parts, label, second, plate)


def _label(part: Part, room: int) -> str:
    """The name, with the number of files where it is a folder and there is room."""
    if not part.path:
        return _where_it_fits(_("in containers"), room)
    if part.others:
        return _where_it_fits(ngettext("%(num)s other file", "%(num)s other files", part.files), room)
    name = part.path.rstrip("!/").rpartition("/")[2]
    return (_where_it_fits(f"{name} ({part.files:,})", room) if part.files > 1 else "") or fitted(name, room)


def _where_it_fits(text: str, room: int) -> str:
    return text if wide(text) <= room else ""


def _split(amount: Amount, box: Box) -> Iterator[tuple[str, Box]]:
    left, across = amount.total, box.width >= box.height
    for kind, count in amount.parts():
        one, box = box.cut(count / left, across)
        left -= count
        yield kind, one
