"""What could be read in the deployed version and cannot be read in the update: a finding of its own."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scanner.compare.files import INNER, MOST, Files, unread
from scanner.types import LEAST_READ_SHARE

LEAST = 4096
"""Bytes: a file most of which is still read is named from so many unread ones on (a block of a file system)."""
REGION_FLOOR, TOTAL_FLOOR, TOTAL_SHARE = 256 << 10, 512 << 10, 0.001
"""The floor of a comparison that knows no policy (design: the smallest useful recognition network has 1 MB)."""
Screening = Mapping[str, Any]


def visibility(old: Screening, new: Screening, files: Files) -> dict[str, Any]:
    """Files that became unreadable or readable, new bytes that cannot be read, and whether the whole is too little."""
    lost, unseen = _hidden(new["ledger"]["regions"], files)
    back = files.reversed()
    gained, _ = _hidden(old["ledger"]["regions"], back)
    return {
        "lost": lost,
        "lost_bytes": sum(row["bytes"] for row in lost),
        "gained": gained,
        "gained_bytes": sum(row["bytes"] for row in gained),
        "unread_new": {"count": len(unseen), "bytes": sum(row["bytes"] for row in unseen), "files": unseen[:MOST]},
        "unread_same": _otherwise(new["ledger"]["regions"], files),
        "read_same": _otherwise(old["ledger"]["regions"], back),
        "below_floor": within_floor(old, new["verdicts"]) and not within_floor(new, new["verdicts"]),
    }


def within_floor(screening: Screening, verdicts: Sequence[Mapping[str, Any]]) -> bool:
    """Whether so much was read that every policy of ``verdicts`` allows an answer."""
    ledger = screening["ledger"]
    largest = max((region["length"] for region in ledger["regions"]), default=0)
    floors = [(p["region_floor"], p["total_floor"], p["total_floor_share"]) for p in (v["policy"] for v in verdicts)]
    enough = ledger["total"] - ledger["unread"] >= LEAST_READ_SHARE * ledger["total"]
    return enough and all(
        largest < region and ledger["unread"] <= max(total, int(share * ledger["total"]))
        for region, total, share in floors or [(REGION_FLOOR, TOTAL_FLOOR, TOTAL_SHARE)]
    )


def _otherwise(regions: Iterable[Mapping[str, Any]], files: Files) -> int:
    """How many files have the same bytes as before and were read less: the screening differs, not the delivery."""
    paths = {region["path"] for region in regions}
    return sum(
        files.unchanged(path) and unread(files.new[path]) > unread(files.old[files.before[path]]) for path in paths
    )


def _hidden(regions: Iterable[Mapping[str, Any]], files: Files) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(files that were readable before, new or changed content that was never readable), the most bytes first."""
    by_path: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for region in regions:
        by_path[region["path"]].append(region)
    inside_old, inside_new = sorted(files.old), sorted(files.new)
    lost, unseen = [], []
    for path, own in by_path.items():
        if path not in files.new or files.unchanged(path) or files.container(path) is not None:
            continue
        row = _row(path, own, files)
        before = files.before.get(path)
        hidden = 0 if before is None else _grown(row["bytes"], files, path, before, bool(_below(path, inside_new)))
        if before is not None and _matters(hidden, files, path, before):
            gone = [inner for inner in _below(before, inside_old) if inner not in files.after]
            lost.append({**row, "bytes": hidden, "before": before, "files": len(gone)})
        elif _mostly(row["bytes"], files.new[path]) or row["bytes"] >= (LEAST if before is None else REGION_FLOOR):
            unseen.append(row)
    return sorted(lost, key=_largest_first), sorted(unseen, key=_largest_first)


def _row(path: str, own: Sequence[Mapping[str, Any]], files: Files) -> dict[str, Any]:
    largest = min(own, key=lambda region: (-region["length"], region["offset"], region["state"], region["reason"]))
    count = min(sum(region["length"] for region in own), files.new[path]["size"])
    return {"path": path, "bytes": count, "state": largest["state"], "reason": largest["reason"]}


def _grown(own: int, files: Files, path: str, old_path: str, opened: bool) -> int:
    """Unread bytes beyond those of before, which may have grown with the file.

    A container that is not opened any more is measured against all that was unread below it; one that still is, by
    what is unread in it and not in a file of it.
    """
    was, now = files.old[old_path], files.new[path]
    before = unread(was)
    if opened:
        before = max(0, before - unread(now) + own)
    scale = max(1.0, now["size"] / was["size"]) if was["size"] else 1.0
    return max(0, int(own - before * scale))


def _matters(hidden: int, files: Files, path: str, before: str) -> bool:
    was, now = files.old[before], files.new[path]
    return hidden >= LEAST or (hidden > 0 and _mostly(unread(now), now) and not _mostly(unread(was), was))


def _mostly(hidden: int, node: Mapping[str, Any]) -> bool:
    return bool(2 * hidden >= node["size"] > 0)


def _below(path: str, ordered: Sequence[str]) -> Sequence[str]:
    """The paths inside ``path``, out of the sorted ``ordered``."""
    start, end = path + INNER, path + "!0"  # "0" follows "/"
    return ordered[bisect_left(ordered, start) : bisect_left(ordered, end)]


def _largest_first(row: Mapping[str, Any]) -> tuple[int, str]:
    return (-row["bytes"], row["path"])
