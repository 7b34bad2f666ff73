"""How one image is made, and the workshop that makes images of one tree as they are asked for."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from benchmarks.images import truth
from benchmarks.images.truth import Content, Files, Truth


@dataclass(frozen=True, slots=True)
class Recipe:
    """One image. ``make`` writes it to the path it is given; a recipe may ask the workshop for other images."""

    name: str
    """File name of the image, or of the folder where it is several files."""
    what: str
    """Format in words, for tables."""
    make: Callable[[Workshop, Path], None]
    contents: Callable[[Workshop], Files] | None = None
    """Files that it must give; None for all of the tree."""
    encrypted: Callable[[Path], int] | None = None
    """For encrypted images: how many bytes of the finished image must be unread."""


@dataclass
class Workshop:
    """Makes images of ``tree`` below ``folder``, each once."""

    tree: Path
    folder: Path
    recipes: Mapping[str, Recipe]
    _busy: list[str] = field(default_factory=list)

    @cached_property
    def files(self) -> dict[str, Content]:
        """Every file of the tree."""
        return truth.regular_files(self.tree)

    def image(self, name: str) -> Path:
        """The image ``name``; it and its truth are made first where they are not there yet.

        :raises ProgramFailed: when a program that it needs is missing or fails.
        """
        target = self.folder / name
        if self.truth_path(name).exists():
            return target
        _remove(target)
        self.folder.mkdir(parents=True, exist_ok=True)
        recipe = self.recipes[name]
        began = time.monotonic()
        recipe.make(self, target)
        made = Truth(
            name,
            size_of(target),
            recipe.contents(self) if recipe.contents else self.files,
            recipe.encrypted(target) if recipe.encrypted else 0,
        )
        truth.write(made, self.truth_path(name))
        print(f"{name}: {made.size:,} bytes, {len(made.files)} files, {time.monotonic() - began:.1f} s", flush=True)
        return target

    def truth_path(self, name: str) -> Path:
        """Where the truth of image ``name`` stands."""
        return self.folder / f"{name}.truth.json"

    def truth(self, name: str) -> Truth:
        """What image ``name``, which is made where needed, must give."""
        self.image(name)
        return truth.read(self.truth_path(name))

    def scratch(self, name: str) -> Path:
        """An empty folder for the work on one image."""
        folder = self.folder / ".scratch" / name
        _remove(folder)
        folder.mkdir(parents=True)
        return folder


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files of a folder without links."""
    if path.is_dir():
        return sum(file.lstat().st_size for file in path.rglob("*") if file.is_file() and not file.is_symlink())
    return path.stat().st_size


def copy_files(workshop: Workshop, target: Path) -> Path:
    """The tree without its links, for formats that cannot hold any."""
    for path in workshop.files:
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(workshop.tree / path, file)
    return target


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
