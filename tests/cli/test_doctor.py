"""``facescreen doctor`` says what is missing, what is lost by it and where to get it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from click.testing import CliRunner

from scanner.cli import doctor
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


def test_the_extra_for_pdf_is_named_whether_it_is_there_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    assert "Extra [pdf]: typst " in CliRunner().invoke(doctor.doctor).output
    monkeypatch.setattr(doctor, "version", missing)
    said = " ".join(CliRunner().invoke(doctor.doctor).output.split())
    assert "Extra [pdf]: not installed" in said
    assert "no -f pdf, and a record has no record.pdf" in said
    assert "pip install 'facescreen[pdf]'" in said
