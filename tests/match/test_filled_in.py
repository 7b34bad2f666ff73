"""A switch whose value stands elsewhere may be on: it is for a person, and no silence."""

from __future__ import annotations

import pytest

from scanner.catalogue.placeholders import is_filled_in
from tests.alone import findings

VALUES = {
    "compose": '"${FACE_ON:-true}"',
    "helm": '"{{ .Values.face.enabled }}"',
    "windows": '"%FACE_ON%"',
    "terraform": "var.face_on",
    "bare": "$FACE_ON",
}


@pytest.mark.parametrize("value", ["${A}", "$A", "{{ a }}", "<%= a %>", "@A@", "var.a.b", "%(a)s", '"$(A)"'])
def test_placeholders(value):
    assert is_filled_in(value)


@pytest.mark.parametrize("value", ["", "true", "$", "100%", "auto", "cost $5", "a ${B}", "variable", "data", "x" * 300])
def test_values(value):
    assert not is_filled_in(value)


def test_such_a_switch_is_available(tmp_path):
    deliveries = {name: {"etc/c.yml": f"face_recognition:\n  enabled: {value}\n"} for name, value in VALUES.items()}
    deliveries["another"] = {"etc/c.yml": "face_recognition:\n  enabled: sometimes\n"}
    found = findings(tmp_path, deliveries)
    assert {name: [(f.product.id, f.state.word) for f in seen] for name, seen in found.items() if seen} == {
        name: [("frigate", "available")] for name in VALUES
    }
    (one,) = found["helm"]
    assert one.proofs[0].observation.detail == "face_recognition/enabled = (filled in elsewhere)"
    assert any("it may be on" in said for said in one.remarks)
