"""``facescreen doctor`` says what is missing, what is lost by it and where to get it."""

from __future__ import annotations

from pathlib import Path

from scanner.unpack.tools import TOOLS
from tests.cli.program import run


def test_missing_programs_are_named_with_their_package(tmp_path: Path) -> None:
    done = run("doctor", PATH=str(tmp_path), COLUMNS="200")
    said = done.stdout.decode()
    assert done.returncode == 0
    for tool in TOOLS.values():
        line = next(line for line in said.splitlines() if tool.name in line.split())
        assert tool.package in line
        assert tool.wheel or "not installed" in line
