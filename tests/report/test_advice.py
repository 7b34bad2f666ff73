"""What an officer is told to do, and what each law means: whole sentences that follow from the report."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.report.advice import leads_to, next_steps, steps
from scanner.report.meaning import MOST_CLAUSES, law_sentences, meanings
from scanner.report.words import table
from scanner.types.assessment import Standing
from tests.document import sample

SAMPLES = (sample.found, sample.inconclusive, sample.review, sample.nothing_found)
SENTENCE_END = (".", "?", "!")


def changed(make: Any, **parts: Any) -> Report:
    """The sample's report with other parts of ``screening``."""
    document = deepcopy(build(make()).document)
    document["screening"] |= parts
    return Report(document)


def keys(report: Report) -> list[str]:
    return [step.key for step in steps(report)]


@pytest.mark.parametrize("make", SAMPLES)
def test_the_first_step_says_what_matters_most_in_a_line_or_two(make: Any) -> None:
    first = next_steps(build(make()))[0]
    assert len(first) <= 150
    assert first == table("next_step")[keys(build(make()))[0]]
    assert ("Do not" in first) is (make is not sample.nothing_found)


def test_nobody_is_told_to_go_on_where_a_law_may_ask_for_a_step_first() -> None:
    document = deepcopy(build(sample.nothing_found()).document)
    assert keys(Report(document))[0] == "go_on"
    document["screening"]["verdicts"][0]["clauses"][0]["outcome"] = "process"
    assert keys(Report(document))[0] == "process"
    assert "go_on" not in keys(Report(document))
    assert len(next_steps(Report(document))[0]) <= 150


@pytest.mark.parametrize("make", SAMPLES)
def test_steps_and_meanings_are_whole_sentences(make: Any) -> None:
    report = build(make())
    for text in (*next_steps(report), *law_sentences(report)):
        assert text.endswith(SENTENCE_END)
        assert text[0].isupper()
    assert all(1 <= len(each.sentences) <= 4 for each in meanings(report))


def test_steps_depend_on_what_the_report_has() -> None:
    report = build(sample.found())
    assert {"exemption", "ask", "law_office"} <= set(keys(report))
    assert "ask" not in keys(changed(sample.found, questions=[]))
    assert "problems" in keys(changed(sample.found, problems=["a reader failed"]))
    assert not {"exemption", "law_office"} & set(keys(changed(sample.found, verdicts=[])))
    assert "again" in keys(build(sample.inconclusive()))
    assert "seen_already" in keys(build(sample.inconclusive()))
    assert "seen_already" not in keys(changed(sample.inconclusive, findings=[]))


def test_programs_are_asked_for_where_bytes_wait_for_one() -> None:
    report = build(sample.inconclusive())
    assert "tools" not in keys(report)
    ledger = deepcopy(report.screening["ledger"])
    ledger["regions"][0]["state"] = "no-tool"
    assert "tools" in keys(changed(sample.inconclusive, ledger=ledger))


def test_every_step_that_leads_somewhere_has_a_text() -> None:
    assert set(leads_to()) <= set(table("next_step"))


def test_a_law_that_is_reached_names_its_clauses_and_what_they_say() -> None:
    (meaning,) = meanings(build(sample.found()))
    assert "(B)(1)(a)1, (B)(1)(b)" in meaning.sentences[0]
    assert meaning.clause is not None
    assert meaning.clause["number"] == "(B)(1)(a)1"
    assert "exemption" in meaning.sentences[-1]


def test_an_unverified_clause_has_its_mark_in_the_sentence() -> None:
    verdicts = deepcopy(build(sample.found()).screening["verdicts"])
    for clause in verdicts[0]["clauses"]:
        clause["verified"] = "unverified"
    told = law_sentences(changed(sample.found, verdicts=verdicts))
    assert told[0].count("(not checked against the text)") == 2


def test_many_clauses_are_counted() -> None:
    verdicts = deepcopy(build(sample.found()).screening["verdicts"])
    first = verdicts[0]["clauses"][0]
    verdicts[0]["clauses"] = [{**first, "number": f"({number})"} for number in range(MOST_CLAUSES + 3)]
    assert "(3) and 3 more" in law_sentences(changed(sample.found, verdicts=verdicts))[0]


def test_the_law_that_weighs_most_stands_first() -> None:
    (verdict,) = build(sample.found()).screening["verdicts"]
    quiet = {**verdict, "verdict": "nothing-found", "clauses": []}
    shown = meanings(changed(sample.found, verdicts=[quiet, verdict]))
    assert [each.verdict["verdict"] for each in shown] == ["found", "nothing-found"]
    assert "no proof" in shown[1].sentences[0]
    assert shown[1].clause is None


def test_a_process_is_no_ban_and_is_named() -> None:
    (verdict,) = deepcopy(build(sample.nothing_found()).screening["verdicts"])
    clause = {**build(sample.found()).screening["verdicts"][0]["clauses"][0], "outcome": "process"}
    report = changed(sample.nothing_found, verdicts=[{**verdict, "clauses": [clause]}])
    assert law_sentences(report)[0].startswith("No ban of this law is reached, but clause (B)(1)(a)1")
    assert "process" in keys(report)


def test_why_there_is_no_answer() -> None:
    assert "4,195,484 bytes" in law_sentences(build(sample.inconclusive()))[0]
    ledger = {**build(sample.inconclusive()).screening["ledger"], "read": 0, "unread": 0, "total": 0, "regions": []}
    assert "a single byte" in law_sentences(changed(sample.inconclusive, ledger=ledger))[0]
    full = build(sample.nothing_found()).screening["ledger"]
    (verdict,) = deepcopy(build(sample.inconclusive()).screening["verdicts"])
    told = law_sentences(changed(sample.inconclusive, ledger=full, verdicts=[verdict]))
    assert told[1] == verdict["reasons"][0]
    verdict["policy"]["max_pack_age_days"] = 3
    pack = {**build(sample.inconclusive()).screening["pack"], "age_days": 4}
    told = law_sentences(changed(sample.inconclusive, ledger=full, verdicts=[verdict], pack=pack))
    assert "too old" in told[0]


def test_a_law_that_has_ended_says_so_first() -> None:
    result = sample.found()
    ended = replace(result.verdicts[0], standing=Standing("ended", "This law ended in 2022."))
    assert law_sentences(build(replace(result, verdicts=(ended,))))[0] == "This law ended in 2022."
