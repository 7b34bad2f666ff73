"""Imports of scripts: what counts, what is a comment, what is broken."""

from __future__ import annotations

import pytest

from scanner.detect.scripts import Scripts
from scanner.types import FactKind, LimitReached, Limits, Place
from tests.detect.vocabulary import observe, subject

M, C, P, N = FactKind.IMPORT, FactKind.CLASS, FactKind.PACKAGE, FactKind.NEEDED


def look(tmp_path, name, text):
    (tmp_path / "node").write_bytes(text if isinstance(text, bytes) else text.encode())
    return observe(Scripts(), tmp_path / "node", f"x!/{name}", "text:script")


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.py", "import os, example_face as f", {(M, "example_face")}),
        ("a.py", "from example_face import (\n  x,\n  compare)", {(M, "example_face"), (M, "example_face.compare")}),
        ("a.py", "def f():\n    import example_face.compare.fast", {(M, "example_face"), (M, "example_face.compare")}),
        ("a.py", "m = importlib.import_module('example_face')", {(M, "example_face")}),
        ("a.py", "l = ctypes.CDLL('/opt/libexample_face.so')", {(N, "libexample_face.so")}),
        ("a.py", "print 'python 2'\nimport example_face\n", {(M, "example_face")}),
        ("a.py", "exec('import example_face')", {(M, "example_face")}),
        ("a.py", "exec(\"exec('import example_face')\")", {(M, "example_face")}),
        ("start", "#!/usr/bin/env python3\nimport example_face\n", {(M, "example_face")}),
        ("start", "import example_face\n", {(M, "example_face")}),
        ("a.js", "const f = require('example-face')", {(M, "example-face"), (P, "npm:example-face")}),
        ("a.js", "a();import{x}from'@example/face/dist/x.js';", {(M, "@example/face"), (P, "npm:@example/face")}),
        (
            "a.js",
            'const g = "src/**/*.js"; await import("example-face")',
            {(M, "example-face"), (P, "npm:example-face")},
        ),
        (
            "a.html.js",
            '<script src="https://cdn.jsdelivr.net/npm/example-face@0.22.2/dist/x.min.js">',
            {(M, "example-face"), (P, "npm:example-face")},
        ),
        (
            "a.js",
            'importScripts("https://unpkg.com/@example/face/x.js")',
            {(M, "@example/face"), (P, "npm:@example/face")},
        ),
        ("A.java", "package a;\nimport com.example.face.Engine;\n", {(C, "com.example.face.")}),
        ("A.java", "import static com.example_face.Engine.match;\r\n", {(C, "com.example_face.Engine")}),
        ("A.java", '  System.loadLibrary("example_face");', {(N, "libexample_face.so")}),
        ("a.kt", "import com.example.face.Engine as E\n", {(C, "com.example.face.")}),
        ("a.cs", '[DllImport("face.dll")] static extern int f();', {(N, "Face.dll")}),
    ],
)
def test_imports(tmp_path, name, text, expected):
    seen = look(tmp_path, name, text)
    assert {(o.kind, o.value) for o in seen} == expected
    assert {o.place for o in seen} == {Place.SCRIPT}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "# import example_face\nx = 'import example_face'"),
        ("a.py", '"""\nimport example_face\n"""\n'),
        ("a.py", "from .example_face import x\nexample_face = 1"),
        ("a.py", "import my_example_face, example_faces"),
        ("a.js", "// const f = require('example-face')\n/*\n require('example-face')\n*/"),
        ("a.js", "require(name + 'example-face')"),
        ("A.java", "/**\n * x\n import com.example.face.Engine;\n */\n// import com.example.face.Engine;"),
        ("A.java", "important com.example.face.Engine;"),
        ("run", "#!/bin/sh\nimport example_face\n"),
        ("empty.py", ""),
    ],
)
def test_no_imports(tmp_path, name, text):
    assert look(tmp_path, name, text) == []


def test_code_after_a_comment_counts(tmp_path):
    assert look(tmp_path, "a.js", "/* licence */\nrequire('example-face')")
    assert look(tmp_path, "A.java", "/*\n licence\n */\nimport com.example.face.Engine;")


def test_offset_is_in_bytes_and_repeats_are_counted(tmp_path):
    text = "# äöü\r\nx = 1\r\nimport example_face\r\nif x:\r\n  import example_face\r\n"
    (one,) = look(tmp_path, "a.py", text)
    assert one.offset == text.encode().index(b"import")
    assert one.count == 2


@pytest.mark.parametrize(
    "tail",
    [
        b"\n" + b"(" * 100_000,
        b"\nx = " + b"-" * 200_000 + b"1",
        b"\nx = a" + b".b" * 100_000,
        b"\n\0",
        b"\n\xff\xfe",
        b"\n" + b"#" * (1 << 20),
    ],
)
def test_hostile_python_still_shows_its_imports(tmp_path, tail):
    assert [o.value for o in look(tmp_path, "a.py", b"import example_face" + tail)] == ["example_face"]


def test_hostile_javascript_ends(tmp_path):
    assert look(tmp_path, "a.js", b"import " * 200_000 + b"from " * 200_000 + b"/*\n" * 10_000 + b"example-face") == []


def test_a_huge_script_is_a_limit(tmp_path):
    (tmp_path / "node").write_text("import example_face\n")
    with subject(tmp_path / "node", "a.py", "text:script", Limits(config_bytes=4)) as one, pytest.raises(LimitReached):
        list(Scripts().observe(one))
