"""What must be in the wheel. As a script: ``python3 tests/repo/wheel.py TREE WHEEL``, exit code 1 when it is not."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

MANUAL = ".data/data/share/man/man1/facescreen.1"
"""Installed as ``share/man/man1/facescreen.1`` of the environment."""


def expected(tree: Path) -> set[str]:
    """Every file of the package and of the signature pack, as the wheel must name it."""
    code = {path.relative_to(tree).as_posix() for path in _files(tree / "scanner")}
    pack = {"scanner/pack/" + path.relative_to(tree / "signatures").as_posix() for path in _files(tree / "signatures")}
    return {name for name in code if not name.startswith("scanner/pack/")} | pack


def complaints(tree: Path, wheel: Path) -> list[str]:
    """What is missing, what is too much, and what is empty: the wheel must hold real files and one top-level name."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
        broken = archive.testzip()
    metadata = {name for name in names if ".dist-info/" in name}
    manuals = {name for name in names if name.endswith(MANUAL)}
    found = names - metadata - manuals
    wanted = expected(tree)
    result = [f"missing: {name}" for name in sorted(wanted - found)]
    result += [f"too much: {name}" for name in sorted(found - wanted)]
    result += [f"damaged: {broken}"] if broken else []
    for needed in ("licenses/LICENSE", "licenses/NOTICE", "entry_points.txt"):
        if not any(name.endswith(needed) for name in metadata):
            result.append(f"missing in the metadata: {needed}")
    return result + ([] if len(manuals) == 1 else [f"missing: {MANUAL}"])


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


if __name__ == "__main__":
    problems = complaints(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
    print("\n".join(problems) or f"{Path(sys.argv[2]).name}: every file of the package and the pack, nothing else")
    sys.exit(1 if problems else 0)
