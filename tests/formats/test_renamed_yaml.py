"""A name must not turn settings into prose: YAML is known by its nested keys."""

from __future__ import annotations

import pytest

from scanner.formats.identify import identify_bytes

FRIGATE = b"mqtt:\n  host: 10.0.0.2\nface_recognition:\n  enabled: true\n  min_area: 500\n"


@pytest.mark.parametrize("name", ["config.yml", "config.bak", "config.dat", "config.txt", "config", "config.yml.orig"])
def test_nested_keys_are_yaml_under_any_name(name: str) -> None:
    assert identify_bytes(memoryview(FRIGATE), name) == "text:yaml"


@pytest.mark.parametrize(
    "text",
    [
        b"Package: dlib\nVersion: 19.24\nDescription: a toolkit\n with machine learning\n",
        b"Note: read this first.\nIt says what the device does:\n  it records.\nAnd nothing else.\n",
        b"Installation:\n\nUnpack the archive, then start the program and wait.\nIt may take a while.\n",
    ],
)
def test_prose_and_heads_of_mails_are_not(text: bytes) -> None:
    assert identify_bytes(memoryview(text), "notes.txt") != "text:yaml"
