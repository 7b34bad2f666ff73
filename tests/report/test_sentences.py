"""The verdict's sentence says what was seen, in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from scanner.document.build import build
from scanner.document.remedies import remedies
from scanner.document.report import Report
from scanner.document.result import Result
from scanner.report.registry import FORMATS
from scanner.report.sentences import beside_the_verdict, unread_share, verdict_sentence
from scanner.report.words import table, word
from scanner.types import ByteState, Capability, CapabilityClass, Outcome, State, Verdict
from scanner.types.delivery import CARRIED, UNREAD
from tests.document import sample

SENTENCES = {
    sample.found: "This delivery contains face recognition that the wording of the law reaches: "
    "ArcSoft ArcFace, called by /usr/bin/ipcamd.",
    sample.inconclusive: "This delivery could not be checked: 4,195,484 bytes (54.70 %) could not be read.",
    sample.review: "A person must decide on face recognition here: "
    "OpenCV face functions, available in /usr/lib/libopencv_objdetect.so.406.",
    sample.nothing_found: "Nothing found in 99.96 % read.",
}


@pytest.mark.parametrize("make", SENTENCES)
def test_sentences(make: Callable[[], Result]) -> None:
    assert verdict_sentence(build(make())) == SENTENCES[make]


def test_a_kit_that_operates_devices_does_not_read_like_a_use() -> None:
    result = sample.review()
    (finding, *_) = result.findings
    client = replace(finding, product=replace(finding.product, kind="client", name="NetSDK"))
    report = build(replace(result, findings=(client, *result.findings[1:])))
    assert verdict_sentence(report) == (
        "A person must decide on face recognition here: NetSDK, which can operate devices that may recognise faces, "
        "in /usr/lib/libopencv_objdetect.so.406."
    )
    called = replace(result, findings=(replace(client, state=State.CALLED), *result.findings[1:]))
    assert "NetSDK, called by /usr/lib" in verdict_sentence(build(called))


def test_an_empty_delivery_says_so() -> None:
    result = replace(sample.inconclusive(), nodes=(), entries=(), findings=(), finding_ids=())
    assert verdict_sentence(build(result)) == "This delivery could not be checked: it does not hold a single byte."


def test_an_old_pack_is_the_reason_when_the_bytes_were_read() -> None:
    result = sample.nothing_found()
    old = replace(
        result.verdicts[0],
        verdict=Verdict.INCONCLUSIVE,
        reasons=("The signature pack is 400 days old.",),
        exemptions=(),
    )
    report = build(replace(result, verdict=Verdict.INCONCLUSIVE, verdicts=(old,)))
    assert verdict_sentence(report) == "This delivery could not be checked: The signature pack is 400 days old."


def test_a_ledger_that_does_not_add_up_is_the_reason() -> None:
    result = sample.inconclusive()
    report = build(replace(result, entries=result.entries[:-3]))
    assert "does not add up" in verdict_sentence(report)


def test_notes_are_counted_when_nothing_was_found() -> None:
    result = sample.found()
    notes = replace(result, findings=result.findings[2:4], finding_ids=result.finding_ids[2:4])
    verdict = replace(result.verdicts[0], verdict=Verdict.NOTHING_FOUND, clauses=(), outcomes=())
    report = build(replace(notes, verdict=Verdict.NOTHING_FOUND, verdicts=(verdict,)))
    assert verdict_sentence(report) == "Nothing found in 99.96 % read. 2 findings are notes only."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            ("process", "process"),
            "Nothing that a law bans was found in 99.96 % read. A legal process may come first for 2 findings.",
        ),
        (
            ("process", "note"),
            "Nothing that a law bans was found in 99.96 % read. A legal process may come first for 1 finding."
            " 1 finding is a note only.",
        ),
        (
            ("not_reached", "not_reached"),
            "Nothing found in 99.96 % read. 2 findings lie outside the wording of the law.",
        ),
        (
            ("not_reached", "note"),
            "Nothing found in 99.96 % read. 1 finding lies outside the wording of the law. 1 finding is a note only.",
        ),
    ],
)
def test_what_asks_for_a_process_or_lies_outside_the_law_is_no_note(said: tuple[str, str], told: str) -> None:
    result = sample.found()
    two = replace(result, findings=result.findings[2:4], finding_ids=result.finding_ids[2:4])
    outcomes = tuple(zip(two.finding_ids, map(Outcome, said), strict=True))
    verdict = replace(result.verdicts[0], verdict=Verdict.NOTHING_FOUND, clauses=(), outcomes=outcomes)
    report = build(replace(two, verdict=Verdict.NOTHING_FOUND, verdicts=(verdict,)))
    assert verdict_sentence(report) == told
    assert ("a legal process may come first" in beside_the_verdict(report)) == ("process" in said)
    for form in FORMATS:  # the badge's word alone would tell a reader to go on
        if form.NAME in {"text", "markdown", "html"}:
            shown = form.render(report).decode("utf-8")
            assert ("No ban reached, but a legal process may come first." in shown) == ("process" in said)


@pytest.mark.parametrize("verdict", ["found", "review"])
def test_a_verdict_without_findings_still_has_a_sentence(verdict: str) -> None:
    document = build(sample.nothing_found()).document
    document["screening"]["verdict"] = verdict
    assert verdict_sentence(Report(document)).endswith(".")


def test_every_word_of_the_vocabulary_has_plain_words() -> None:
    assert set(table("verdict")) == {verdict.value for verdict in Verdict}
    assert set(table("capability")) == {capability.value for capability in Capability}
    assert set(table("class")) == {group.value for group in CapabilityClass}
    assert set(table("state")) == set(table("use")) == {state.word for state in State}
    assert set(table("outcome")) == {outcome.value for outcome in Outcome} | {"open", "no_clause"}
    assert set(table("bytes")) == {state.value for state in set(ByteState) - {CARRIED}}
    assert set(remedies()) == {state.value for state in UNREAD}
    assert word("checked", "a later word") == "a later word"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _grade(text: str) -> float:
    """Flesch-Kincaid grade; syllables are counted as groups of vowels, a silent final e left out."""
    sentences = max(1, len(re.findall(r"[.:;](?:\s|$)", text)))
    words = re.findall(r"[a-zA-Z]+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", w.lower())))) for w in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / max(1, len(words)) - 15.59


def test_the_grade_counts_what_it_should() -> None:
    assert _grade("The cat sat on the mat.") < 2
    assert _grade("Organisational interoperability necessitates comprehensive documentation of responsibilities.") > 15


@pytest.mark.parametrize("text", [t for t in _texts(table("limits_of_a_screening")) if len(t) > 40])
def test_limits_read_at_grade_nine(text: str) -> None:
    assert _grade(text) <= 9


@pytest.mark.parametrize("verdict", list(Verdict))
def test_verdicts_read_at_grade_nine(verdict: Verdict) -> None:
    assert _grade(table("verdict")[verdict.value]["plain"]) <= 9


@pytest.mark.parametrize("text", remedies().values())
def test_remedies_read_at_grade_nine(text: str) -> None:
    assert _grade(text) <= 9


@pytest.mark.parametrize("make", SENTENCES)
def test_sentences_read_at_grade_nine(make: Callable[[], Result]) -> None:
    named = verdict_sentence(build(make()))
    # Names are as long as they are, and the subject of the whole record counts as a plain word.
    plain = re.sub(r"ArcSoft ArcFace|OpenCV face functions|/[\w/.]+\w", "it", named).replace("recognition", "reading")
    assert _grade(plain) <= 9


@pytest.mark.parametrize(
    ("read", "total", "percent", "told"),
    [(1, 1_000_000, 0, "> 99.99 %"), (0, 1_000_000, 0, "100.00 %"), (999, 1_000, 99.9, "0.10 %")],
)
def test_nearly_nothing_read_is_not_told_as_nothing(read: int, total: int, percent: float, told: str) -> None:
    document = deepcopy(build(sample.inconclusive()).document)
    document["screening"]["ledger"] |= {"read": read, "unread": total - read, "total": total, "percent": percent}
    assert unread_share(Report(document)) == told
