"""``screen NEW --against OLD`` where 5 % of the bytes changed: ``python -m benchmarks.against``.

A firmware image of some tens of megabytes: the sample deliveries, and programs, libraries, Python modules and documents
of this machine. In the second version one byte is changed in files that make up 5 % of all bytes. Measured is the
command line in CPU seconds of all processes: the second version by itself and without a cache, and against the first,
whose screening left the cache, with OLD as its report and as the delivery. *Work after unpacking* is what is left
without start-up (the screening of a file of one line, which is faster with a cache) and without unpacking.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.places import WORK
from benchmarks.results import keep
from benchmarks.screening import REPORTS, must_screen, must_unpack
from scanner.document.report import Report
from vendor_samples.images import squashfs

ROUNDS = 2
TARGET = 0.15
"""Work after unpacking against the deployed version ÷ without it."""
CHANGED = 0.05
_SAMPLES = Path(__file__).parent.parent / "vendor_samples"
_SOURCES = (
    ("usr/bin", Path("/usr/bin"), "*", 12 << 20),
    ("usr/lib", Path("/usr/lib/x86_64-linux-gnu"), "*.so*", 30 << 20),
    ("usr/lib/python", Path(random.__file__).parent, "*.py", 8 << 20),
    ("usr/share", Path("/usr/share/doc"), "*/*", 4 << 20),
    ("opt/vendor", _SAMPLES / "prebuilt", "**/*", 4 << 20),
    ("opt/carriers", _SAMPLES / "carriers", "**/*", 4 << 20),
)
"""Folder in the image, folder on this machine, which files, how many bytes of them."""
_LARGEST = 4 << 20
_FOLDER = WORK / "against"


def main() -> int:
    """Measure and print; fails when the target is missed."""
    old, new, hello = _versions()
    start = _least(lambda: must_screen(hello, "against-hello")[1].cpu)
    warm = _least(lambda: _again(hello))
    cold = _least(lambda: must_screen(new, "against-cold")[1].cpu)
    unpacking = _least(lambda: must_unpack(new)) - _least(lambda: must_unpack(hello))
    after = {kind: _least(lambda kind=kind: _against(kind, old, new)) for kind in ("report", "delivery")}
    alone = cold - start - unpacking
    shares = {kind: max(0.0, cpu - warm - unpacking) / alone for kind, cpu in after.items()}
    row = {"bytes": _bytes(new), "start": start, "start_cached": warm, "unpacking": unpacking, "cold": cold}
    row |= {f"{kind}_cpu": cpu for kind, cpu in after.items()} | {f"{kind}_share": s for kind, s in shares.items()}
    change = Report.read(REPORTS / "against-report.json").screening["change"]
    row |= {"changed": change["files"]["changed"]["count"], "same": change["files"]["same"]}
    keep("against", [row])
    print({key: round(value, 3) if isinstance(value, float) else value for key, value in row.items()})
    return int(shares["report"] > TARGET)


def _least(measure: Callable[[], float]) -> float:
    return min(measure() for _ in range(ROUNDS))


def _again(path: Path) -> float:
    """``path`` with the cache that its own screening left."""
    cache = _empty_cache()
    must_screen(path, "against-again", "--cache-dir", cache)
    return must_screen(path, "against-again", "--cache-dir", cache)[1].cpu


def _bytes(image: Path) -> int:
    """Bytes of the files in ``image``, as its screening counted them."""
    nodes = Report.read(REPORTS / "against-cold.json").screening["nodes"]
    return sum(node["size"] for node in nodes if node["parent"] == image.name)


def _empty_cache() -> Path:
    cache = _FOLDER / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir()
    return cache


def _against(kind: str, old: Path, new: Path) -> float:
    """The second version against the first, with the cache that the first one's screening left."""
    cache = _empty_cache()
    must_screen(old, "against-old", "--cache-dir", cache)
    before = REPORTS / "against-old.json" if kind == "report" else old
    return must_screen(new, f"against-{kind}", "--cache-dir", cache, "--against", before)[1].cpu


def _versions() -> tuple[Path, Path, Path]:
    """Both versions, and a file of one line."""
    old, new, hello, tree = (_FOLDER / name for name in ("camera-4.1.sqfs", "camera-4.2.sqfs", "hello.txt", "tree"))
    if not hello.exists():
        shutil.rmtree(_FOLDER, ignore_errors=True)
        tree.mkdir(parents=True)
        files = list(_filled(tree))
        squashfs(tree, old)
        _change(files)
        squashfs(tree, new)
        shutil.rmtree(tree)
        hello.write_text("hello\n")
    return old, new, hello


def _filled(tree: Path) -> Iterator[Path]:
    """Copy what is taken of this machine into ``tree``; yields the copies."""
    for folder, source, pattern, most in _SOURCES:
        left = most
        for file in sorted(source.glob(pattern)):
            if not file.is_file() or file.is_symlink() or not 0 < (size := file.stat().st_size) <= min(left, _LARGEST):
                continue
            target = tree / folder / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            left -= size
            yield target


def _change(files: list[Path]) -> None:
    """Change the byte in the middle of files, drawn at random, that make up 5 % of all bytes."""
    left = CHANGED * sum(file.stat().st_size for file in files)
    for file in random.Random(3).sample(files, len(files)):  # noqa: S311 - reproducible choice
        if file.stat().st_size <= left:
            data = bytearray(file.read_bytes())
            data[len(data) // 2] ^= 0xFF
            file.write_bytes(data)
            left -= len(data)


if __name__ == "__main__":
    sys.exit(main())
