"""JUnit against our own schema, and the table of design.md: failure, error, never skipped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import xmlschema
from defusedxml import ElementTree

from scanner.document.build import build
from scanner.document.result import Result
from scanner.report.junit import JunitFormat
from tests.document import sample
from tests.report.rendered import rendered

MAKERS = (sample.found, sample.inconclusive, sample.review, sample.nothing_found, sample.hostile)


@cache
def _schema() -> Any:
    return xmlschema.XMLSchema(str(Path(__file__).with_name("junit.xsd")))


def _suite(result: Result) -> Element:
    suite = ElementTree.fromstring(JunitFormat().render(build(result))).find("testsuite")
    assert suite is not None
    return suite


def _results(result: Result) -> dict[str, str]:
    """Name of a case → its result and type."""
    found = {}
    for case in _suite(result).iter("testcase"):
        child = next(iter(case), None)
        found[str(case.get("name"))] = "passed" if child is None else f"{child.tag} {child.get('type')}"
    return found


@pytest.mark.parametrize("make", MAKERS)
def test_the_schema_holds(make: Callable[[], Result]) -> None:
    _schema().validate(JunitFormat().render(build(make())).decode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('type="review"', 'type="warning"'),
        ("<failure ", "<skipped "),
        ('name="signature pack age"', 'name="coverage"'),
        ('tests="', 'test="'),
    ],
)
def test_the_schema_catches_planted_errors(old: str, new: str) -> None:
    text = JunitFormat().render(build(sample.review())).decode()
    assert old in text
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        _schema().validate(text.replace(old, new).replace("</failure>", f"</{new[1:-1] if '<' in old else 'failure'}>"))


@pytest.mark.parametrize(
    ("make", "verdict", "first", "others", "coverage"),
    [
        (sample.found, "failure violation", "failure violation", "passed", "passed"),
        (sample.inconclusive, "error inconclusive", "error inconclusive", "error inconclusive", "error inconclusive"),
        (sample.review, "failure review", "failure review", "passed", "passed"),
        (sample.nothing_found, "passed", "passed", "passed", "passed"),
    ],
)
def test_the_table_of_results(make: Callable[[], Result], verdict: str, first: str, others: str, coverage: str) -> None:
    found = _results(make())
    clauses = [value for name, value in found.items() if name.startswith("(")]
    assert len(clauses) == 4
    assert (found[f"verdict under {sample.BOSTON.id}"], clauses[0], clauses[-1], found["coverage"]) == (
        verdict,
        first,
        others,
        coverage,
    )
    assert found["signature pack age"] == "passed"


@pytest.mark.parametrize("make", MAKERS)
def test_the_counts_are_those_of_the_cases(make: Callable[[], Result]) -> None:
    suite = _suite(make())
    cases = list(suite.iter("testcase"))
    assert int(suite.get("tests", "")) == len(cases)
    assert int(suite.get("failures", "")) == sum(case.find("failure") is not None for case in cases)
    assert int(suite.get("errors", "")) == sum(case.find("error") is not None for case in cases)


def test_a_pack_that_is_too_old_is_an_error_and_coverage_is_none() -> None:
    result = sample.nothing_found()
    law = replace(result.verdicts[0].policy, max_pack_age_days=180)
    verdict = replace(result.verdicts[0], policy=law, verdict=sample.inconclusive().verdict)
    old = replace(result, verdicts=(verdict,), verdict=verdict.verdict, pack=replace(sample.PACK, age_days=181))
    found = _results(old)
    assert (found["coverage"], found["signature pack age"]) == ("passed", "error inconclusive")
    assert "passed" not in {value for name, value in found.items() if name.startswith("(")}


def test_what_could_not_be_listed_is_an_error_of_coverage_though_no_region_shows_it() -> None:
    result = sample.nothing_found()
    verdict = replace(result.verdicts[0], verdict=sample.inconclusive().verdict, reasons=("1 place was refused.",))
    assert _results(replace(result, verdicts=(verdict,), verdict=verdict.verdict))["coverage"] == "error inconclusive"


def test_a_report_without_a_law_does_not_pass() -> None:
    result = replace(sample.nothing_found(), verdicts=(), verdict=sample.inconclusive().verdict)
    assert _results(result)["verdict"] == "error inconclusive"


def test_clauses_of_the_same_words_keep_a_case_each() -> None:
    result = sample.nothing_found()
    law = result.verdicts[0].policy
    twice = replace(law, clauses=law.clauses[:1] * 2)
    found = _results(replace(result, verdicts=(replace(result.verdicts[0], policy=twice, clauses=()),)))
    assert sum(name.startswith("(B)(1)(a)1") for name in found) == 2


def test_a_clause_lists_fifty_findings_and_counts_the_rest() -> None:
    result = sample.huge(200)
    verdict = result.verdicts[0]
    clause = replace(verdict.clauses[0], findings=result.finding_ids)
    report = build(replace(result, verdicts=(replace(verdict, clauses=(clause,)),)))
    text = JunitFormat().render(report).decode()
    assert f"150 more findings in report.json, digest {report.digest}" in text


def test_a_large_delivery_stays_far_below_gitlabs_limits() -> None:
    content = rendered("junit", sample.crowded)
    assert len(content) < 30_000_000
    assert content.count(b"<") < 250_000
