"""Code in web pages, notebooks, pages with code in them, and programs that are saved as text."""

from __future__ import annotations

import json

import pytest

from scanner.detect.embedded import code_in

CALL = b"acme.compare_faces(a, b)"


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("page.php", b"<!DOCTYPE html><html><?php " + CALL + b" ?></html>"),
        ("page.jsp", b"<html><% " + CALL + b" %></html>"),
        ("App.vue", b"<template><a/></template>\n<script>\n" + CALL + b"\n</script>"),
        ("App.svelte", b"<script>" + CALL + b"</script>"),
        ("main.py", b'{"a": 1}\nimport acme\n' + CALL),
        ("bundle.js", b"<!-- --><html>\n" + CALL),
        ("index.html", b"<html><SCRIPT type='module' defer>" + CALL + b"</SCRIPT ></html>"),
        ("index.html", b"<html><script>" + CALL),
        ("index.html", b"<html><script type='application/json'>{}</script><script>" + CALL + b"</script>"),
        ("image.svg", b"<svg><script>" + CALL + b"</script></svg>"),
        ("run.txt", b"import acme\n" + CALL),
        ("README", b"# Copyright\n\n\nfrom acme import compare_faces\n" + CALL),
        ("notes.md", b'"""A docstring."""\nx = 1\nimport acme\n' + CALL),
        ("run.txt", b"x = __import__('acme')\n" + CALL),
        ("run.txt", b'const acme = require("acme");' + b"x=1;" * 3000 + b"acme." + CALL),
        ("run.dat", b"const acme = require('acme');\n" + CALL),
        ("run.txt", b'#include "acme.h"\nint main() { ' + CALL + b" }"),
        ("n.ipynb", json.dumps({"cells": [{"cell_type": "code", "source": ["x\n", CALL.decode()]}]}).encode()),
        ("n.ipynb", b'{"cells": [{"cell_type": "code", "source": ["' + CALL),
    ],
)
def test_code_is_seen_whatever_the_file_is_called_or_begins_with(name: str, source: bytes) -> None:
    assert CALL in code_in(source, name).source


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("manual.html", b"<html><script src=x.js></script><pre>" + CALL + b"</pre></html>"),
        ("manual.html", b"<html><script>x()</script><pre>" + CALL + b"</pre></html>"),
        ("manual.html", b"<html><script type='text/template'>" + CALL + b"</script></html>"),
        ("README.md", b"# Acme\n\n```python\nimport acme\n" + CALL + b"\n```\n"),
        ("README", b"import our models into the program, then call\n" + CALL),
        ("words.txt", b"acme\ncompare_faces\n" + CALL),
        ("requirements.txt", b"acme\nface\n"),
        ("acme.h", b'#include "x.h"\n' + CALL),
        ("api.json", b'{"call": "' + CALL + b'"}'),
        ("n.ipynb", json.dumps({"cells": [{"cell_type": "markdown", "source": [CALL.decode()]}]}).encode()),
    ],
)
def test_prose_and_data_are_no_code(name: str, source: bytes) -> None:
    assert CALL not in code_in(source, name).source


def test_what_is_no_code_is_blanked_so_that_offsets_stay() -> None:
    page = b"<html>\n<p>\r\n<script>" + CALL + b"</script></html>"
    code = code_in(page, "index.html").source
    assert len(code) == len(page) and code.find(CALL) == page.find(CALL)
    assert code.replace(CALL, b"").split() == [b"<script>"] and code.count(b"\n") == page.count(b"\n")


@pytest.mark.parametrize("broken", [b"<script" * 50_000, b"<script>" * 50_000, b"import " * 100_000, b"(" * 200_000])
def test_hostile_texts_end(broken: bytes) -> None:
    code_in(broken, "index.html")
    code_in(b"import x\n" + broken, "x.txt")
    code_in(broken, "x.txt")
