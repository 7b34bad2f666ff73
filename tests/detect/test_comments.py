"""What stands only in comments of a source file is documentation; in doubt it is code."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
import yara

from scanner.detect.bytes import Bytes
from scanner.detect.comments import Prose, pieces
from scanner.detect.languages import syntax_of
from scanner.detect.searchindex import is_search_index
from scanner.types import FactKind, Place
from tests.detect.vocabulary import PHRASE, VOCABULARY, observe, subject

WORD = b"FaceIdentify"


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        (b"// FaceIdentify\nint x;\n", "a.c", True),
        (b"/*\n * FaceIdentify\n */\nint x;\n", "a.cpp", True),
        (b"# faceidentify\nx = 1\n", "a.py", True),
        (b"// FaceIdentify\nFaceIdentify();\n", "a.c", False),
        (b"/* old */ FaceIdentify();\n", "a.c", False),
        (b"/* never closed\nFaceIdentify();\n", "a.c", False),
        (b"#define RUN FaceIdentify\n", "a.c", False),
        (b"// FaceIdentify\n", "a.py", False),
        (b'"""\n/*\n"""\nFaceIdentify()\n# */\n', "a.py", False),
        (b"# FaceIdentify\n", "unknown", False),
        (b"// FaceIdentify\n" * 1100, "a.c", False),
        (b'"""Not FaceIdentify."""\nx = 1\n', "a.py", True),
        (b"def f():\n    r'''\n    FaceIdentify\n    '''\n", "a.py", True),
        (b'x = """\nFaceIdentify\n"""\n', "a.py", False),
        (b'call(\n    "FaceIdentify",\n)\n', "a.py", False),
        (b'x = "a" \\\n    "FaceIdentify"\n', "a.py", False),
        (b"x = 1  # FaceIdentify\n", "a.py", True),
        (b"x = '#'; FaceIdentify()\n", "a.py", False),
        (b"int x; /* before:\n  FaceIdentify */ int y;\n", "a.c", True),
        (b'char *u = "http://x"; FaceIdentify();\n', "a.c", False),
        (b"x = /[\"'/*]/; FaceIdentify(); /* y */\n", "a.js", False),
        (b"x = `http://a`; FaceIdentify();\n", "a.ts", False),
        (b"<!-- FaceIdentify -->\n<p></p>\n", "a.vue", True),
        (b"<?php\n// FaceIdentify\n# FaceIdentify\n/* FaceIdentify */\n", "a.php", True),
        (b"-- FaceIdentify\nselect 1;\n", "a.sql", True),
        (b"FROM x\n# FaceIdentify\n", "Dockerfile", True),
        (b"FROM FaceIdentify\n", "Dockerfile", False),
        (b"#!/bin/sh\n# FaceIdentify\n", "start", True),
        (b"# x\rFaceIdentify()\r", "a.py", False),
        (b"// x\rFaceIdentify()\r", "a.js", False),
        (b'"""About FaceIdentify()."""\nprint(__doc__)\n', "a.py", True),
        (b'"""\nFaceIdentify()\n"""\nexec(__doc__)\n', "a.py", False),
        (b"x=1;" * 600 + b"/*" + b"FaceIdentify();" * 200 + b"*/\n", "a.js", False),
    ],
)
def test_comments(source: bytes, name: str, expected: bool) -> None:
    assert Prose(source, name).holds(WORD) is expected


@pytest.mark.parametrize(("before", "place"), [("# ", Place.DOCUMENT), ("x = '", Place.SCRIPT)])
@pytest.mark.parametrize("text", [PHRASE, "FIRST-HALF SECOND-HALF"])
def test_a_hit_in_a_comment_stands_in_a_document(tmp_path, before, place, text):
    (tmp_path / "node.py").write_text(f"{before}{text}\n")
    (one,) = observe(Bytes(), tmp_path / "node.py", "x!/node.py", "text:script")
    assert one.place is place


