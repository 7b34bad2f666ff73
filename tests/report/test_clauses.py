"""A clause that was not read in the law never stands without its mark, whatever prints it."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.report.clauses import clause_name, law_line
from scanner.report.groups import touched
from scanner.report.html import HtmlFormat
from scanner.report.interface import Format
from scanner.report.json import JsonFormat
from scanner.report.registry import FORMATS, formats
from scanner.report.ruling import explained
from scanner.report.text import TextFormat
from scanner.report.words import word
from scanner.types import Outcome, TechnicalFact
from scanner.types.assessment import Standing
from tests.document import sample
from tests.document.sample_policy import EXEMPTIONS
from tests.report.shown import readable

ALL = (*FORMATS, *formats("full", "1.6")[4:7:2])
IDS = [*(form.NAME for form in FORMATS), "sarif-full", "cyclonedx-1.6"]


def report(verified: str) -> Report:
    """The sample's report as if no clause had another mark than ``verified``, with a citation that leaves room."""
    document = deepcopy(build(sample.found()).document)
    for verdict in document["screening"]["verdicts"]:
        verdict["policy"]["citation"] = "Code 16-62"
        verdict["reasons"] = []
        for part in (*verdict["clauses"], *verdict["exemptions"]):
            part["verified"] = verified
    return Report(document)


NUMBER = "(B)(1)(a)1"


def section(page: str, name: str) -> str:
    """The section with the id ``name``, up to the next one that has an id."""
    return re.split(r'<section id="', page.split(f'<section id="{name}"')[1])[0]


@pytest.mark.parametrize(
    ("verified", "long", "short"),
    [
        ("secondary", "from a secondary source, not from the text", "not read in the law"),
        ("unverified", "not checked against the text", "unchecked"),
    ],
)
def test_every_format_for_people_marks_it_wherever_it_stands(verified: str, long: str, short: str) -> None:
    page = HtmlFormat().render(report(verified)).decode()
    law, findings = section(page, "law"), section(page, "findings")
    assert f"<b>{NUMBER}</b> " in law
    assert f">{long}</span>" in law.split(f"<b>{NUMBER}</b> ", 1)[1].split("</li>")[0]
    assert findings.count(f"{NUMBER} ({long})") == findings.count(NUMBER) > 0
    told = TextFormat().render(report(verified)).decode()
    assert told.count(f"{NUMBER} ({short})") == told.count(NUMBER) == 1
    lines = "\n".join(explained(report(verified)))
    assert lines.count(f"{NUMBER} ({long})") == lines.count(NUMBER) > 1


def test_a_verified_one_has_no_mark_and_json_has_the_flag_of_every_clause() -> None:
    assert clause_name({"number": NUMBER, "verified": "verified"}) == NUMBER
    page = HtmlFormat().render(report("verified")).decode()
    assert "from a secondary source, not from the text" not in section(page, "findings")
    assert b'"verified": "unverified"' in JsonFormat().render(report("unverified")).replace(b'":"', b'": "')


def test_a_line_of_the_summary_holds_whole_clauses_and_counts_the_others() -> None:
    verdict = report("unverified").screening["verdicts"][0]
    full = law_line(verdict)
    for width in range(40, len(full) + 1):
        line = law_line(verdict, width)
        assert line.count("(unchecked)") == line.count("(B)")
        assert len(line) <= max(width, len(law_line({**verdict, "clauses": []})))
    assert law_line(verdict, 500).count("(unchecked)") == full.count("(not checked against the text)") > 1


def test_a_process_is_said_even_where_its_clause_does_not_fit() -> None:
    verdict = deepcopy(report("unverified").screening["verdicts"][0])
    verdict["verdict"], verdict["policy"]["citation"] = "nothing-found", "City Code 16-63 (Ord. 14)"
    for clause in verdict["clauses"]:
        clause["outcome"] = "not_reached"
    assert law_line(verdict, 80) == "Law: City Code 16-63: nothing found"
    verdict["clauses"][0]["outcome"] = "process"
    assert law_line(verdict, 66) == "Law: City Code 16-63: no ban reached; a process first (unchecked)"
    assert law_line(verdict, 62) == "Law: City Co…6-63: no ban reached; a process first (unchecked)"
    verdict["clauses"][0]["verified"] = "verified"
    assert law_line(verdict, 55) == "Law: City Code 16-63: no ban reached; a process first"
    verdict["clauses"][0]["verified"] = "unverified"
    assert law_line(verdict, 90).endswith("; a process first under (B)(1)(a)1 (unchecked)")
    assert "16-63 (Ord. 14)" in law_line(verdict)


@pytest.mark.parametrize("form", ALL, ids=IDS)
def test_no_format_prints_what_a_clause_says_without_its_mark(form: Format) -> None:
    for verified in ("secondary", "unverified"):
        for make in (sample.found, sample.nothing_found, sample.inconclusive):
            document = deepcopy(build(make()).document)
            (verdict,) = document["screening"]["verdicts"]
            for number, clause in enumerate(verdict["clauses"]):
                clause |= {"verified": verified, "says": f"Paraphrase {number}."}
            text = readable(form.render(Report(document)))
            mark = word("checked", verified)
            told = re.findall(r"Paraphrase \d+\.(.{0,120})", text, re.S) if "Paraphrase" in text else []
            for match in re.finditer(r"Paraphrase \d+\.", text):
                around = text[max(0, match.start() - 120) : match.end() + 120]
                assert mark in around or f'"{verified}"' in around, (form.NAME, around)
            assert told or form.NAME in {"text", "csv", "markdown"}


