"""Large SquashFS images for the cost of unpacking: 500 MB of real libraries, and 100,000 small files."""

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
_SHARES = {"gzip": 0.36, "xz": 0.28}
"""What a codec leaves of libraries, about: tells how many to take."""
CODECS = tuple(_SHARES)


def libraries(codec: str) -> Path:
    """SquashFS of this machine's own libraries and programs, of about 500 MB."""
    image = _FOLDER / f"libraries-{codec}.sqfs"
    if not image.exists():
        tree = _FOLDER / f"libraries-{codec}"
        shutil.rmtree(tree, ignore_errors=True)
        tree.mkdir(parents=True)
        _link_libraries(tree, IMAGE_BYTES / _SHARES[codec])
        _pack(tree, image, codec)
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
        _pack(tree, image, "gzip")
        shutil.rmtree(tree)
    return image


def _pack(tree: Path, image: Path, codec: str) -> None:
    part = image.with_suffix(".part")
    run(("mksquashfs", tree, part, "-comp", codec, "-noappend", "-all-root", "-no-progress", "-quiet"), tree)
    part.rename(image)


def _link_libraries(tree: Path, wanted: float) -> None:
    """Regular files of the machine as hard links (copies across file systems), each once, ``wanted`` bytes."""
    seen = set()
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
