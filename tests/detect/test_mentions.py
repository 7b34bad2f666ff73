"""The word test before a parser may spare work, never hide a key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from scanner.catalogue.config_terms import ConfigTerm, config_terms
from scanner.detect.mentions import mentions
from scanner.types import Capability, Fact, FactKind, State, Strength

TERMS = {"enabled": [ConfigTerm("face_recognition/enabled", ("true",), formats=("yaml", "json"))]}


@pytest.mark.parametrize(
    "data",
    [
        b"face_recognition:\n  enabled: true\n",
        b'{"FACE_RECOGNITION": {"Enabled": true}}',
        b'{"f\\u0061ce_recognition": {"enabled": true}}',
        b'{"face\\u005frecognition": {"enabled": true}}',
        b'"face_\\\n  recognition": {enabled: true}',
        b'"\\x66ace_recognition": {enabled: true}',
        b'"\\U00000066ace_recognition": {enabled: true}',
        '{"face_recognition": {"enabled": true}}'.encode("utf-16"),
        b'{"file": "# a\\nface_recognition:\\n  enabled: true"}',
        b'{"file": "# a\\r\\tface_recognition:\\n\\benabled: true"}',
        b"&#102;ace_recognition",
        b"&#x0066;ace_recognition",
        b"face_recognition:" + b" " * (3 << 18) + b"{enabled: true}",
        b" " * ((1 << 18) - 3) + b"face_recognition: {enabled: true}",
    ],
)
def test_however_it_is_spelt_a_key_that_is_there_is_looked_at(data: bytes) -> None:
    assert mentions(data, "text:yaml", TERMS)


@pytest.mark.parametrize(
    "data", [b"enabled: true\n", b'{"text": "it\\u2019s \\u003cb\\u003e"}', b"typeface: x\nenabled: 1"]
)
def test_a_file_without_one_of_the_words_is_spared(data: bytes) -> None:
    assert not mentions(data, "text:json", TERMS)


def test_a_letter_behind_a_backslash_counts_both_ways() -> None:
    terms = {"nface": [ConfigTerm("nface", ("true",))]}
    assert mentions(b"path = C:\\nface", "text:ini", terms)
    assert mentions(b"path = C:\\nface".replace(b"\\n", b"\\\\n"), "text:ini", terms)


def test_lines_of_a_script_that_are_joined_are_looked_at_joined() -> None:
    terms = {"face_rec": [ConfigTerm("face_rec", ("true",))]}
    assert mentions(b"run --fa\\\nce_rec=on", "text:script", terms)
    assert not mentions(b"run \\\n --other=on \\\r\n", "text:script", terms)


@pytest.mark.parametrize("data", [b"caf&#233;: enabled", b"a&#160;&#xA0;enabled &#38; &#x26;"])
def test_references_that_are_no_letters_of_keys_hide_nothing(data: bytes) -> None:
    assert not mentions(data, "text:yaml", TERMS)


def test_terms_of_other_formats_do_not_count() -> None:
    assert not mentions(b"face_recognition: {enabled: true}", "text:xml", TERMS)


def test_a_neighbour_alone_is_no_key() -> None:
    terms = {"type": [ConfigTerm("Type", ("Face",), neighbour=True)], "rule": [ConfigTerm("Rule/Enable", ("true",))]}
    assert not mentions(b"type: Face", "text:yaml", terms)
    assert mentions(b"rule: {type: Face, enable: on}", "text:yaml", terms)


def _terms(**fact: object) -> Mapping[str, tuple[ConfigTerm, ...]]:
    base = Fact("f001", FactKind.CONFIG, "", Strength.STRONG, State.ENABLED, (Capability.DETECTION,), role="mode")
    return config_terms([replace(base, **fact)])  # type: ignore[arg-type]


TYPED = {"value": "results/type", "on": ("FaceRecognition",), "where": (("BkID", "/(?:a|b)listed-\\d/"),)}


@pytest.mark.parametrize(
    "data",
    [
        b'{"results": [{"type": "facerecognition", "BkID": "alisted-1"}]}',
        b'{"results": [{"type": "Face\\u0052ecognition", "BkID": "alisted-1"}]}',
        b'{"results": [{"type": "Face\\Recognition", "BkID": "alisted-1"}]}',
        b'{"a": "{\\"results\\":\\n{\\"type\\":\\"FaceRecognition\\",\\"BkID\\":\\"blisted-2\\"}}"}',
        b'{"results": "<type>Face<!-- -->Recognition</type>", "BkID": "blisted-2"}'.replace(
            b"-2", b"-2 FaceRecognition"
        ),
    ],
)
def test_a_key_with_the_words_of_its_value_and_its_neighbour_is_looked_at(data: bytes) -> None:
    assert mentions(data, "text:json", _terms(**TYPED))


@pytest.mark.parametrize(
    "data",
    [
        b'{"results": [{"type": "Face", "BkID": "alisted-1"}]}',
        b'{"results": [{"type": "FaceRecognition", "other": "alisted-1"}]}',
        b'{"results": [{"type": "FaceRecognition", "BkID": "3"}]}',
        b'{"results": [{"type": "a\\\\FaceRecognitions", "BkID": "alisted-1"}]}',
    ],
)
def test_a_key_without_the_words_of_its_value_or_its_neighbour_is_spared(data: bytes) -> None:
    assert not mentions(data, "text:json", _terms(**TYPED))


def test_where_values_may_be_parted_only_keys_count() -> None:
    data = b"<results><type>Face<!-- -->Recognition</type><BkID>al<!-- -->isted-1</BkID></results>"
    assert mentions(data, "text:xml", _terms(**TYPED))


@pytest.mark.parametrize("on", [("present",), (">0",), ("true",), ("7",), ("/Face|Gesicht/",), ("x", "false")])
def test_values_without_words_of_their_own_are_not_looked_for(on: tuple[str, ...]) -> None:
    assert mentions(b'{"results": {"type": 1}}', "text:json", _terms(value="results/type", on=on))


def test_texts_of_an_expression_are_looked_for_in_all_of_the_file() -> None:
    terms = _terms(value="topic", on=("/(?:\\w+:)?RuleEngine/Recognition/Face/",))
    data = b'{"topic": "tns1:RuleEngine/' + b" " * (3 << 18) + b'Recognition/Face"}'
    assert mentions(data, "text:json", terms)
    assert not mentions(data.replace(b"Recognition", b"Motion"), "text:json", terms)