@pytest.mark.parametrize("form", ALL, ids=IDS)
def test_no_format_prints_the_status_of_a_law_without_its_mark(form: Format) -> None:
    for verified in ("secondary", "unverified"):
        document = deepcopy(build(sample.found()).document)
        policy = document["screening"]["verdicts"][0]["policy"]
        policy |= {"status": "Standing of the law.", "status_verified": verified}
        text = readable(form.render(Report(document)))
        mark = word("checked", verified)
        for match in re.finditer(r"Standing of the law\.", text):
            around = text[match.start() : match.end() + 300]
            assert mark in around or f'"{verified}"' in around, (form.NAME, around)
        assert "Standing of the law." in text or form.NAME in {"text", "csv", "markdown", "junit"}


@pytest.mark.parametrize("name", ["html", "pdf"])
def test_whom_a_law_binds_stands_with_the_law(name: str) -> None:
    document = deepcopy(build(sample.found()).document)
    policy = document["screening"]["verdicts"][0]["policy"]
    (form,) = [form for form in FORMATS if name == form.NAME]
    policy["applies_to"] = "Seven bodies of the city."
    shown = re.sub(r"<[^>]+>", "", readable(form.render(Report(document))))
    assert "Whom it binds: Seven bodies of the city." in shown
    del policy["applies_to"]
    assert "Whom it binds" not in readable(form.render(Report(document)))


def test_an_exemption_of_a_marked_capability_is_told_with_a_finding_that_has_the_mark() -> None:
    document = deepcopy(build(sample.found()).document)
    (verdict,) = document["screening"]["verdicts"]
    finding = document["screening"]["findings"][0]
    finding["qualifiers"] = ["emotion"]
    for words, told in (([f"{finding['capability']}+emotion"], 1), (["+emotion"], 1), (["+cloud"], 0)):
        verdict["exemptions"] = [{**verdict["exemptions"][0], "capabilities": words}]
        assert sum("  Exemption " in line for line in explained(Report(document), [finding["id"]])) == told


ENDED = Standing("ended", "This law ended on 2022-12-31 (not checked against the text): a record, no duty.")


@pytest.mark.parametrize("form", ALL, ids=IDS)
def test_every_format_says_that_a_law_has_ended(form: Format) -> None:
    result = sample.nothing_found()
    for against in (None, ENDED):
        verdicts = tuple(replace(verdict, standing=against) for verdict in result.verdicts)
        text = readable(form.render(build(replace(result, verdicts=verdicts))))
        assert ("ended on 2022-12-31" in text or "16-62 (ended)" in text) is (against is ENDED)
        assert (ENDED.sentence in "\n".join(explained(Report(build(replace(result, verdicts=verdicts)).document)))) is (
            against is ENDED
        )


def test_the_line_of_a_law_says_that_it_has_ended_whatever_the_width() -> None:
    verdict = {**report("verified").screening["verdicts"][0], "standing": {"word": "ended", "sentence": "s"}}
    assert law_line(verdict).startswith("Law: Code 16-62 (ended): found")
    assert law_line(verdict, 60).startswith("Law: Code 16-62 (ended): found")


def test_technical_facts_and_reasons_stand_in_the_page() -> None:
    result = sample.found()
    facts = (TechnicalFact("blur", "for", "Found: blurring of <b>."), TechnicalFact("no-gallery", "open", "Not found."))
    exemption = replace(EXEMPTIONS[0], shown=facts)
    (verdict,) = result.verdicts
    identifier = result.finding_ids[0]
    outcomes = tuple((key, Outcome.REVIEW) for key in result.finding_ids)
    changed = replace(
        verdict, exemptions=(exemption,), outcomes=outcomes, why=((identifier, "not settled in the policy"),)
    )
    built = build(replace(result, verdicts=(changed,)))
    page = HtmlFormat().render(built).decode()
    assert "<b>For:</b> <bdi>Found: blurring of &lt;b&gt;.</bdi>" in page
    assert "<b>Open:</b> <bdi>Not found.</bdi>" in page
    cited = f"<bdi>{verdict.policy.citation}</bdi>: <bdi>not settled in the policy</bdi>."
    assert f"Why, as this program reads the law: {cited}" in page
    assert "(this program's reading: not settled in the policy)" in "\n".join(explained(built))
    assert "For: Found: blurring of <b>." in "\n".join(explained(built))


def test_a_law_that_only_notes_a_finding_lends_its_clauses_to_no_other_outcome() -> None:
    result = sample.found()
    (verdict,) = result.verdicts
    noted = tuple((key, Outcome.NOTE) for key in result.finding_ids)
    second = replace(verdict, policy=replace(verdict.policy, id="us-xx-second"), outcomes=noted)
    built = build(replace(result, verdicts=(verdict, second)))
    assert not any("us-xx-second" in name for names in touched(built).values() for name in names)
    alone = build(replace(result, verdicts=(second,)))
    assert any(touched(alone).values())


def test_clauses_of_several_laws_are_told_apart_in_the_page() -> None:
    result = sample.found()
    (verdict,) = result.verdicts
    second = replace(verdict, policy=replace(verdict.policy, id="us-xx-second", citation="Second Code 7"))
    page = HtmlFormat().render(build(replace(result, verdicts=(verdict, second)))).decode()
    assert f"<bdi>{verdict.policy.citation}</bdi>, {NUMBER}" in page
    assert f"<bdi>Second Code 7</bdi>, {NUMBER}" in page
