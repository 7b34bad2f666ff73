"""Who imports whom inside ``scanner``, read from the source: nothing is executed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.repo.tree import FLOORS, SHARED_ROOM, module_name, parsed, walk


@dataclass(frozen=True, slots=True)
class Import:
    """One import of one module of this package: ``typing_only`` when it stands under ``if TYPE_CHECKING``."""

    importer: str
    imported: str
    name: str
    line: int
    typing_only: bool

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    return {module_name(path): path for path in walk("scanner", suffix=".py")}


def room_of(module: str) -> str | None:
    """The room of a dotted module name; None for the package itself and its ``__main__``."""
    parts = module.split(".")
    if len(parts) == 1 or parts[1] == "__main__":
        return None
    return SHARED_ROOM.get(parts[1], parts[1])


def floor_of(module: str) -> int:
    """How high the module's room lies; the package itself, which only hands out public names, lies above all."""
    room = room_of(module)
    return len(FLOORS) if room is None else FLOORS.index(room)


def imports(path: Path, known: frozenset[str]) -> Iterator[Import]:
    """Every import of a ``known`` module in the file, at any depth, relative ones resolved."""
    typing_only = {inner for node in ast.walk(parsed(path)) if _is_typing_block(node) for inner in _below(node)}
    for node in ast.walk(parsed(path)):
        for module, name in _targets(node, path):
            target = f"{module}.{name}" if f"{module}.{name}" in known else module
            if target in known:
                yield Import(module_name(path), target, name, getattr(node, "lineno", 0), node in typing_only)


def all_imports() -> list[Import]:
    """Every import inside the package."""
    found = modules()
    return [entry for path in found.values() for entry in imports(path, frozenset(found))]


def _targets(node: ast.AST, path: Path) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, "") for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from ((_absolute(node, path), alias.name) for alias in node.names)


def _absolute(node: ast.ImportFrom, path: Path) -> str:
    if not node.level:
        return node.module or ""
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package.pop()
    base = package[: len(package) - (node.level - 1)]
    return ".".join([*base, node.module] if node.module else base)


def _is_typing_block(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def _below(node: ast.AST) -> Iterator[ast.AST]:
    assert isinstance(node, ast.If)
    for child in node.body:
        yield from ast.walk(child)
