"""Scripts: what shells assign and write, and the objects of programs; comments and help say nothing."""

from __future__ import annotations

import contextlib

import pytest

from scanner.detect.settings.registry import BY_FORMAT
from scanner.detect.settings.views.memory import memory
from scanner.types import LimitReached, Limits

Settings = list[tuple[str, str]]
E = "module/exports"
PIECES = ["'", '"', "`", "\\", "$(", "${", "<<a\n", "a=", "a:", "/*", "-a ", "! ", "\\\n", "a:  ", "{", "\n=", '\\"']


def read(name: str, text: str) -> Settings:
    """(path, value) of every setting of the script ``name``."""
    return [("/".join(s.path), s.value) for s in BY_FORMAT["text:script"].read(memory(text, name), Limits())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A=1 B='x y' ./run --c d\n", [("A", "1"), ("B", "x y"), ("run/--c", "d")]),
        ("export A=$HOME/x # B=1\n", [("A", "$HOME/x")]),
        ("if true; then A=1; else A=2; fi\n", [("A", "1"), ("A", "2")]),
        ("echo A=1\nprintf 'B=2'\n", []),
        ("echo A=1 >> .env\n", [("echo/A", "1")]),
        ('tee x.ini <<-"END"\n\tA=1\nEND\nB=2\n', [("here", "\tA=1\n"), ("B", "2")]),
        (": <<'END'\nA=1\nEND\nB=2\n", [("B", "2")]),
        ("usage() { cat <<EOF\nA=1\nEOF\n}\n", []),
        ("cat <<EOF >x\nA=1\n", []),
        ("words of a text\n", []),
    ],
)
def test_shells(text: str, expected: Settings) -> None:
    assert read("run.sh", text) == expected
    assert read("run", "#!/usr/bin/env bash\n" + text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "c.py",
            "ml = {\n  'face': {'on': True, \"n\": 1},  # 'off': 1\n}\n",
            [("ml/face/on", "True"), ("ml/face/n", "1")],
        ),
        ("c.py", "x: dict[str, int] = {'a': 'b' 'c', }\ny = [{'d': f(1)}]\n", [("x/a", "bc"), ("y[0]/d[0]", "1")]),
        ("c.py", "def f():\n    x = {'a': 1}\n    g({'b': 2})\n", []),
        ("c.py", '"""Help:\n\nx = {"a": 1}\n"""\n# y = {"a": 1}\n', []),
        (
            "c.js",
            "module.exports = { f: { on: true }, /* n: 1 */ u: `v` };\n",
            [(f"{E}/f/on", "true"), (f"{E}/u", "v")],
        ),
        (
            "c.js",
            "export default {\n  'a': [1, {b: \"c\"}] // d: 1\n}\n",
            [("default/a[0]", "1"), ("default/a[1]/b", "c")],
        ),
        ("c.js", "/*\nconst x = { a: 1 };\n*/\nconst y = {};\n", []),
        ("c.c", "int x = 1;\n", []),
    ],
)
def test_objects_of_programs(name: str, text: str, expected: Settings) -> None:
    assert read(name, text) == expected


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("name", ["x.sh", "x.py"])
def test_hostile_repetition_ends(name: str, piece: str) -> None:
    assert isinstance(read(name, piece * 20_000), list)
    with contextlib.suppress(LimitReached):
        assert isinstance(read("x.js", "x = {" + piece * 20_000), list)
