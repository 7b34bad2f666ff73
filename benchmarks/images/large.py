"""Two SquashFS images for the cost of unpacking: one of 500 MB of real libraries, one of 100,000 small files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from benchmarks.images.programs import run
from benchmarks.places import WORK

IMAGE_BYTES = 500_000_000
MANY = 100_000
_FOLDER = WORK / "images" / "large"
_PLACES = ("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/libexec", "/usr/bin")
_LEAST, _MOST = 4_096, 400_000_000
_SHARE = 0.36
"""What gzip leaves of libraries, about: tells how many to take."""


def libraries() -> Path:
    """SquashFS (gzip) of this machine's own libraries and programs, of about 500 MB."""
    image = _FOLDER / "libraries.sqfs"
    if not image.exists():
        tree = _FOLDER / "libraries"
        shutil.rmtree(tree, ignore_errors=True)
        tree.mkdir(parents=True)
        _link_libraries(tree)
        _pack(tree, image)
        shutil.rmtree(tree)
    return image


def many_files() -> Path:
    """SquashFS (gzip) of 100,000 small text files in 500 folders."""
    image = _FOLDER / "many.sqfs"
    if not image.exists():
        tree = _FOLDER / "many"
        shutil.rmtree(tree, ignore_errors=True)
        for number in range(MANY):
            folder = tree / f"d{number % 500:03d}"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"f{number}.txt").write_text(f"key{number}=value face{number}\n" * 8)
        _pack(tree, image)
        shutil.rmtree(tree)
    return image


def _pack(tree: Path, image: Path) -> None:
    part = image.with_suffix(".part")
    run(("mksquashfs", tree, part, "-noappend", "-all-root", "-no-progress", "-quiet"), tree)
    part.rename(image)


def _link_libraries(tree: Path) -> None:
    """Regular files of the machine as hard links (copies across file systems), each once, until there are enough."""
    wanted, seen = IMAGE_BYTES / _SHARE, set()
    for place in filter(os.path.isdir, _PLACES):
        for folder, folders, names in os.walk(place):
            folders.sort()
            for name in sorted(names):
                source = Path(folder, name)
                found = source.lstat()
                if source.is_symlink() or found.st_ino in seen or not _LEAST < found.st_size < _MOST:
                    continue
                seen.add(found.st_ino)
                _link(source, tree / source.relative_to("/"))
                wanted -= found.st_size
                if wanted < 0:
                    return


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copyfile(source, target)
