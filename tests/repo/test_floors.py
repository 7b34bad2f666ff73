from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest

from tests.repo import imports as reader
from tests.repo.imports import all_imports, floor_of, imports, modules, room_of
from tests.repo.tree import FLOORS, ROOT


def test_every_module_lives_in_a_room_of_the_plan():
    rooms = {room_of(module) for module in modules()} - {None}
    assert rooms <= set(FLOORS)


def test_a_room_imports_only_from_floors_below():
    upward = [
        str(entry)
        for entry in all_imports()
        if floor_of(entry.imported) > floor_of(entry.importer) and entry.imported != "scanner"
    ]
    assert upward == []


def test_only_the_command_line_uses_the_public_package():
    users = {entry.importer for entry in all_imports() if entry.imported == "scanner" and entry.name != "__version__"}
    assert {user for user in users if room_of(user) not in {None, "cli"}} == set()


def test_no_module_imports_itself_in_a_circle():
    graph: dict[str, set[str]] = {module: set() for module in modules()}
    for entry in all_imports():
        if not entry.typing_only and entry.imported != entry.importer and entry.name != "__version__":
            graph[entry.importer].add(entry.imported)
    graph["scanner"] = set()  # loads its public names on first use
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))


def test_the_reader_of_imports_sees_every_way_to_write_one(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.repo.tree.ROOT", tmp_path)
    source = tmp_path / "scanner" / "match" / "graph.py"
    source.parent.mkdir(parents=True)
    source.write_text(
        "from __future__ import annotations\n"
        "from typing import TYPE_CHECKING\n"
        "from scanner import text\n"
        "from ..types import Node\n"
        "from . import proofs\n"
        "import json, scanner.ledger\n"
        "if TYPE_CHECKING:\n    from scanner.cli.main import main\n"
        "def late():\n    from scanner.report import html\n"
    )
    names = ["text", "types", "match.proofs", "ledger", "cli.main", "report.html", "match.graph"]
    known = frozenset({"scanner", *(f"scanner.{name}" for name in names)})
    found = {(entry.imported, entry.typing_only) for entry in imports(source, known)}
    expected = {"scanner.text", "scanner.types", "scanner.match.proofs", "scanner.ledger", "scanner.report.html"}
    assert found == {*((name, False) for name in expected), ("scanner.cli.main", True)}


def test_the_plan_in_the_architecture_page_is_the_one_checked_here():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert " < ".join(FLOORS) in " ".join(page.split())
    assert reader.FLOORS is FLOORS
