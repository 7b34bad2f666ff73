"""JSON and JSON5 beyond the cases of all readers: spelling, what a skimming reader may leave out, where files break."""

from __future__ import annotations

import json

import pytest

from scanner.detect.settings.interface import ALWAYS, Setting, Wanted
from scanner.detect.settings.nested import json as reader
from scanner.detect.settings.nested.json import Json
from scanner.formats.source import Source
from scanner.types import LimitReached, Limits, ParseFailure

WANTED = Wanted(frozenset({"enabled", "faces", "name"}))


def settings(folder, data, limits=None, wanted=None):
    """(settings before the end or the break, error)."""
    file = folder / "file"
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    seen: list[Setting] = []
    with Source(file, "file") as source:
        try:
            if wanted is None:
                seen.extend(Json().read(source, limits or Limits()))
            else:
                seen.extend(Json().skim(source, limits or Limits(), wanted))
        except (ParseFailure, LimitReached) as error:
            return seen, error
    return seen, None


def pairs(seen):
    return [("/".join(setting.path), setting.value) for setting in seen[0]]


JSON5 = """// of https://spec.json5.org
{
  unquoted: 'single "quotes"', $id_1: "a\\
b", 'quoted key': .5, hex: 0xDecaf, minus: -0x10, plus: +1, dot: 7., e: +1e3,
  infinite: [Infinity, -Infinity, NaN,], /* "commented": 1, */ true: null,
  escapes: '\\x41\\'\\v\\0\\q', größe: 1, "pair": "\\ud83d\\ude00",
}
"""


def test_json5(tmp_path):
    seen = settings(tmp_path, JSON5)
    assert seen[1] is None
    assert pairs(seen) == [
        ("unquoted", 'single "quotes"'),
        ("$id_1", "ab"),
        ("quoted key", "0.5"),
        ("hex", "912559"),
        ("minus", "-16"),
        ("plus", "1"),
        ("dot", "7"),
        ("e", "1e3"),
        ("infinite[0]", "Infinity"),
        ("infinite[1]", "-Infinity"),
        ("infinite[2]", "NaN"),
        ("true", "null"),
        ("escapes", "A'\v\0q"),
        ("größe", "1"),
        ("pair", "\N{GRINNING FACE}"),
    ]
    assert [JSON5.encode()[s.offset :][:4] for s in seen[0]][2] == b".5, "


@pytest.mark.parametrize(
    "data",
    [
        "{a b: 1}", "{1a: 1}", "{'a: 1}", "{a: 0x}", "{a: 1.2.3}", "{a: +}", "{a: tru}", "{a: truex}", "{a: '\\u12'}",
        "{a: '\\x4'}", "{a: 1 b: 2}", "{a: 1,, b: 2}", "[1,,2]", "{,}", "[,]", "{a}", "{a: }", "[1}", "{a: 1]", "1,2",
        "[1],", "{a: 1} /* never closed", "{a: 1, /* never closed */", "{/", "[1, /", "{\"a\" \"b\"}", "[[1] [2]]",
        "{a: {} b: {}}", "}", "]", "'", "{a: [1, 2}", "-", "{a: .}",
    ],
)  # fmt: skip
def test_what_is_no_json5_is_a_parse_failure(tmp_path, data):
    assert isinstance(settings(tmp_path, data)[1], ParseFailure)
    # Escapes are read only where the value is.
    assert "\\" in data or isinstance(settings(tmp_path, data, wanted=WANTED)[1], ParseFailure)


@pytest.mark.parametrize(
    ("data", "before"),
    [
        ('{"enabled": 1', "1"),
        ('{"enabled": "x" "b": 2}', "x"),
        ('{"faces": [1, 2', "12"),
        ('{"faces": [1, "two" 3]}', "1two"),
        ('{"faces": {"b": [1, [2, 3], {"c": 4, "d" 5}]}}', "1234"),
        ('{"enabled": 1, "b": {"c": 2}, "name": 3, x', "13"),
        ('{"enabled": 1}\n{"enabled": 2}\n{"enabled":', "12"),
    ],
)
def test_nothing_is_lost_before_a_break(tmp_path, data, before):
    seen, error = settings(tmp_path, data, wanted=WANTED)
    assert isinstance(error, ParseFailure)
    assert "".join(s.value for s in seen) == before


def test_a_break_tells_where(tmp_path):
    assert str(settings(tmp_path, '{"a": 1,} 2, 3')[1]) == "JSON breaks at byte 11 where a value is expected"
    assert str(settings(tmp_path, '{"ä": 1, ?}')[1]) == "JSON breaks at byte 10 where a key with its value is expected"
    assert str(settings(tmp_path, "[1 2]")[1]) == "JSON breaks at byte 1 where a comma or the end is expected"
    assert str(settings(tmp_path, "[1, ")[1]) == "JSON ends where a value is expected"


