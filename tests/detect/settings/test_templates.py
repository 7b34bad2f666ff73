"""YAML in templates: what can be read of it is read, what cannot is told."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from scanner.detect.settings.nested.templates import plain, shown
from scanner.detect.settings.registry import BY_FORMAT
from scanner.formats.source import Source
from scanner.types import LimitReached, Limits, ParseFailure

Settings = list[tuple[str, str]]


def read(folder: Path, text: str, broken: bool = False) -> Settings:
    """(path, value) of every setting; ``broken``: it must end in a ParseFailure."""
    file, seen = folder / "file", []
    file.write_text(text, encoding="utf-8")
    with Source(file, "file") as source:
        settings = BY_FORMAT["text:yaml"].read(source, Limits())
        if broken:
            with pytest.raises(ParseFailure):
                seen.extend(settings)
        else:
            seen.extend(settings)
    assert all(setting.offset is not None for setting in seen)
    return [("/".join(s.path), s.value) for s in seen]


HELM = """{{- if .Values.face.enabled }}
{{/* enabled: no
*/}}
metadata:
  name: {{ include "x.name" . }}-face
  labels:
    {{- include "x.labels" . | nindent 4 }}
spec:
  env:
    {{- range $k, $v := .Values.env }}
    - name: {{ $k }}
      value: "{{ $v | default "é" }}"
    {{- end }}
    - name: VISION-FACE
      value: 'True'
{{- end }}
"""


def test_a_chart_of_helm(tmp_path: Path) -> None:
    assert read(tmp_path, HELM) == [
        ("metadata/name", '{{ include "x.name" . }}-face'),
        ("metadata/labels", ""),
        ("spec/env[0]/name", "{{ $k }}"),
        ("spec/env[0]/value", '{{ $v | default "é" }}'),
        ("spec/env[1]/name", "VISION-FACE"),
        ("spec/env[1]/value", "True"),
    ]


def test_a_template_of_jinja(tmp_path: Path) -> None:
    text = (
        "{# on: 1 #}\nface:\n{% if a %}\n  on: {% if b %}yes{% else %}no{% endif %}\n{% endif %}\n"
        "  {{ key }}: {{ v }}\n"
    )
    assert read(tmp_path, text) == [("face/on", "{% if b %}yes{% else %}no{% endif %}"), ("face/{{ key }}", "{{ v }}")]


def test_offsets_are_those_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text(HELM, encoding="utf-8")
    with Source(file, "file") as source:
        last = list(BY_FORMAT["text:yaml"].read(source, Limits()))[-1]
    assert last.offset == HELM.encode().index(b"'True'")


def test_what_stays_broken_is_read_by_its_lines_and_told(tmp_path: Path) -> None:
    text = (
        "a:\n  - name: x\n    value: {{ a }}: b\n  - name: y\nface_recognition:\n  enabled: true # c\n"
        "  list:\n  - one\n"
        "  - k: v\n    'z': &a !t \"w\"\n  data: |\n    a=1\n    # b\n  # enabled: false\n  ok: yes\n"
    )
    assert read(tmp_path, text, broken=True) == [
        ("a[0]/name", "x"),
        ("a[0]/value", "{{ a }}"),
        ("a[1]/name", "y"),
        ("face_recognition/enabled", "true"),
        ("face_recognition/list[0]", "one"),
        ("face_recognition/list[1]/k", "v"),
        ("face_recognition/list[1]/z", "w"),
        ("face_recognition/data", "    a=1"),
        ("face_recognition/ok", "yes"),
    ]


def test_a_broken_file_without_expressions_is_not_guessed_at(tmp_path: Path) -> None:
    assert read(tmp_path, "a: 1\nb: c: d\nface: on\n", broken=True) == [("a", "1"), ("b", "c")]


@pytest.mark.parametrize("text", ["a: {b: {c: 1}}", "a: [{}]", "plain", "a: '}}'"])
def test_yaml_with_brackets_is_no_template(text: str) -> None:
    assert plain(text) is None


@pytest.mark.parametrize("text", ["{{", "{{ a }}", "x: {{ {a} }}\n", "{% a %}b", "{#\n#}", "{{ 'é\n}}: x", "{{{ a }}}"])
def test_expressions_keep_their_length_and_come_back(text: str) -> None:
    without = plain(text)
    assert without is not None
    assert len(without) == len(text)
    assert shown(without).strip() in text


@pytest.mark.parametrize("piece", ["{{", "{%", "{#", "{{ }}", "{% %}\n", " {{}} ", "{ {", "{{{", "- ", "a: |\n", "'"])
def test_hostile_repetition_ends(tmp_path: Path, piece: str) -> None:
    text = "{{ a }}\n" + piece * 20_000
    file = tmp_path / "file"
    file.write_text(text)
    with Source(file, "file") as source, contextlib.suppress(ParseFailure, LimitReached):
        assert all(setting.path for setting in BY_FORMAT["text:yaml"].read(source, Limits()))
