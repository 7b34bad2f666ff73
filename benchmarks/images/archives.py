"""Archives as people send them: tar with every compression, zip, 7z, cab, and zips within zips."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.images.programs import run
from benchmarks.images.recipe import Recipe, Workshop
from benchmarks.images.truth import Content

NESTED = 15
_TAR = {
    "tar.gz": ("gzip", "-c"), "tar.xz": ("xz", "-c"), "tar.zst": ("zstd", "-q", "-c"), "tar.bz2": ("bzip2", "-c"),
    "tar.lzo": ("lzop", "-c"), "tar.lz4": ("lz4", "-q", "-c"),
}  # fmt: skip
"""Suffix → the program that compresses."""


def _tar(suffix: str) -> Callable[[Workshop, Path], None]:
    def make(shop: Workshop, target: Path) -> None:
        plain = shop.scratch(suffix) / "tree.tar"
        run(("tar", "-C", shop.tree, "-cf", plain, "."), shop.folder)
        run((*_TAR[suffix], plain), shop.folder, output=target)
        plain.unlink()

    return make


def _zip(shop: Workshop, target: Path) -> None:
    run(("zip", "-qry", target, "."), shop.tree)


def _seven(shop: Workshop, target: Path) -> None:
    run(("7zz", "a", "-bso0", "-snl", target, "."), shop.tree)


def _volumes(shop: Workshop, target: Path) -> None:
    """A folder with the volumes of one 7z archive."""
    target.mkdir()
    size = max(100_000, sum(found.size for found in shop.files.values()) // 7)
    run(("7zz", "a", "-bso0", f"-v{size}b", "-snl", target / "update.7z", "."), shop.tree)


def _cab(shop: Workshop, target: Path) -> None:
    run(("gcab", "-cz", target, *sorted(shop.files)), shop.tree)


def _nested(shop: Workshop, target: Path) -> None:
    work = shop.scratch("nested")
    shutil.copyfile(shop.tree / "etc" / "face.json", work / "n0")
    inner = "n0"
    for number in range(1, NESTED + 1):
        run(("zip", "-q", f"n{number}.zip", inner), work)
        inner = f"n{number}.zip"
    shutil.move(work / inner, target)


def _settings_only(shop: Workshop) -> dict[str, Content]:
    return {"etc/face.json": shop.files["etc/face.json"]}


RECIPES: tuple[Recipe, ...] = (
    *(Recipe(f"tar.{suffix}", suffix, _tar(suffix)) for suffix in _TAR),
    Recipe("zip.zip", "zip", _zip),
    Recipe("7z.7z", "7z", _seven),
    Recipe("7zsplit", "7z in volumes", _volumes),
    Recipe("cab.cab", "cabinet, MSZIP", _cab),
    Recipe("nested15.zip", f"{NESTED} zips within each other", _nested, _settings_only),
)
"""Every image of this family."""
