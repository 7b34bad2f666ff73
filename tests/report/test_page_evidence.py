"""A tester finds the byte: path, offset, text, bytes, source; what does not fit is folded or counted, never dropped."""

from __future__ import annotations

import re
from copy import deepcopy
from html import unescape
from typing import Any

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.report.html import HtmlFormat
from scanner.report.page.filters import path_parts
from scanner.report.page.limits import MOST_PLACES, MOST_UNFOLDED
from scanner.report.words import table
from scanner.types import Capability, FactKind, Place, Qualifier, State
from tests.document import sample

NEW_PLACE = {
    "path": "a.bin!/x",
    "place": "text",
    "offset": 16,
    "count": 1,
    "value": "v",
    "detail": "",
    "state": "called",
}


def page(document: dict[str, Any]) -> str:
    return HtmlFormat().render(Report(document)).decode("utf-8")


def document(**place: Any) -> dict[str, Any]:
    """The sample with another first place of its first finding."""
    made = deepcopy(build(sample.found()).document)
    made["screening"]["findings"][0]["evidence"][0]["places"][0] |= place
    return made


def test_bytes_stand_beside_the_text_in_pairs() -> None:
    shown = page(document(hex="415346", detail="import ASF", offset=0x1F20))
    assert "41 53 46" in shown
    assert "import ASF" in shown
    assert "0x1f20" in shown


def test_a_place_without_an_offset_says_so() -> None:
    assert "no offset" in page(document(offset=None))


def test_whether_the_source_was_checked_is_told_of_every_source() -> None:
    made = document()
    first, *_ = made["screening"]["findings"]
    first["evidence"] = [
        {**first["evidence"][0], "fact": str(number), "source": source, "verified": verified}
        for number, (source, verified) in enumerate([("one", "verified"), ("two", "unverified")])
    ]
    shown = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", page(made)))
    assert "source 1, one (checked);" in shown
    assert "source 2, two (not checked)." in shown


def test_a_source_whose_place_nobody_wrote_down_is_not_called_checked() -> None:
    made = document()
    for fact in made["screening"]["findings"][0]["evidence"]:
        fact |= {"source": "public code, repository not recorded", "verified": "true"}
    shown = unescape(re.sub(r"<[^>]+>", "", page(made)))
    assert "public code, repository not recorded (seen, and where was not recorded)" in shown
    assert "not recorded (checked)" not in shown


def test_evidence_of_one_file_stands_together() -> None:
    made = document()
    first, *_ = made["screening"]["findings"]
    places = [{**NEW_PLACE, "path": f"a.bin!/{name}", "offset": offset} for offset, name in enumerate("xyxyx")]
    first["evidence"] = [{**first["evidence"][0], "places": places}]
    finding = page(made).split(f'id="finding-{first["id"]}"')[1].split('class="finding"')[0]
    assert re.findall(r'class="path">a.bin!/<b>(.)</b></bdi> <span class="count">(\d)', finding) == [
        ("x", "3"),
        ("y", "2"),
    ]


def test_many_places_are_folded_and_more_are_counted() -> None:
    made = document()
    first, *_ = made["screening"]["findings"]
    places = [{**NEW_PLACE, "offset": 0x10000 + number} for number in range(MOST_PLACES + 5)]
    first["evidence"], first["left_out"] = [{**first["evidence"][0], "places": places}], 7
    shown = page(made)
    assert len(set(re.findall(r"0x10[0-9a-f]{3}\b", shown))) == MOST_PLACES
    assert f"{MOST_PLACES - MOST_UNFOLDED} more places in this file" in shown
    assert "12 more observations of this finding in report.json" in shown


def test_findings_without_room_for_their_evidence_have_a_row_by_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.report.page.findings.MOST_EVIDENCE", 3)
    report = build(sample.found())
    shown = HtmlFormat().render(report).decode()
    rows = re.findall(r"<tbody>\s*<tr><th scope=\"rowgroup\".*?</tbody>", shown, re.DOTALL)
    assert rows
    for finding in report.findings:
        assert f"<code>{finding['id']}</code>" in shown
    told = " ".join(rows)
    assert all(re.search(r"\d places?</td>", row) for row in rows)
    assert '<bdi class="code">' in told


def test_findings_above_the_limit_are_counted_with_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.report.page.findings.MOST_FINDINGS", 2)
    report = build(sample.found())
    shown = HtmlFormat().render(report).decode()
    left = len(report.findings) - 2
    assert f"{left} more findings in report.json, SHA-256" in shown
    assert sum(finding["id"] in re.findall(r"<code>(\w+)</code>", shown) for finding in report.findings) == 2


def test_recognition_stands_first_and_every_class_is_answered() -> None:
    shown = page(document())
    titles = [unescape(title) for title in re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]+)', shown)]
    assert titles[:4] == list(table("class_title").values())
    assert shown.index('id="class-recognition"') < shown.index('id="class-detection"')
    assert "no evidence in the bytes that were read" in shown


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("seen_kind", {kind.value for kind in FactKind}),
        ("seen_place", {place.value for place in Place}),
        ("capability_title", {capability.value for capability in Capability}),
        ("state_title", {state.word for state in State}),
        ("qualifier", {qualifier.value for qualifier in Qualifier}),
    ],
)
def test_every_word_of_the_document_has_plain_words(name: str, words: set[str]) -> None:
    assert words <= set(table(name))


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("a.bin!/usr/lib/x.so", ("a.bin!/usr/lib/", "x.so")),
        ("a.bin", ("", "a.bin")),
        ("a.bin!/faces/", ("a.bin!/", "faces/")),
        ("", ("", "")),
        ("/", ("", "/")),
    ],
)
def test_the_last_name_of_a_path_stands_out(path: str, parts: tuple[str, str]) -> None:
    assert path_parts(path) == parts
