"""What an image must give: the size and SHA-256 of every regular file that went into it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Content:
    """One file: bytes and SHA-256 in hex."""

    size: int
    sha256: str


Files = Mapping[str, Content]
"""Path below the tree → content. Empty files are left out: nothing of them can be lost."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What one image must give."""

    image: str
    size: int
    files: Files
    encrypted: int = 0
    """Bytes that must be unread; then ``files`` are those that must not come out."""


def regular_files(tree: Path) -> dict[str, Content]:
    """Every regular file with content below ``tree``; links are not followed."""
    found = {}
    for path in sorted(tree.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.stat().st_size:
            found[path.relative_to(tree).as_posix()] = content(path.read_bytes())
    return found


def content(data: bytes) -> Content:
    """Size and digest of ``data``."""
    return Content(len(data), hashlib.sha256(data).hexdigest())


def below(files: Files, folders: Iterable[str]) -> dict[str, Content]:
    """Those of ``files`` that lie in one of ``folders``."""
    starts = tuple(f"{folder}/" for folder in folders)
    return {path: found for path, found in files.items() if path.startswith(starts)}


def write(truth: Truth, target: Path) -> None:
    """Write ``truth`` as JSON."""
    target.write_text(json.dumps(asdict(truth), indent=1) + "\n")


def read(source: Path) -> Truth:
    """The truth that :func:`write` wrote."""
    document = json.loads(source.read_text())
    files = {path: Content(**found) for path, found in document.pop("files").items()}
    return Truth(files=files, **document)
