"""The map of bytes: its areas are the ledger's numbers, whatever the delivery, and no unread byte goes out of sight."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.report.charts.leaves import Amount, amount
from scanner.report.charts.treemap import HEIGHT, MOST, WIDTH, Map, treemap
from scanner.types import ByteState, LedgerEntry, Node
from tests.document import sample
from tests.document.sample_parts import node, raw
from tests.report.charts.drawn import apart
from tests.report.rendered import Make
from tests.report.rendered import report as made

TAR = "blob.tar"


def _of(nodes: list[Node], entries: list[LedgerEntry]) -> Report:
    base = sample.nothing_found()
    return build(replace(base, nodes=tuple(nodes), entries=tuple(entries), identities={}))


def _drawn(report: Report) -> Map:
    drawn = treemap(report.screening)
    assert drawn is not None
    return drawn


def _tar(files: list[tuple[str, int, ByteState]]) -> Report:
    whole = sum(size for _, size, _ in files)
    nodes = [node(TAR, whole, "tar"), *(node(f"{TAR}!/{name}", size, "unknown", TAR) for name, size, _ in files)]
    entries = [LedgerEntry(TAR, 0, whole, ByteState.CARRIED, "", "tar")]
    return _of(nodes, entries + [raw(f"{TAR}!/{name}", size, state, "why") for name, size, state in files])


@pytest.mark.parametrize(
    "make", [sample.found, sample.inconclusive, sample.hostile, sample.huge], ids=lambda make: make.__name__
)
def test_areas_are_the_bytes_of_the_ledger(make: Make) -> None:
    report = made(make)
    drawn = _drawn(report)
    ledger = report.screening["ledger"]
    assert len(drawn.tiles) <= MOST
    assert sum((tile.amount for tile in drawn.tiles), Amount()) == amount(ledger["states"])
    areas: Counter[str] = Counter()
    for tile in drawn.tiles:
        assert tile.box.area == pytest.approx(WIDTH * HEIGHT * tile.amount.total / ledger["total"], rel=1e-6)
        areas.update({kind: box.area for kind, box in tile.parts})
    share = 100 * (areas["read"] + areas["padding"]) / (WIDTH * HEIGHT)
    assert share == pytest.approx(100 * ledger["read"] / ledger["total"])


def test_rectangles_do_not_overlap() -> None:
    drawn = _drawn(build(sample.huge(900)))
    assert len(drawn.tiles) > 500
    assert apart([box for tile in drawn.tiles for _, box in tile.parts])


def test_every_file_is_counted_once() -> None:
    report = made(sample.huge)
    drawn = _drawn(report)
    parents = {each["parent"] for each in report.screening["nodes"]}
    assert sum(tile.files for tile in drawn.tiles) == sum(n["path"] not in parents for n in report.screening["nodes"])
    assert len({tile.path for tile in drawn.tiles}) == len(drawn.tiles)


def test_small_files_beside_four_gigabytes_unread_are_marked() -> None:
    small = [(f"etc/conf{number:02}", 1_024, ByteState.RAW) for number in range(40)]
    drawn = _drawn(_tar([("disk.img", 4_000_000_000, ByteState.OPAQUE), *small]))
    assert drawn.tiles[0].path == f"{TAR}!/disk.img"
    assert drawn.tiles[0].label == "disk.img"
    assert drawn.small_files == 40
    assert drawn.small == Amount(read=40_960)
    assert {mark.kind for mark in drawn.marks} == {"read"}


def test_a_kilobyte_unread_in_four_gigabytes_is_marked() -> None:
    path = f"{TAR}!/disk.img"
    nodes = [node(TAR, 4_000_000_000, "tar"), node(path, 4_000_000_000, "ext4", TAR)]
    entries = [
        LedgerEntry(TAR, 0, 4_000_000_000, ByteState.CARRIED, "", "tar"),
        LedgerEntry(path, 0, 3_999_999_000, ByteState.PARSED, "", "ext4"),
        LedgerEntry(path, 3_999_999_000, 1_000, ByteState.FAILED, "broken", "ext4"),
    ]
    drawn = _drawn(_of(nodes, entries))
    assert drawn.thin == 1_000
    (mark,) = drawn.marks
    assert mark.kind == "unread"
    assert 0 < mark.x < WIDTH
    assert 0 < mark.y < HEIGHT


def test_marks_of_unread_bytes_come_before_all_others_where_they_are_too_many() -> None:
    files = [(f"a{number:05}/b", 60, ByteState.FAILED if number == 5_900 else ByteState.RAW) for number in range(6_000)]
    drawn = _drawn(_tar([*files, ("c", 10**12, ByteState.RAW)]))
    assert drawn.thin == 60
    assert "unread" in {mark.kind for mark in drawn.marks}


def test_a_file_that_was_read_in_part_is_divided() -> None:
    entries = [LedgerEntry("f", 0, 600, ByteState.RAW), LedgerEntry("f", 600, 300, ByteState.PADDING)]
    drawn = _drawn(_of([node("f", 1_000)], [*entries, LedgerEntry("f", 900, 100, ByteState.ENCRYPTED, "key")]))
    (tile,) = drawn.tiles
    assert [(kind, round(box.area / tile.box.area, 6)) for kind, box in tile.parts] == [
        ("read", 0.6),
        ("padding", 0.3),
        ("unread", 0.1),
    ]


def test_unread_gaps_of_a_container_are_its_own_and_headers_are_together() -> None:
    entries = [
        LedgerEntry(TAR, 0, 100, ByteState.PARSED, "", "tar"),
        LedgerEntry(TAR, 100, 500, ByteState.CARRIED, "", "tar"),
        LedgerEntry(TAR, 600, 400, ByteState.OPAQUE, "behind the end", "tar"),
        raw(f"{TAR}!/a", 500),
    ]
    drawn = _drawn(_of([node(TAR, 1_000, "tar"), node(f"{TAR}!/a", 500, "text", TAR)], entries))
    assert {tile.path: tile.amount for tile in drawn.tiles} == {
        f"{TAR}!/a": Amount(read=500),
        TAR: Amount(unread=400),
        "": Amount(read=100),
    }
    assert drawn.containers == Amount(read=100)


def test_no_byte_is_no_map_and_one_byte_is_one_rectangle() -> None:
    assert treemap(_of([], []).screening) is None
    assert treemap(_of([node("empty", 0)], []).screening) is None
    (tile,) = _drawn(_of([node("one", 1)], [raw("one", 1)])).tiles
    assert (tile.box.width, tile.box.height) == (WIDTH, HEIGHT)


def test_a_container_that_holds_nothing_takes_no_area_from_others() -> None:
    """Its carried bytes count as understood in its own row and not in the ledger's totals."""
    entries = [LedgerEntry("a.zip", 0, 900, ByteState.CARRIED, "", "zip"), raw("b", 100, ByteState.OPAQUE, "unknown")]
    drawn = _drawn(_of([node("a.zip", 900, "zip"), node("b", 100)], entries))
    assert {tile.path: tile.amount.total for tile in drawn.tiles} == {"a.zip": 900, "b": 100}


def test_a_path_of_two_thousand_folders_ends() -> None:
    deep = "/".join(["a"] * 2_000)
    drawn = _drawn(_tar([(deep + "/x", 10, ByteState.RAW), (deep + "/y", 30, ByteState.RAW)]))
    assert sorted(tile.amount.total for tile in drawn.tiles) == [10, 30]


def test_more_files_in_one_folder_than_can_be_drawn_are_the_largest_and_the_others() -> None:
    files = [(f"f{number:05}", 1_000 + number, ByteState.RAW) for number in range(3_000)]
    drawn = _drawn(_tar(files))
    assert len(drawn.tiles) == MOST - 1
    (others,) = [tile for tile in drawn.tiles if tile.others]
    assert others.files == 3_000 - (MOST - 2)
    assert max(tile.amount.total for tile in drawn.tiles if not tile.others) == 3_999
