"""Start-up and speed of signature packs: ``python -m benchmarks.packs``; ``python -m benchmarks.page`` shows it.

Measured with the installed pack and with one made for it, of 75 signatures with 4,500 facts of the installed one's mix
of kinds. CPU seconds, best of several, in one process; the imports that every start pays are not in it.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml

from benchmarks.results import keep
from scanner.cache.packs import PackCache
from scanner.catalogue.compile import compile_pack
from scanner.catalogue.load import load
from scanner.catalogue.pack import Pack
from scanner.catalogue.packs import load_packs
from scanner.catalogue.vocabulary import Vocabulary

LOAD, SCAN = 0.1, 200.0
"""Targets: seconds for a load with the cache, MB/s of a scan on one core."""
SIGNATURES, FACTS = 75, 4_500
ROUNDS = 5
LIBRARIES = ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/local/lib", "/opt")
AT_LEAST, AT_MOST, SAMPLE = 1 << 20, 40 << 20, 300 << 20
"""Bytes: a library is taken from here to there, so that a few giants are not the sample; so much of them is scanned."""
T = TypeVar("T")

_ABOUT = "id: synthetic\nname: Made for measuring\nversion: 2026.11.0\ndate: 2026-11-25\nmin_engine: 0.1.0\n"
_WORDS = ("Engine", "Match", "Feature", "Enroll", "Search", "Detect", "Create", "Person", "Library", "Quality")


def main() -> int:
    """Measure, print, and fail when a target is missed."""
    files = list(_libraries())
    with tempfile.TemporaryDirectory(prefix="facescreen-packs-") as folder:
        made = write_pack(Path(folder) / "pack")
        rows = [
            _row("installed", None, Path(folder) / "one", files),
            _row("made for this measurement", made, Path(folder) / "two", files),
        ]
    keep("packs", rows)
    for row in rows:
        print({key: round(value, 3) if isinstance(value, float) else value for key, value in row.items()})
    return int(any(row["cached"] > LOAD or row["rate"] < SCAN for row in rows))


def write_pack(folder: Path) -> Path:
    """A pack of the wanted size in ``folder``, with names that no software has."""
    kinds = _mix(load())
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(_ABOUT)
    (folder / "policies").mkdir()
    (folder / "policies" / "sets.yaml").write_text("sets: {}\ninherit: {}\n")
    for number in range(SIGNATURES):
        target = folder / "sdk" / f"vendor-{number}" / f"product-{number}.yaml"
        target.parent.mkdir(parents=True)
        target.write_text(yaml.safe_dump(_signature(number, kinds), sort_keys=False) + _LISTINGS)
    return folder


_LISTINGS = """\
examples: |
  One file.
    bin/x elf
      imported symbol Xq0
    -> verification called
counter_examples: |
  Another file.
    bin/x elf
    -> nothing
"""
"""As signature files have them: lines in a block, which the dumper does not write."""


def _mix(pack: Pack) -> list[str]:
    """The kinds of the pack's facts in their order, those that need more than a name left out."""
    plain = {"symbol", "string", "soname", "class", "endpoint", "import", "path", "package", "needed"}
    return [f.kind.value for s in pack.signatures for f in s.facts if f.kind.value in plain]


def _signature(number: int, kinds: Sequence[str]) -> dict[str, Any]:
    each = FACTS // SIGNATURES
    facts = [_fact(number * each + index, kinds[(number * each + index) % len(kinds)]) for index in range(each)]
    return {
        "id": f"product-{number}",
        "name": f"Product {number}",
        "vendor": f"Vendor {number}",
        "kind": "sdk",
        "presence": "shipped",
        "sentence": "A product that is made up for a measurement and compares faces.",
        "facts": facts,
    }


def _fact(number: int, kind: str) -> dict[str, Any]:
    word = f"Xq{number}{_WORDS[number % 10]}{_WORDS[number // 10 % 10]}"
    value = {
        "string": f"{word} could not be initialised (error %d)",
        "class": f"com.vendor{number}.{word}",
        "endpoint": f"api{number}.vendor-face.example",
        "package": f"pypi:{word.lower()}",
        "soname": f"lib{word.lower()}.so",
        "needed": f"lib{word.lower()}.so",
    }.get(kind, word)
    return {
        "id": f"f{number}",
        "kind": kind,
        "value": value,
        "strength": "support",
        "top": "shipped",
        "capabilities": ["verification"],
        "source": f"made for a measurement, number {number} of its kind, with a text as long as a source has",
        "verified": True,
    }


def _row(name: str, folder: Path | None, cache: Path, files: Sequence[Path]) -> dict[str, Any]:
    pack, cold = _best(lambda: load_packs(main=folder))
    vocabulary, compiling = _best(lambda: compile_pack(pack))
    compile_pack(load_packs(main=folder, memory=PackCache(cache)), PackCache(cache))
    again, cached = _best(lambda: _with_cache(folder, PackCache(cache)))
    if again.patterns != vocabulary.patterns:
        raise SystemExit("the cache changed the patterns")
    size, seconds = _scan(vocabulary, files)
    return {
        "pack": name,
        "signatures": len(pack.signatures),
        "facts": pack.facts,
        "patterns": len(vocabulary.patterns),
        "load": cold,
        "compile": compiling,
        "cached": cached,
        "files": len(files),
        "bytes": size,
        "rate": size / seconds / 1e6,
    }


def _with_cache(folder: Path | None, memory: PackCache) -> Vocabulary:
    return compile_pack(load_packs(main=folder, memory=memory), memory)


def _best(work: Callable[[], T]) -> tuple[T, float]:
    """What ``work`` gives and the CPU seconds of its fastest run, without the collector as in a screening."""
    seconds = []
    for _ in range(ROUNDS):
        gc.collect()
        gc.disable()
        start = time.process_time()
        result = work()
        seconds.append(time.process_time() - start)
        gc.enable()
    return result, min(seconds)


def _libraries() -> Iterator[Path]:
    """Large shared libraries of this system, largest first, up to the size of the sample."""
    found = {path.resolve() for root in LIBRARIES if Path(root).is_dir() for path in Path(root).rglob("*.so*")}
    large = sorted(
        (p for p in found if p.is_file() and AT_LEAST <= p.stat().st_size <= AT_MOST), key=lambda p: -p.stat().st_size
    )
    total = 0
    for path in large:
        if total >= SAMPLE:
            return
        total += path.stat().st_size
        yield path


def _scan(vocabulary: Vocabulary, files: Sequence[Path]) -> tuple[int, float]:
    """Bytes and CPU seconds of scanning ``files`` once, read before the clock starts."""
    size, seconds = 0, 0.0
    for path in files:
        data = path.read_bytes()
        start = time.process_time()
        vocabulary.rules.match(data=data, fast=True)  # type: ignore[union-attr]
        seconds += time.process_time() - start
        size += len(data)
    return size, seconds


if __name__ == "__main__":
    sys.exit(main())
