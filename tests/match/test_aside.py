"""Settings among tests, examples and documents are for a person: seen, and accusing nobody."""

from __future__ import annotations

import pytest

from scanner.match.aside import is_aside
from tests.alone import findings

LIVE = "face_recognition:\n  enabled: true\n"
COMPOSE = "services:\n  faces:\n    image: exadel/compreface-core:1.2.0\n"


@pytest.mark.parametrize(
    "path",
    [
        "d/docs/configuration/full.yml",
        "d.zip!/docs/full.yml",
        "d.zip!/lib-1.0/tests/fixtures/answer.json",
        "d/usr/share/doc/nvr/config.yml",
        "d/Examples/a.yml",
        "d/test-data/a.yml",
    ],
)
def test_folders_of_tests_examples_and_documents(path):
    assert is_aside(path)


PAGE = "<html><body><pre>&lt;FaceContrast&gt;&lt;enable&gt;true&lt;/enable&gt;&lt;/FaceContrast&gt;</pre></body></html>"


def test_settings_that_a_page_shows_are_not_set(tmp_path):
    kept = PAGE.replace("html>", "backup>").replace("body>", "device>").replace("pre>", "config>")
    seen = findings(tmp_path, {"page": {"help.xml": PAGE}, "kept": {"device.xml": kept}})
    assert [f.state.word for f in seen["page"] if f.state.word != "mentioned"] == []
    assert [f.state.word for f in seen["kept"]] == ["enabled"]


@pytest.mark.parametrize(
    "path",
    [
        "docs/config.yml",  # what the delivery is called
        "tests!/config.yml",
        "d/docs/backup.zip!/config.yml",  # what somebody keeps among the documents
        "d/docker/config.yml",
        "d/latest/config.yml",
        "d/samples/configs/config.txt",  # where DeepStream's programs look for their settings
        "d/config/docs.yml",
    ],
)
def test_other_folders(path):
    assert not is_aside(path)


def test_what_is_on_there_is_for_a_person_and_no_more(tmp_path):
    found = findings(
        tmp_path,
        {
            "live": {"etc/config.yml": LIVE, "compose.yml": COMPOSE},
            "aside": {"docs/config.yml": LIVE, "tests/compose.yml": COMPOSE},
        },
    )
    states = {
        name: {(f.product.id, f.state.word) for f in seen if f.capability.value == "identification"}
        for name, seen in found.items()
    }
    assert states["live"] == {("frigate", "enabled"), ("compreface", "called")}
    assert states["aside"] == {("frigate", "available"), ("compreface", "available")}
    told = [line for finding in found["aside"] for line in finding.remarks]
    assert any("a switch that is on; stands among tests" in line for line in told), told
