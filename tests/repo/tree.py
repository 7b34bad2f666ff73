"""The repository as its own tests see it: where its files are, and Python files as syntax trees. Needs no git."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("scanner", "vendor_samples", "tests", "benchmarks", "signatures", "docs")
_HIDDEN = {"__pycache__", "build", "dist", "node_modules"}

FLOORS = (
    "types", "text", "ledger", "workdir", "sandbox", "formats", "unpack", "catalogue", "fingerprints", "detect",
    "examine", "cache", "survey", "match", "assess", "document", "compare", "report", "record", "screening",
    "authoring", "cli",
)  # fmt: skip
"""The rooms of docs/architecture.md, ground floor first: a room imports from itself and from floors below."""

SHARED_ROOM = {"inventory": "screening"}
"""Modules beside ``screening.py`` that belong to its room."""


def walk(*folders: str, suffix: str = "") -> Iterator[Path]:
    """Every file below ``folders`` of the repository, links not followed, caches and hidden folders left out."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
            inner = path.relative_to(ROOT).parts
            if path.is_file() and not any(part in _HIDDEN or part.startswith(".") for part in inner[:-1]):
                yield path


def name_of(path: Path) -> str:
    """``path`` as the repository's own paths are written."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def module_name(path: Path) -> str:
    """``scanner/unpack/tail.py`` is ``scanner.unpack.tail``, a package's ``__init__.py`` the package."""
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts)