@pytest.mark.parametrize(
    ("line", "name", "sentence"),
    [
        (b'raise E("FaceIdentify is not there: pip install it")', "a.py", True),
        (b'throw new Error("FaceIdentify cannot be used here");', "a.ts", True),
        (b'log("see FaceIdentify")', "a.js", True),
        (b'library.get("FaceIdentify")', "a.py", False),
        (b'log("FaceIdentify() failed in this run.")', "a.py", True),
        # Code in a text, and names that are loaded one by one.
        (b'for n in "FaceIdentify FaceMatch Face_Open".split(): load(n)', "a.py", False),
        (b'exec("lib.FaceIdentify(one, two)")', "a.py", False),
        (b'eval("a.load(b) , new FaceIdentify(d)")', "a.js", False),
        (b'exec("from acme import FaceIdentify")', "a.py", False),
        (b'ffi.cdef("int FaceIdentify(int *a);")', "a.py", False),
        (b'sh -c "exec FaceIdentify with this"', "a.sh", False),
        (b'x = "about FaceIdentify here"; FaceIdentify()', "a.py", False),
    ],
)
def test_a_name_in_a_message_is_no_use_of_it(line, name, sentence):
    prose = Prose(line + b"\n", name)
    assert prose.holds(WORD, name=True) is sentence
    assert not prose.holds(WORD)


@pytest.mark.parametrize("unit", [b"/*", b'\\"', b"(/[", b"'", b'"""\\', b"`", b"--[["])
@pytest.mark.parametrize("name", ["a.py", "a.js", "a.c", "a.sh", "a.lua"])
def test_marks_that_never_close_are_looked_through_once(unit, name):
    source = unit * 2000
    calls = len(list(pieces(source, syntax_of(name).rules)))
    assert calls <= len(source)


def test_a_rule_of_two_parts_mentions_where_one_part_stands_in_prose(tmp_path):
    (tmp_path / "node.py").write_text('"""Not SECOND-HALF."""\nx = "FIRST-HALF"\n')
    (one,) = observe(Bytes(), tmp_path / "node.py", "x!/node.py", "text:script")
    assert one.place is Place.DOCUMENT


@pytest.mark.parametrize(("text", "place"), [("compare_faces()", Place.SCRIPT), ("# compare_faces()", Place.DOCUMENT)])
def test_a_docstring_beside_code_hides_nothing(tmp_path, text, place):
    (tmp_path / "node.py").write_text(f'"""About {PHRASE}."""\n{text.replace("compare_faces", PHRASE)}\n')
    (one,) = observe(Bytes(), tmp_path / "node.py", "x!/node.py", "text:script")
    assert one.place is place


@pytest.mark.parametrize(
    ("form", "value", "place"),
    [
        ("pyc", "example.compare_faces", Place.DOCUMENT),
        ("elf", "example.compare_faces", Place.TEXT),
        ("pyc", "compare_faces", Place.TEXT),
        ("pyc", "compare_faces.example.com", Place.TEXT),
    ],
)
def test_both_parts_of_a_name_together_are_a_sentence_of_compiled_python(tmp_path, form, value, place):
    node = tmp_path / "node.bin"
    node.write_bytes(b"\xa7\r\r\n" + f"see {value} here".encode())
    rules = yara.compile(source=f'rule p1 {{ strings: $p1 = "{value}" condition: $p1 }}')
    vocabulary = replace(VOCABULARY, rules=rules, patterns={"$p1": ((FactKind.STRING, value),)})
    with subject(node, "x!/node.bin", form) as seen:
        (one,) = Bytes().observe(replace(seen, vocabulary=vocabulary))
    assert one.place is place


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("x!/res/values-de/strings.xml", Place.DOCUMENT),
        ("x!/www/locales/de.json", Place.DOCUMENT),
        ("x!/Resources.resx", Place.DOCUMENT),
        ("x!/walk.ipynb", Place.DOCUMENT),
        ("x!/res/xml/strings.xml.conf.xml", Place.CONFIG),
        ("x!/etc/settings.json", Place.CONFIG),
    ],
)
def test_what_a_program_says_to_its_user_is_no_setting(tmp_path, path, place):
    name = path.rpartition("/")[2]
    form = "text:xml" if name.endswith(("xml", "resx")) else "text:json"
    cell = {"cell_type": "markdown", "source": [f"We {PHRASE}"]}
    text = json.dumps({"cells": [cell]}) if form == "text:json" else f"<a>We {PHRASE}, face.example.com</a>"
    (tmp_path / name).write_text(text)
    seen = {one.kind: one.place for one in observe(Bytes(), tmp_path / name, path, form)}
    assert seen[FactKind.STRING] is place
    assert seen.get(FactKind.ENDPOINT, Place.CONFIG) is Place.CONFIG


