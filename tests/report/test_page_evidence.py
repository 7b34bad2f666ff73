"""A tester finds the byte: path, offset, text, bytes, source; what does not fit is folded or counted, never dropped."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.report.html import HtmlFormat
from scanner.report.page.budget import fair
from scanner.report.page.filters import path_parts
from scanner.report.page.limits import MOST_EVIDENCE, MOST_UNFOLDED
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


@pytest.mark.parametrize(
    ("kind", "offset", "ours"), [("yara", 16, True), ("package", None, True), ("string", 16, False)]
)
def test_what_this_program_notes_is_not_called_a_text_of_the_file(kind: str, offset: int | None, ours: bool) -> None:
    made = document(detail="rule made_here", offset=offset)
    made["screening"]["findings"][0]["evidence"][0]["kind"] = kind
    shown = re.sub(r"\s+", " ", re.sub("<[^>]*>", "", page(made)))
    assert ("Noted: rule made_here" in shown) is ours
    assert ("Text there: rule made_here" in shown) is not ours


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


def _with_places(count: int, left_out: int = 0) -> dict[str, Any]:
    """The sample, and so many places in one file for its first finding."""
    made = document()
    first, *_ = made["screening"]["findings"]
    places = [{**NEW_PLACE, "offset": 0x10000 + number} for number in range(count)]
    first["evidence"], first["left_out"] = [{**first["evidence"][0], "places": places}], left_out
    return made


def _offsets(shown: str) -> set[str]:
    return set(re.findall(r"0x1[0-9a-f]{4}\b", shown))


def test_all_places_stand_in_the_page_and_many_are_folded() -> None:
    shown = page(_with_places(2_000, left_out=7))
    assert len(_offsets(shown)) == 2_000
    assert f"{2_000 - MOST_UNFOLDED:,} more places in this file" in shown
    assert "7 more observations of this finding were counted and not kept" in shown
    assert "of this finding in report.json" not in shown


@pytest.mark.parametrize("folds", [0, MOST_EVIDENCE], ids=["listed", "by itself"])
def test_above_the_limit_every_finding_has_its_share_and_the_rest_is_counted(
    folds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scanner.report.page.findings.MOST_EVIDENCE", 100)
    monkeypatch.setattr("scanner.report.page.findings.MOST_FOLDS", folds)
    made = _with_places(300)
    others = sum(len(fact["places"]) for f in made["screening"]["findings"][1:] for fact in f["evidence"])
    shown = page(made)
    assert 0 < others < 50
    assert len(_offsets(shown)) == 100 - others
    left = 300 - len(_offsets(shown))
    assert f"{left} more observations of this finding in report.json" in shown
    assert f"{left} more observations of these findings in report.json, SHA-256" in shown
    assert Report(made).digest in shown


def _listed(report: Report, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page without room for a finding that stands by itself."""
    monkeypatch.setattr("scanner.report.page.findings.MOST_FOLDS", 0)
    return HtmlFormat().render(report).decode()


def test_findings_in_one_list_have_all_their_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    report = build(sample.found())
    shown = _listed(report, monkeypatch)
    for finding in report.findings:
        told = shown.split(f'id="finding-{finding["id"]}"')[1].split("</div>")[0]
        assert f"<code>{finding['id']}</code>" in told
        rows = re.findall(r"<li>.*?</li>", told)
        places = [(fact, place) for fact in finding["evidence"] for place in fact["places"]]
        assert len(rows) == len(places) > 0
        for fact, place in places:
            assert any(f"0x{place['offset']:x}" in row and fact["value"] in row for row in rows)
            assert f"<b>{path_parts(place['path'])[1]}</b>" in told


def test_what_several_findings_of_a_list_say_stands_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = sample.found().findings[0]
    told = (("It is late.",), ("It is late.", "It is alone."), ())
    findings = tuple(replace(first, remarks=each, qualifiers=frozenset()) for each in told)
    ids = tuple(f"{number:016x}" for number in range(3))
    verdicts = (replace(sample.found().verdicts[0], clauses=(), outcomes=()),)
    report = build(replace(sample.found(), findings=findings, finding_ids=ids, verdicts=verdicts))
    shown = _listed(report, monkeypatch)
    assert shown.count("It is late.") == 1
    assert "note 2: <bdi>It is late.</bdi>" in shown
    blocks = [shown.split(f'id="finding-{each}"')[1].split("</p>")[0] for each in ids]
    assert ["note 2" in each for each in blocks] == [True, True, False]
    assert ["It is alone." in each for each in blocks] == [False, True, False]
    assert shown.count("One sign or more of this finding is enough alone.") == 1


@pytest.mark.parametrize(
    ("wanted", "room", "most"),
    [
        ([], 10, 1),
        ([3, 3, 3], 9, 3),
        ([1, 1, 100], 12, 10),
        ([5, 5, 5, 5], 10, 2),
        ([1] * 20, 10, 1),
        ([0, 0, 7], 7, 7),
        ([9, 2], 1, 1),
    ],
)
def test_room_is_shared_fairly(wanted: list[int], room: int, most: int) -> None:
    assert fair(wanted, room) == most


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
