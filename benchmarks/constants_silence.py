"""Files that hold none of the constants: of this machine, of the silence lists, and tables made by chance."""

from __future__ import annotations

import random
import shutil
import struct
import subprocess
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.constants_look import look
from benchmarks.fetch import packages
from benchmarks.places import WORK
from benchmarks.registries import npm_packages, wheels

HOLDERS = frozenset({"face", "opencv", "dlib", "cv2"})
"""Words in the names of packages that truly hold constants; the silence lists have none of them."""
BY_CHANCE = "tables made by chance"
"""The group that no real delivery is like: every number of every set stands in it somewhere."""
_MADE = 8_000_000
"""Numbers in one table made by chance."""


def silence() -> list[dict[str, Any]]:
    """One row for each group: files, bytes, CPU seconds and every hit."""
    return [_row(name, files()) for name, files in GROUPS]


def rate(rows: list[dict[str, Any]]) -> float:
    """Megabytes a second over real files, with opening each of them and telling its format."""
    real = [row for row in rows if row["group"] != BY_CHANCE]
    return float(sum(row["bytes"] for row in real) / sum(row["cpu"] for row in real) / 1e6)


def _row(group: str, files: Iterable[Path]) -> dict[str, Any]:
    count, size, cpu = 0, 0, 0.0
    hits: list[dict[str, Any]] = []
    for path in files:
        try:
            seen, length, seconds = look(path)
        except OSError:
            continue
        count, size, cpu = count + 1, size + length, cpu + seconds
        true = any(word in str(path).lower() for word in HOLDERS)
        hits += [{"path": str(path), "value": one.value, "detail": one.detail, "true": true} for one in seen]
    return {"group": group, "files": count, "bytes": size, "cpu": cpu, "hits": hits}


def below(*folders: Path) -> Iterator[Path]:
    """Every file below ``folders``, in order; no links."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path


def unpacked(archives: Iterable[Path], folder: Path = WORK / "constants" / "unpacked") -> Iterator[Path]:
    """The files of ``archives``, one archive at a time unpacked below ``folder``, which is emptied."""
    for archive in archives:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        place = folder / archive.name
        if archive.suffix == ".deb":
            subprocess.run(("dpkg-deb", "-x", archive, place), check=True)
        elif archive.suffix == ".tgz":
            with tarfile.open(archive) as tar:
                tar.extractall(place, filter="data")
        else:
            with zipfile.ZipFile(archive) as one:
                one.extractall(place)  # noqa: S202 - zipfile keeps names below the folder
        yield from below(place)
    shutil.rmtree(folder, ignore_errors=True)


def _lists() -> Iterator[Path]:
    yield from unpacked(packages("silence-debian", "amd64"))
    yield from unpacked(packages("silence-java", "amd64"))
    yield from unpacked(wheels("silence-wheels"))
    yield from unpacked(npm_packages("silence-npm"))


def _made() -> Iterator[Path]:
    """Tables of numbers that look like points of a picture, with a fixed seed."""
    folder = WORK / "constants" / "made"
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(112)  # noqa: S311 - reproducible tables
    for name, make in MADE.items():
        path = folder / name
        if not path.exists():
            path.write_bytes(make(chance))
        yield path


def _rounded(chance: random.Random, places: int, most: float, kind: str, count: int = _MADE) -> bytes:
    steps = int(most * 10**places)
    return struct.pack(f"<{count}{kind}", *(chance.randrange(steps) / 10**places for _ in range(count)))


def _written(chance: random.Random) -> bytes:
    return "\n".join(
        f"{chance.randrange(1_120_000) / 10_000:.4f}, {chance.random():.6f}" for _ in range(_MADE // 4)
    ).encode()


MADE: dict[str, Callable[[random.Random], bytes]] = {
    "bytes": lambda chance: chance.randbytes(4 * _MADE),
    "points-f32": lambda chance: _rounded(chance, 4, 112.0, "f"),
    "points-f64": lambda chance: _rounded(chance, 4, 112.0, "d"),
    "parts-f32": lambda chance: _rounded(chance, 6, 1.0, "f"),
    "parts-f64": lambda chance: _rounded(chance, 6, 1.0, "d"),
    "weights-f32": lambda chance: _rounded(chance, 5, 0.005, "f"),
    "tenths-f32": lambda chance: _rounded(chance, 1, 112.0, "f"),
    "written.csv": _written,
}
"""Name of a table → how it is made: random bytes; points with four decimals, parts of one with six, weights with five,
points with one, and numbers written out."""
GROUPS: tuple[tuple[str, Callable[[], Iterable[Path]]], ...] = (
    ("programs, libraries and data of this machine", lambda: below(Path("/usr/lib"), Path("/usr/bin"))),
    ("fonts, colours, sounds and other data of this machine", lambda: below(Path("/usr/share"))),
    ("packages of the silence lists, unpacked", _lists),
    (BY_CHANCE, _made),
)
"""(group, its files)."""