@pytest.mark.parametrize(
    ("source", "name", "index"),
    [
        (b'Search.setIndex({"docnames":["a"],terms:{"compare (faces)":0}})', "searchindex.js", True),
        (b"var searchData=\n[\n  ['a_0',['a=b',['../a.html#1',1,'']]]\n];\n", "all_0.js", True),
        (b'memberSearchIndex = [{"p":"a","l":"b(int)"}];updateSearchResults();', "member-search-index.js", True),
        (b"var searchData=['a']; run(searchData);", "all_0.js", False),
        (b"var searchData=['a']; x = y;", "all_0.js", False),
        (b"var searchData=[`${run}`];", "all_0.js", False),
        (b"var other=['a'];", "all_0.js", False),
        (b"var searchData=['a'];", "all_0.py", False),
    ],
)
def test_an_index_of_a_manual_is_a_list_and_does_nothing(source, name, index):
    assert is_search_index(source, name) is index


@pytest.mark.parametrize(
    ("text", "form", "place"),
    [
        ("a:\n  # {}\n  b: 1\n", "text:yaml", Place.DOCUMENT),
        ("a: '# {}'\n", "text:yaml", Place.CONFIG),
        ("; {}\n[a]\nb=1\n", "text:ini", Place.DOCUMENT),
        ("[a]\nb=1 # {}\n", "text:ini", Place.CONFIG),
        ("#{}\na=1\nb=1\n", "text:keyvalue", Place.DOCUMENT),
        ("<a><!-- {} --></a>", "text:xml", Place.DOCUMENT),
        ("<a>{}</a><!-- {} -->", "text:xml", Place.CONFIG),
        ("info: {}\nopenapi: 3.1.0\n", "text:yaml", Place.DOCUMENT),
        ('{"info": "{}", "swagger": "2.0"}', "text:json", Place.DOCUMENT),
        ('{"$defs": {"x": {}}, "a": "{}", "b": {"$ref": "#/$defs/x"}}', "text:json", Place.DOCUMENT),
        ('{"$schema": "https://json-schema.org/draft/2020-12/schema", "a": "{}"}', "text:json", Place.DOCUMENT),
        ('{"smithy": "2.0", "a": "{}"}', "text:json", Place.DOCUMENT),
        ('{"metadata": {"serviceFullName": "Example"}, "a": "{}"}', "text:json", Place.DOCUMENT),
        ('{"kind": "discovery#restDescription", "a": "{}"}', "text:json", Place.DOCUMENT),
        ('{"info": {"schema": "https://schema.getpostman.com/json/v2.1.0"}, "a": "{}"}', "text:json", Place.DOCUMENT),
        ('{"typeName": "AWS::Example::Thing", "a": "{}"}', "text:json", Place.DOCUMENT),
        ('{"api": {"name": "FacePlugin", "slug": "faceplugin", "docs": "{}"}}', "text:json", Place.DOCUMENT),
        ('{"id": 0, "variant": "project", "kind": 1, "a": "{}"}', "text:json", Place.DOCUMENT),
        ('{"compiler": {"name": "@stencil/core"}, "a": "{}"}', "text:json", Place.DOCUMENT),
        ('{"api": {"name": "{}", "slug": "x"}}', "text:json", Place.CONFIG),
        ('{"a": {"api": {"name": "x", "slug": "x"}}, "b": "{}"}', "text:json", Place.CONFIG),
        ('{"typeName": "Thing", "type": "AWS::Example::Thing", "a": "{}"}', "text:json", Place.CONFIG),
        ('{"kind": "discovery", "schema": "https://schema.example.com/", "a": "{}"}', "text:json", Place.CONFIG),
        ("a: {}\n  openapi: 3.1.0\nx_openapi: 3\n", "text:yaml", Place.CONFIG),
    ],
)
def test_a_remark_in_settings_or_a_description_sets_nothing(tmp_path, text, form, place):
    (tmp_path / "settings").write_text(text.replace("{}", PHRASE))
    (one,) = observe(Bytes(), tmp_path / "settings", "x!/settings", form)
    assert one.place is place
