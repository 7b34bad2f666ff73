"""Views: the variables, pairs, options, pipelines and files that values hold."""

from __future__ import annotations

import pytest

from scanner.detect.settings.interface import Setting
from scanner.detect.settings.registry import BY_FORMAT
from scanner.detect.settings.views import embedded, registry
from scanner.detect.settings.views.memory import memory
from scanner.detect.settings.views.registry import viewed
from scanner.types import LimitReached, Limits, ParseFailure

Settings = list[tuple[str, str]]


def made(kind: str, text: str, limits: Limits | None = None) -> Settings:
    """(path, value) of what the views add to the settings of ``text``."""
    limits = limits or Limits()
    plain = list(BY_FORMAT[f"text:{kind}"].read(memory(text, "file"), limits))
    known = [id(setting) for setting in plain]
    return [("/".join(s.path), s.value) for s in viewed(plain, limits) if id(s) not in known]


def test_variables_in_lists_and_texts() -> None:
    assert made("yaml", "s: {environment: [VISION-FACE=True, 'B=a b', plain, 'no = x']}") == [
        ("s/environment/VISION-FACE", "True"),
        ("s/environment/B", "a b"),
    ]
    assert made("json", '{"Config": {"Env": ["A=1", "B="]}}') == [("Config/Env/A", "1"), ("Config/Env/B", "")]
    assert made("ini", '[Service]\nEnvironment="A=b c" D=e\nEnvironment=F=g\n') == [
        ("Service/Environment/A", "b c"),
        ("Service/Environment/D", "e"),
        ("Service/Environment/F", "g"),
    ]
    assert made("ini", '[program:x]\nenvironment=A="b",C="d e"\n') == [
        ("program:x/environment/A", "b"),
        ("program:x/environment/C", "d e"),
    ]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            "yaml",
            "env:\n- name: FACE\n  value: 'true'\n- value: v\n  name: W\n",
            [("env/FACE", "true"), ("env/W", "v")],
        ),
        ("yaml", "env:\n- name: A\n- name: B\n  value: x\n- value: y\n", [("env/B", "x")]),
        ("json", '{"p": [{"ParameterKey": "K", "ParameterValue": "v"}]}', [("p/K", "v")]),
        ("json", '[{"Key": "k", "Value": 1}]', [("k", "1")]),
        ("xml", '<a><add key="K" value="v"/></a>', [("a/add/K", "v")]),
        ("xml", '<a><b name="on">true</b><b>no</b></a>', [("a/b/on", "true")]),
        ("xml", "<a><p><name>n</name><value>w</value></p></a>", [("a/p/n", "w")]),
        ("xml", '<a xmlns:x="u"><m x:name="d.E" x:value="f"/></a>', [("a/m/d.E", "f")]),
        ("xml", '<a><C Name="On" Target="VF" Mode="">True</C></a>', [("a/C/VF", "True")]),
        ("yaml", "name: a\nother: {value: b}\n", []),
    ],
)
def test_pairs_of_name_and_value(kind: str, text: str, expected: Settings) -> None:
    assert made(kind, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "command: demo -m_reid r -fg /g --on",
            [("demo/-m_reid", "r"), ("demo/-fg", "/g"), ("demo/--on", "true")],
        ),
        ("command: [/usr/bin/demo, -m_reid, 'a b', --n=v]", [("demo/-m_reid", "a b"), ("demo/--n", "v")]),
        ("command: python3 -u /a/demo.py --face on", [("python3/-u", "/a/demo.py"), ("demo.py/--face", "on")]),
        ("command: env A=1 B='x y' nice demo C=2", [("A", "1"), ("B", "x y"), ("demo/C", "2")]),
        (
            "command: sh -c 'demo -x y; export Z=1'",
            [("sh/-c", "demo -x y; export Z=1"), ("sh/-c/demo/-x", "y"), ("sh/-c/Z", "1")],
        ),
        ("command: docker run -e VF=True --env=B=2 img demo -x y", [("VF", "True"), ("B", "2"), ("demo/-x", "y")]),
        ("command: echo A=1 && echo B=2 > f # C=3", [("echo/B", "2")]),
        ("command: '# demo --face'", []),
        ("command: words without any", []),
    ],
)
def test_command_lines(text: str, expected: Settings) -> None:
    assert made("yaml", text) == [(f"command/{path}", value) for path, value in expected]


def test_options_belong_to_the_program_that_a_neighbour_names() -> None:
    assert made("yaml", "c:\n  command: [demo]\n  args: [-fg, /g]\nd:\n  args: [-fg, /h]\n") == [
        ("c/args/demo/-fg", "/g"),
        ("d/args/-fg", "/h"),
    ]
    assert made("dockerfile", 'FROM x\nENTRYPOINT ["/bin/demo"]\nCMD ["-fg", "/g"]\nRUN A=1 \\\n && ./b --c\n') == [
        ("CMD/demo/-fg", "/g"),
        ("RUN/A", "1"),
        ("RUN/b/--c", "true"),
    ]


def test_pipelines() -> None:
    text = (
        "p: |\n  # a ! b\n  if ! grep x; then y\n"
        "  gst-launch-1.0 -e filesrc location=x ! gvadetect model=${M} device=CPU !\n"
        '    gvaclassify model="a b.xml"\n    ! gvaclassify model=r.xml \\\n    ! video/x-raw,width=1 ! fakesink\n'
    )
    assert made("yaml", text) == [
        (f"p/pipeline/{path}", value)
        for path, value in [
            ("filesrc", "true"),
            ("filesrc/location", "x"),
            ("gvadetect", "true"),
            ("gvadetect/model", "${M}"),
            ("gvadetect/device", "CPU"),
            ("gvaclassify", "true"),
            ("gvaclassify/model", "a b.xml"),
            ("gvaclassify[1]", "true"),
            ("gvaclassify[1]/model", "r.xml"),
            ("fakesink", "true"),
        ]
    ]
    assert ("template/pipeline[0]/gvadetect/model", "m") not in made(
        "json", '{"template": ["uri", " ! gvadetect model=m"]}'
    )
    assert ("template/pipeline/gvadetect/model", "m") in made("json", '{"template": ["uri", " ! gvadetect model=m"]}')


