"""The second screening and the next version: ``python -m benchmarks.twice``.

A large delivery (all of ``benchmarks.deliveries``) twice. Then firmware images of the camera file system: version 1,
version 1 again, and version 2 in which files with 5 % of the bytes are changed. All run with the command line and an
own cache folder; CPU seconds of all processes, user and system. *Start-up* is the screening of a file of one line:
program, libraries and signature pack; it is in every run.
"""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks.deliveries import DELIVERIES_OF_REAL_SOFTWARE
from benchmarks.images.catalogue import full
from benchmarks.images.recipe import Workshop
from benchmarks.places import WORK
from benchmarks.results import keep
from benchmarks.screening import must_screen, must_unpack
from vendor_samples.images import squashfs

ROUNDS = 3
SAME, UPDATE = 0.10, 0.15
"""Targets: second run ÷ first; work after unpacking of the update with a cache ÷ without one."""
_CHANGED = 0.05
_FOLDER = WORK / "twice"


def main() -> int:
    """Measure and print; fails when a target is missed."""
    shop = full()
    one, two, hello = _images(shop)
    start = min(_screen(hello, None) for _ in range(ROUNDS))
    ready = _first_and_second(hello, ROUNDS)[1]
    large = _first_and_second(_large(), 1)
    cold, warm = _first_and_second(one, ROUNDS)
    before = min(_screen(two, None) for _ in range(ROUNDS))
    after = _updated(one, two)
    unpacking, bare = (min(must_unpack(path) for _ in range(ROUNDS)) for path in (two, hello))
    work = {"cold": before - start - (unpacking - bare), "cached": max(0.0, after - ready - (unpacking - bare))}
    rows: list[dict[str, Any]] = [
        {"what": "start-up, in every run", "cpu": start},
        {"what": "start-up with a cache", "cpu": ready},
        {"what": "nine real deliveries, empty cache", "cpu": large[0]},
        {"what": "nine real deliveries again", "cpu": large[1], "share": large[1] / large[0], "target": SAME},
        {"what": "version 1, empty cache", "cpu": cold},
        {"what": "version 1 again", "cpu": warm, "share": warm / cold},
        {"what": "version 1 again, both without start-up", "cpu": max(0.0, warm - ready),
         "share": max(0.0, warm - ready) / (cold - start)},
        {"what": "version 2, no cache", "cpu": before},
        {"what": "unpacking of version 2 alone", "cpu": unpacking},
        {"what": "version 2 after version 1", "cpu": after},
        {"what": "version 2 after version 1: work after unpacking", "cpu": work["cached"],
         "share": work["cached"] / work["cold"], "target": UPDATE},
    ]  # fmt: skip
    keep("twice", rows)
    for row in rows:
        share = f"{100 * row['share']:6.1f} %" if "share" in row else ""
        limit = f" of at most {100 * row['target']:.0f} %" if "target" in row else ""
        print(f"{row['what']:50} {row['cpu']:7.2f} s CPU {share}{limit}")
    return int(any(row["share"] > row["target"] for row in rows if "target" in row))


def _large() -> Path:
    """One folder with every real delivery."""
    folder = _FOLDER / "deliveries"
    folder.mkdir(parents=True, exist_ok=True)
    for delivery in DELIVERIES_OF_REAL_SOFTWARE:
        source, target = delivery.made(), folder / delivery.name
        if not target.exists():
            copy = shutil.copytree if source.is_dir() else shutil.copyfile
            copy(source, target)
    return folder


def _images(shop: Workshop) -> tuple[Path, Path, Path]:
    """Version 1, version 2, and a file of one line."""
    hello = _FOLDER / "hello.txt"
    one, two, tree = (_FOLDER / name for name in ("one.sqfs", "two.sqfs", "tree"))
    if not hello.exists():
        _FOLDER.mkdir(parents=True, exist_ok=True)
        squashfs(shop.tree, one)
        shutil.copytree(shop.tree, tree, symlinks=True)
        _change(shop, tree)
        squashfs(tree, two)
        shutil.rmtree(tree)
        hello.write_text("hello\n")
    return one, two, hello


def _change(shop: Workshop, tree: Path) -> None:
    """Change one byte in the middle of files, drawn at random, that make up 5 % of all bytes."""
    names = sorted(shop.files)
    random.Random(3).shuffle(names)  # noqa: S311 - reproducible choice
    left = _CHANGED * sum(found.size for found in shop.files.values())
    for name in names:
        if shop.files[name].size <= left:
            data = bytearray((tree / name).read_bytes())
            data[len(data) // 2] ^= 0xFF
            (tree / name).write_bytes(data)
            left -= shop.files[name].size


def _screen(image: Path, cache: Path | None) -> float:
    """CPU seconds of one screening, without a cache where there is none given."""
    options = ("--cache-dir", cache) if cache else ()
    return must_screen(image, f"twice-{image.stem}", *options)[1].cpu


def _first_and_second(image: Path, rounds: int) -> tuple[float, float]:
    """CPU seconds with an empty cache and with the one that this left."""
    runs = []
    for _ in range(rounds):
        cache = _empty_cache()
        runs.append((_screen(image, cache), _screen(image, cache)))
    return min(first for first, _ in runs), min(second for _, second in runs)


def _updated(one: Path, two: Path) -> float:
    """Version 2 with the cache that version 1 left."""
    found = []
    for _ in range(ROUNDS):
        cache = _empty_cache()
        _screen(one, cache)
        found.append(_screen(two, cache))
    return min(found)


def _empty_cache() -> Path:
    cache = _FOLDER / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir()
    return cache


if __name__ == "__main__":
    sys.exit(main())
