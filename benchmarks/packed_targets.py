"""Real programs for UPX to pack: of Debian for six processor families, wheels for Windows, own ones for the rest."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.constants_compiled import zig
from benchmarks.packed_tools import FOLDER, debs, unpacked
from benchmarks.places import HERE
from benchmarks.registries import wheels

FAMILIES = ("amd64", "i386", "arm64", "armhf", "mipsel", "ppc64el")
PACKAGES = ("busybox", "dropbear-bin", "libcurl4", "libsqlite3-0")
SMALLEST, LARGEST = 60_000, 900_000
"""Bytes of a target: UPX packs no smaller ones, and larger ones take minutes."""
OWN = {
    "mips": ("Linux program", "mips-linux-musleabi"),
    "amd64 static": ("Linux program", "x86_64-linux-musl"),
    "x86-64": ("Mach-O program", "x86_64-macos"),
    "win64": ("PE program", "x86_64-windows-gnu"),
    "win32": ("PE program", "x86-windows-gnu"),
}
"""Machine → what it is, and the compiler's name of it."""
MOST_WHEELS = 12


@dataclass(frozen=True, slots=True)
class Target:
    """One program: what kind of file for which machine, and where it lies."""

    kind: str
    machine: str
    path: Path


def targets() -> Iterator[Target]:
    """Every target, in a fixed order."""
    for family in FAMILIES:
        for package in debs("bookworm", family, PACKAGES):
            for path in sorted(unpacked(package).rglob("*")):
                if path.is_file() and not path.is_symlink() and SMALLEST <= path.stat().st_size <= LARGEST:
                    yield from _linux(path, family)
    yield from _own()
    yield from _windows()


def _linux(path: Path, family: str) -> Iterator[Target]:
    if path.read_bytes()[:4] != b"\x7fELF":
        return
    kind = "Linux library" if ".so" in path.name else "Linux program"
    yield Target(kind, family, _copied(path, f"{family}-{path.name}"))


def _own() -> Iterator[Target]:
    """A small program for machines of which no packages are taken."""
    folder = FOLDER / "targets"
    for machine, (kind, name) in OWN.items():
        path = folder / f"own-{name}"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            source = HERE / "sources" / "packed" / "program.c"
            subprocess.run((*zig("cc"), "-O2", "-target", name, source, "-o", path), check=True, capture_output=True)
        yield Target(kind, machine, path)


def _windows() -> Iterator[Target]:
    """The first library of fitting size of some wheels of the silence list."""
    found = 0
    for wheel in sorted(wheels("silence-wheels")):
        with zipfile.ZipFile(wheel) as archive:
            fitting = [
                info
                for info in archive.infolist()
                if info.filename.endswith((".pyd", ".dll")) and SMALLEST <= info.file_size <= LARGEST // 2
            ]
            if not fitting or found == MOST_WHEELS:
                continue
            path = FOLDER / "targets" / f"win-{found:02}-{Path(fitting[0].filename).name}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(fitting[0]))
            found += 1
            yield Target("PE library", "win64", path)


def _copied(path: Path, name: str) -> Path:
    """A copy that may be run: UPX packs no other libraries."""
    copy = FOLDER / "targets" / name
    copy.parent.mkdir(parents=True, exist_ok=True)
    if not copy.exists():
        shutil.copyfile(path, copy)
        copy.chmod(0o755)
    return copy