@pytest.mark.parametrize("text", ["a! b", "Wait ! here", "x != y", "!secret k", "[ ! -f x ] && y model=z"])
def test_sentences_and_conditions_are_no_pipelines_of_models(text: str) -> None:
    assert [path for path, _ in made("json", f'{{"note": "{text}"}}') if "model" in path] == []


def test_files_and_objects_in_values() -> None:
    text = (
        "data:\n  config.yml: |\n    face_recognition:\n      enabled: true\n    environment: [A=1]\n"
        '  x.json: \'{"a": {"b": [true, {"c": "d"}]}}\'\n  app.ini: |\n    [f]\n    on = 1\n'
        "  notes: |\n    All of it\n    is prose.\n"
    )
    assert made("yaml", text) == [
        ("data/config.yml/face_recognition/enabled", "true"),
        ("data/config.yml/environment[0]", "A=1"),
        ("data/config.yml/environment/A", "1"),
        ("data/x.json/a/b[0]", "true"),
        ("data/x.json/a/b[1]/c", "d"),
        ("data/app.ini/f/on", "1"),
    ]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("xml", "<r><d>&lt;L&gt;&lt;on&gt;true&lt;/on&gt;&lt;/L&gt;</d></r>"),
        ("xml", "<r><d><![CDATA[<L><on>true</on></L>]]></d></r>"),
        ("json", '{"r": {"d": "<L><on>true</on></L>"}}'),
        ("json", '{"r": {"d": "<?xml version=\\"1.0\\"?>\\n<L>\\n<on>true</on>\\n</L>\\n"}}'),
    ],
)
def test_xml_in_values(kind: str, text: str) -> None:
    assert made(kind, text) == [("r/d/L/on", "true")]


def test_sentences_in_html_are_not_read_as_files() -> None:
    text = '{"documentation": "<p><enabled>true</enabled></p>", "export": "<face><enabled>true</enabled></face>"}'
    assert [path for path, _ in made("json", text)] == ["export/face/enabled"]


def test_a_dict_of_python_in_a_value() -> None:
    text = (
        "[ml]\nml_sequence= {\n    # 'off': 1\n    'general': {'model_sequence': 'object,face'},\n"
        "    'face': {'on': True, },\n  }\n"
    )
    assert made("ini", text) == [
        ("ml/ml_sequence/general/model_sequence", "object,face"),
        ("ml/ml_sequence/face/on", "True"),
    ]


def test_a_value_that_breaks_is_a_text_and_the_file_is_read_on() -> None:
    text = 'a: "x: [1\\n  y: {"\nenv: [B=1]\n'
    assert made("yaml", text) == [("env/B", "1")]


def test_a_value_beyond_a_limit_is_told_after_the_rest() -> None:
    deep = Setting(("a",), "[" * 300 + "1:" + "]" * 300)
    seen = []
    with pytest.raises(LimitReached, match="nested deeper"):
        seen.extend(viewed([deep, Setting(("env[0]",), "B=1")], Limits()))
    assert seen[-1].path == ("env", "B")


def test_a_value_that_is_too_large_to_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "LARGEST", 10)
    seen = []
    with pytest.raises(LimitReached, match="not read as a file"):
        seen.extend(viewed([Setting(("a",), "{'b': 1234567}"), Setting(("c",), "{'d': 1}")], Limits()))
    assert [setting.path for setting in seen] == [("a",), ("c",), ("c", "d")]


def test_what_a_reader_raises_comes_after_what_was_begun() -> None:
    def broken():
        yield Setting(("args[0]",), "demo")
        yield Setting(("args[1]",), "--face")
        raise ParseFailure("broken")

    seen = []
    with pytest.raises(ParseFailure):
        seen.extend(viewed(broken(), Limits()))
    assert (seen[-1].path, seen[-1].value) == (("args", "demo", "--face"), "true")


def test_files_in_values_in_values_end(monkeypatch: pytest.MonkeyPatch) -> None:
    value = "on: yes"
    for _ in range(registry.LEVELS + 2):
        value = "a.yml: |\n" + "".join(f"  {line}\n" for line in (value + "\nb: 1").splitlines())
    deepest = max(path.count("/") for path, _ in made("yaml", value))
    assert deepest <= registry.LEVELS + 1
    monkeypatch.setattr(registry, "MAX_SETTINGS", 3)
    with pytest.raises(LimitReached, match="in the values"):
        list(viewed([Setting(("env[0]",), f"A{n}=1") for n in range(9)], Limits()))


@pytest.mark.parametrize(("name", "told"), [("config.yml", True), ("note", False)])
def test_a_file_of_settings_in_a_value_that_breaks_is_told(name: str, told: bool) -> None:
    seen: list[Setting] = []
    broken = Setting(("data", name), "face:\n  on: true\nnext:\n  - a\n b: [\n")
    try:
        seen.extend(viewed([broken, Setting(("other",), "x")], Limits()))
    except ParseFailure:
        assert told
    else:
        assert not told
    assert ("other",) in [one.path for one in seen]
    assert ("data", name, "face", "on") in [one.path for one in seen]
