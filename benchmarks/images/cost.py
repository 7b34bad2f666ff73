"""``python -m benchmarks.images cost``: CPU time of unpacking against the format's own program.

Ours is :mod:`benchmarks.unpack_only`: what a screening does without detectors, signature pack and report. It hashes and
identifies every file and judges the entropy of what it does not know, none of which the other programs do. CPU seconds
of all processes, user and system, best of some rounds; wall times would mean little on a shared machine.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.images.catalogue import full
from benchmarks.images.large import CODECS, libraries, many_files
from benchmarks.measuring import Cost, run
from benchmarks.places import WORK
from benchmarks.results import keep
from benchmarks.screening import screened

ROUNDS = 3
FIXED, RATIO, LARGE_RATIO = 0.6, 2.5, 1.5
"""Targets: CPU seconds ≤ RATIO × the program + FIXED; on the large image ≤ LARGE_RATIO × the program."""
MANY_CPU, MANY_MEMORY = 20.0, 400_000_000
_OUT = WORK / "cost"


@dataclass(frozen=True, slots=True)
class Row:
    """One image: our CPU seconds, the program's, and what is allowed."""

    image: str
    program: str
    ours: float
    theirs: float
    allowed: float
    main: bool


_UNSQUASHFS = ("unsquashfs", "-q", "-n", "-f", "-d", "{out}", "{image}")
_TAR = ("tar", "-xf", "{image}", "-C", "{out}")
_SEVEN = ("7zz", "x", "-y", "-snl-", "-bso0", "-o{out}", "{image}")
MAIN: dict[str, tuple[str, ...]] = {
    **{f"sq_{codec}.sqfs": _UNSQUASHFS for codec in ("gzip", "xz", "lzo", "lz4", "zstd", "lzma")},
    **{f"tar.tar.{codec}": _TAR for codec in ("gz", "xz", "zst", "bz2")},
    "zip.zip": ("unzip", "-qq", "-o", "{image}", "-d", "{out}"),
    "ext4.ext4": ("debugfs", "-R", "rdump / {out}", "{image}"),
}
"""The images of the target → the format's own program."""
OTHERS: dict[str, tuple[str, ...]] = {
    "initramfs.cpio.gz": ("sh", "-c", "cd {out} && gzip -dc {image} | cpio -id --quiet"),
    "jffs2_le.jffs2": (str(Path(sys.executable).with_name("jefferson")), "-f", "-d", "{out}", "{image}"),
    "erofs.erofs": ("fsck.erofs", "--extract={out}", "--overwrite", "{image}"),
    "7z.7z": _SEVEN, "cab.cab": _SEVEN, "iso.iso": _SEVEN, "disk.qcow2": _SEVEN,
    "deb.deb": ("dpkg-deb", "-x", "{image}", "{out}"),
    "rpm.rpm": ("sh", "-c", "cd {out} && rpm2cpio {image} | cpio -id --quiet"),
}  # fmt: skip
"""More images, measured for information."""


def cost(names: Sequence[str]) -> int:
    """Measure the images ``names`` (all, the large ones too, when empty); fails when a target is missed."""
    rows = list(_rows(names))
    extra = [] if names else [*(_large(codec) for codec in CODECS), *_many()]
    if not names:
        keep("cost", [*(_plain(row) for row in rows), *extra])
    missed = [row.image for row in rows if row.main and row.ours > row.allowed]
    missed += [one["image"] for one in extra if one["missed"]]
    print(f"targets missed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


def _rows(names: Sequence[str]) -> Iterator[Row]:
    shop = full()
    for name, command in {**MAIN, **OTHERS}.items():
        if names and name not in names:
            continue
        image = shop.image(name)
        theirs, ours = native(command, image).cpu, unpacked(image).cpu
        row = Row(name, Path(command[0]).name, ours, theirs, RATIO * theirs + FIXED, name in MAIN)
        mark = "ok " if ours <= row.allowed else "BAD" if row.main else "-  "
        print(f"{mark} {name:18} {row.program:11} {theirs:6.2f} s, ours {ours:6.2f} s of {row.allowed:.2f}", flush=True)
        yield row


def native(command: Sequence[str], image: Path, rounds: int = ROUNDS) -> Cost:
    """The cheapest of some runs of the format's own program."""
    costs = []
    for _ in range(rounds):
        shutil.rmtree(_OUT, ignore_errors=True)
        _OUT.mkdir(parents=True)
        costs.append(run([word.format(out=_OUT, image=image) for word in command]))
        if costs[-1].code not in {0, 2}:
            print(f"    {command[0]} ended with {costs[-1].code}")
    shutil.rmtree(_OUT, ignore_errors=True)
    return min(costs, key=lambda one: one.cpu)


def unpacked(image: Path, rounds: int = ROUNDS, *, memory: bool = False) -> Cost:
    """The cheapest of some runs of ours."""
    command = (sys.executable, "-m", "benchmarks.unpack_only", image)
    return min((run(command, memory=memory) for _ in range(rounds)), key=lambda one: one.cpu)


def _large(codec: str) -> dict[str, Any]:
    image = libraries(codec)
    theirs, ours = native(_UNSQUASHFS, image, 2).cpu, unpacked(image, 2).cpu
    print(f"{image.name}: unsquashfs {theirs:.2f} s, ours {ours:.2f} s, {ours / theirs:.2f} x of {LARGE_RATIO}")
    size = image.stat().st_size
    missed = ours > LARGE_RATIO * theirs
    return {"image": image.name, "size": size, "theirs": theirs, "ours": ours, "missed": missed}


def _many() -> Iterator[dict[str, Any]]:
    image = many_files()
    theirs = native(_UNSQUASHFS, image, 1).cpu
    unpacking = unpacked(image, 1, memory=True)
    _, screening = screened(image, "many-files", memory=True)
    for what, one in (("unpacking", unpacking), ("whole screening", screening)):
        missed = one.cpu > MANY_CPU or one.memory > MANY_MEMORY
        print(f"{image.name}, {what}: {one.cpu:.1f} s CPU, {one.memory / 1e6:.0f} MB; unsquashfs {theirs:.1f} s")
        yield {"image": f"{image.name}, {what}", "theirs": theirs, "ours": one.cpu, "memory": one.memory,
               "missed": missed}  # fmt: skip


def _plain(row: Row) -> dict[str, Any]:
    return {
        "image": row.image, "program": row.program, "theirs": row.theirs, "ours": row.ours,
        "allowed": row.allowed, "main": row.main,
    }  # fmt: skip
