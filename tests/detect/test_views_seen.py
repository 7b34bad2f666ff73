"""What views make of a setting reaches the observations of the config detector; samples and remarks say less."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from scanner.catalogue.config_terms import ConfigTerm
from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.config import Configuration
from scanner.detect.interface import Subject
from scanner.formats.identify import identify
from scanner.formats.source import Source
from scanner.match.config import config_state
from scanner.types import Fact, FactKind, Limits, Node, Observation, Place, State, Strength

KEYS = (
    "VISION-FACE",
    "face_recognition/enabled",
    "gvaclassify/model",
    "face_recognition_demo/-m_reid",
    "meta-data/x.FACE",
)
TERMS = {key.rpartition("/")[2].lower(): (ConfigTerm(key, ("true", "/re?id.*/")),) for key in KEYS}
VOCABULARY = Vocabulary(None, {}, {}, frozenset(TERMS), TERMS)


def observe(folder: Path, name: str, text: str) -> list[Observation]:
    """What the detector says of the file ``name``."""
    file = folder / name
    file.write_bytes(text.encode())
    with Source(file, f"d!/{name}") as source:
        node = Node(source.path, None, source.size, hashlib.sha256(source.data).hexdigest(), identify(source))
        return list(Configuration().observe(Subject(node, source, VOCABULARY, Limits())))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docker-compose.yml", "services:\n  d:\n    environment:\n      - VISION-FACE=True\n"),
        ("pod.yaml", "spec:\n  containers:\n  - env:\n    - {name: VISION-FACE, value: 'true'}\n"),
        ("task.json", '{"environment": [{"name": "VISION-FACE", "value": "True"}]}'),
        ("inspect.json", '[{"Config": {"Env": ["A=1", "VISION-FACE=True"]}}]'),
        ("run.json", '{"x": {"y": ["docker", "run"], "command": "docker run -e VISION-FACE=True i"}}'),
        ("nested.json", '{"any": "{\\"VISION-FACE\\": \\"True\\"}"}'),
        ("lines.json", '{"any.env": "A=1\\nVISION-FACE=True\\nB=2\\n"}'),
        ("face.service", '[Service]\nEnvironment="A=1" "VISION-FACE=True"\n'),
        ("run.service", "[Service]\nExecStart=/usr/bin/docker run --rm \\\n  -e VISION-FACE=True i\n"),
        ("Dockerfile", "FROM x\nENV A=1 \\\n    VISION-FACE=True\n"),
        ("start.sh", "docker run -d \\\n  -e VISION-FACE=True i\n"),
        ("set.sh", "export A=1 VISION-FACE=True\n"),
        ("main.tf", 'resource "a" "b" {\n  env = ["VISION-FACE=True"]\n}\n'),
        ("app.toml", '[x.environment]\nVISION-FACE = "True"\n'),
        (".env", "VISION-FACE='True'\n"),
        ("app.config", '<c><add key="VISION-FACE" value="true"/></c>'),
    ],
)
def test_a_variable_is_found_wherever_it_is_set(tmp_path: Path, name: str, text: str) -> None:
    assert [(one.value.rpartition("/")[2], one.setting.lower()) for one in observe(tmp_path, name, text)] == [
        ("VISION-FACE", "true")
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docker-compose.yml", "services:\n  d:\n    environment:\n      # - VISION-FACE=True\n      - A=1\n"),
        ("start.sh", "# docker run -e VISION-FACE=True i\necho usage: VISION-FACE=True\n"),
        ("help.sh", "cat <<EOF\nVISION-FACE=True\nEOF\n"),
        ("Dockerfile", "FROM x\n# ENV VISION-FACE=True\n"),
        ("main.tf", '/* env = ["VISION-FACE=True"] */\n'),
        ("a.py", '"""Set it:\n\nx = {"VISION-FACE": True}\n"""\n'),
        ("a.json", '{"note": "say VISION-FACE=True to it"}'),
    ],
)
def test_remarks_and_help_say_nothing(tmp_path: Path, name: str, text: str) -> None:
    assert observe(tmp_path, name, text) == []


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("p.json", '{"template": ["uridecodebin", " ! gvaclassify model=reid.xml"]}', "gvaclassify/model"),
        ("p.sh", "gst-launch-1.0 filesrc ! \\\n  gvaclassify model=reid.xml ! fakesink\n", "gvaclassify/model"),
        ("c.yml", "command: [face_recognition_demo, -m_reid, reid.xml]\n", "face_recognition_demo/-m_reid"),
        ("c.sh", "./bin/face_recognition_demo -fg /g -m_reid reid.xml\n", "face_recognition_demo/-m_reid"),
        ("AndroidManifest.xml", '<m xmlns:a="u"><meta-data a:name="x.FACE" a:value="true"/></m>', "meta-data/x.FACE"),
        ("c.yml", "data:\n  f.yml: |\n    face_recognition:\n      enabled: true\n", "face_recognition/enabled"),
        ("c.sh", "cat > f.yml <<EOF\nface_recognition:\n  enabled: true\nEOF\n", "face_recognition/enabled"),
        ("saved.json", '{"any": "<face_recognition><enabled>true</enabled></face_recognition>"}', KEYS[1]),
        (
            "saved.xml",
            "<a><b><![CDATA[<face_recognition><enabled>true</enabled></face_recognition>]]></b></a>",
            KEYS[1],
        ),
        (
            "escaped.xml",
            "<a>&lt;face_recognition&gt;&lt;enabled&gt;true&lt;/enabled&gt;&lt;/face_recognition&gt;</a>",
            KEYS[1],
        ),
        ("c.py", "C = {'face_recognition': {'enabled': True}}\n", "face_recognition/enabled"),
        ("c.txt", "[x]\ny = {'face_recognition': {\n  'enabled': True},\n }\n", "face_recognition/enabled"),
    ],
)
def test_pipelines_commands_and_files_in_values(tmp_path: Path, name: str, text: str, value: str) -> None:
    (seen,) = observe(tmp_path, name, text)
    assert seen.value.endswith(value)
    assert seen.offset is not None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "body", ['{"face_recognition": {"enabled": true}}', "<face_recognition><enabled>true</enabled></face_recognition>"]
)
def test_saved_answers_of_servers(tmp_path: Path, body: str, end: str) -> None:
    text = end.join(("HTTP/1.1 200 OK", "Content-Type: any", "X-Other: a=b", "", body))
    (seen,) = observe(tmp_path, "answer.txt", text)
    written = (tmp_path / "answer.txt").read_bytes()
    assert seen.value == "face_recognition/enabled"
    assert seen.offset is not None
    assert written[seen.offset :].startswith((b"true", b"<enabled>"))


LIVE = "face_recognition:\n  enabled: true\n"
HOME = LIVE + "sensor:\n  state: >\n    {% if is_state('a', 'on') %}\n      on\n    {% endif %}\n"
CHART = "{{- if .Values.face }}\n" + LIVE + "{{- end }}\n"


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("config.yml", LIVE, Place.CONFIG),
        ("config.yaml", HOME, Place.CONFIG),
        ("config.yml", "# {{ if x }}\n" + LIVE, Place.CONFIG),
        ("template.yaml", LIVE, Place.CONFIG),
        ("resample.yml", LIVE, Place.CONFIG),
        ("config.yml.bak", LIVE, Place.CONFIG),
        ("config.example.yml", LIVE, Place.DECLARED),
        ("config.yml.example", LIVE, Place.DECLARED),
        ("config-sample.yml", LIVE, Place.DECLARED),
        ("config.yml.dist", LIVE, Place.DECLARED),
        ("config.yml.j2", LIVE, Place.DECLARED),
        ("deployment.yaml", CHART, Place.DECLARED),
    ],
)
def test_settings_of_samples_and_templates_are_declared(tmp_path: Path, name: str, text: str, place: Place) -> None:
    (seen,) = observe(tmp_path, name, text)
    assert (seen.place, seen.setting) == (place, "true")


def test_a_declared_setting_makes_no_more_than_available(tmp_path: Path) -> None:
    key = "face_recognition/enabled"
    fact = Fact("on", FactKind.CONFIG, key, strength=Strength.STRONG, on=("true",), role="switch", top=State.ENABLED)
    (live,) = observe(tmp_path, "config.yml", LIVE)
    (sample,) = observe(tmp_path, "config.example.yml", LIVE)
    assert (config_state(fact, live), config_state(fact, sample)) == (State.ENABLED, State.AVAILABLE)