DOCUMENT = {
    "cameras": [
        {"id": 1, "enabled": True, "zones": [{"x": 1, "y": 2}, {"x": 3, "y": 4}], "tags": ["a", "b"]},
        {"id": 2, "Enabled": 'no, "never": {1}', "box": {"x": 1, "name": "front"}, "none": {}},
        7,
        "text",
        [1, [2, {"enabled": [1, {"deep": 1}]}]],
        {"t:Faces": [{"person": "A"}, {"person": {"first": "B"}}, "C"], "faces[1]": {"a": "b"}},
    ],
    "exec": "a ! b",
    "inner": ['{"enabled": true}', " [1]", "KEY=1", "two\nlines", "not =1", "hi! there"],
    "enabled": {"a": [1, 2, 3]},
}
VIEWED = ["a ! b", '{"enabled": true}', " [1]", "KEY=1", "two\nlines", "hi! there"]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("many", [1, 400])
def test_a_skimming_reader_leaves_out_only_what_is_not_wanted(tmp_path, indent, many):
    text = "\n".join([json.dumps({**DOCUMENT, "more": [0] * many + [DOCUMENT]}, indent=indent)] * 2)
    every = settings(tmp_path, text)[0]
    skimmed, error = settings(tmp_path, text, wanted=WANTED)
    assert error is None
    assert [s for s in every if s in set(skimmed)] == skimmed
    named = [s for s in every if any(WANTED.may(name) for name in s.path)]
    viewed = [s for s in every if s.value in VIEWED]
    assert set(named) | set(viewed) == set(skimmed)
    assert len(skimmed) < len(every)
    assert ("[1]", f"more[{many}]", "cameras[4][1][1]", "enabled[1]", "deep") in {s.path for s in skimmed}


def test_offsets_in_every_encoding(tmp_path):
    text = '{"ключ": "значение", "кадр": [{"x": 1}, {"enabled": "да"}], "enabled": "人脸"}'
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"):
        data = text.encode(encoding)
        seen = settings(tmp_path, data, wanted=WANTED)[0]
        assert [s.value for s in seen] == ["да", "人脸"]
        mark = len("".encode(encoding))
        name = encoding + "-le" if encoding in ("utf-16", "utf-32") else encoding.removesuffix("-sig")
        assert [s.offset for s in seen] == [mark + len(text[: text.index(f'"{s.value}')].encode(name)) for s in seen]


def test_no_text_is_said(tmp_path):
    for data, said in ((b'{"a": "\0"}', "NUL"), (b"\xff\xfe{\x00\x00", "utf-16-le"), (b"\xef\xbb\xbf\xff", "utf-8")):
        assert said in str(settings(tmp_path, data)[1])


def test_the_depth_is_counted_in_what_is_passed_over(tmp_path):
    limits = Limits(config_depth=3)
    for data, fails in (
        ('{"a": {"b": [1, 2]}}', False),
        ('{"a": {"b": {"c": []}}}', True),
        ('{"a": [{"c": []}]}', True),
        ('[{"c": [1]}]', False),
        ('{"a": {"b": [[1], 2]}}', True),
        ('{"a": {"b": [{"c": 1}]}}', True),
        ('{"a": [{"b": 1}]}', False),
        ("[[[[]]]]", True),
    ):
        for wanted in (None, WANTED):
            error = settings(tmp_path, data, limits, wanted)[1]
            assert isinstance(error, LimitReached) is fails, data


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": ' + b"1" * 20_000 + b"}",
        b'{"' + b"k" * 20_000 + b'": 1}',
        b"[" + b"1," * 10_000 + b"1]",
        b"[" + b"[]," * 10_000 + b"1]",
        b"[" + b"[1]," * 6_000 + b"{}]",
        b"{" + b"".join(b'"k%d":1,' % i for i in range(3_000)) + b"}",
        b'["' + b"\\\\" * 10_000 + b'"]',
        b'["' + b'\\"' * 10_000 + b'"]',
        b"/" * 10_000,
        b"/*" * 5_000,
        b"[" + b"/**/" * 5_000 + b"]",
        b"{" * 150 + b'"a":1,' * 3_000,
        b'{"a":1' + b" " * 20_000 + b"x",
        b'"' * 10_001,
        b"'\"" * 5_000,
        b"{" + b"a" * 20_000,
        b"1 " * 5_000,
        b'{"a":{"b":1,' * 199,
    ],
)
def test_long_files_of_one_kind_end(tmp_path, data):
    for wanted in (None, WANTED):
        _, error = settings(tmp_path, data, wanted=wanted)
        assert error is None or isinstance(error, (ParseFailure, LimitReached))


def test_what_is_remembered_of_keys_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "_REMEMBERED", 10)
    data = (
        "{"
        + ",".join(f'"k{number}": {number}, "{"long" * 200}{number}": 1' for number in range(50))
        + ', "enabled": 1}'
    )
    wanted = Wanted(frozenset({"enabled", "k7"}))
    assert [s.value for s in settings(tmp_path, data, wanted=wanted)[0]] == ["7", "1"]
    assert len(reader._keys(wanted)) <= 11
    assert len(reader._NAMES) <= 11


def test_what_views_look_at_is_never_left_out():
    assert {"name", "value", "environment", "command", "args"} <= ALWAYS
    assert all(name == name.lower() for name in ALWAYS)


def test_of_a_long_value_the_beginning_is_told_and_so_is_that(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MAX_VALUE", 100)
    data = '{"name": "' + "é" * 90 + '", "x": "' + "y" * 200 + '", "enabled": true, "faces": ["' + "z" * 101 + '"]}'
    seen, error = settings(tmp_path, data, wanted=WANTED)
    assert isinstance(error, LimitReached)
    assert [s.value for s in seen] == ["é" * 49, "true", "z" * 99]
    assert settings(tmp_path, '{"x": "' + "y" * 200 + '"}', wanted=WANTED) == ([], None)


def test_maps_and_lists_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MAX_CONTAINERS", 20)
    seen, error = settings(tmp_path, '{"enabled": 1, "x": [' + "[[1], {}]," * 30 + "1]}", wanted=WANTED)
    assert ([s.value for s in seen], type(error)) == (["1"], LimitReached)
    assert settings(tmp_path, '{"enabled": 1, "x": [' + '[1], {"a": 1},' * 30 + "1]}", wanted=WANTED)[1] is None
