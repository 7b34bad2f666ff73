"""What importers refuse: every format stays below their limits, whatever names a delivery chooses."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from scanner.document.build import build
from scanner.document.report import Report
from scanner.document.result import Result
from scanner.report.csv import CsvFormat, cell
from scanner.report.cyclonedx.format import CycloneDxFormat
from scanner.report.facts import STOPPED
from scanner.report.html import HtmlFormat
from scanner.report.junit import JunitFormat
from scanner.report.markdown import MarkdownFormat
from scanner.report.registry import FORMATS
from scanner.report.sarif.format import PROFILES, SarifFormat
from scanner.report.sarif.places import LONGEST_URI, uri
from scanner.types import ByteState, LedgerEntry
from tests.document import sample
from tests.document.sample_parts import node, raw
from tests.report.schemas import cyclonedx, problems, sarif
from tests.report.shown import missing, readable

NAMES = "".join(map(chr, range(0x4E00, 0x9000)))


@cache
def _long(count: int = 300) -> Report:
    """Findings and unread files whose names are as long as a file system allows, and hold nothing that packs."""
    chance = random.Random(6)  # noqa: S311 - names, no secrets
    base = sample.inconclusive()
    (finding, *_) = base.findings
    findings, nodes, entries = [], [], []
    for number in range(count):
        path = f"{sample.ROOT}!/{''.join(chance.choices(NAMES, k=4_000))}"
        nodes.append(node(path, 300_000, "unknown", sample.ROOT))
        entries.append(raw(path, 300_000, ByteState.OPAQUE, "unknown content"))
        (proof, *_) = finding.proofs
        findings.append(
            replace(finding, proofs=(replace(proof, observation=replace(proof.observation, path=path, offset=number)),))
        )
    ids = tuple(f"{number:016x}" for number in range(count))
    return build(
        replace(
            base,
            nodes=base.nodes + tuple(nodes),
            entries=base.entries + tuple(entries),
            findings=tuple(findings),
            finding_ids=ids,
        )
    )


@pytest.mark.parametrize("profile", PROFILES)
def test_github_can_take_the_log_and_what_it_lost_is_counted(profile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.report.sarif.format.LARGEST", 600_000)
    log = SarifFormat(profile).render(_long())  # type: ignore[arg-type]
    assert 100_000 < len(gzip.compress(log, 6)) < 600_000
    assert problems(sarif(), json.loads(log)) == []
    assert missing("sarif", log, _long()) == []
    assert f"digest {_long().digest}" in log.decode()


def test_gitlab_can_read_the_suite() -> None:
    assert len(JunitFormat().render(_long())) < 30_000_000


@pytest.mark.parametrize("path", ["名" * 4_000, "a/" * 9_000, "%" * 3_000, "x" * (LONGEST_URI - 71) + "ü" * 500])
def test_a_uri_of_any_length_is_one(path: str) -> None:
    made = uri(path)
    assert len(made) <= LONGEST_URI
    assert re.fullmatch(r"(?:[!$&'()*+,;=@~\w./-]|%[0-9A-F]{2})+", made, re.ASCII)
    assert made != uri(path + "y")


def _far(result: Result) -> Result:
    """The result with its first place far behind what 32 bits can say."""
    (finding, *others) = result.findings
    (proof, *proofs) = finding.proofs
    far = replace(proof, observation=replace(proof.observation, offset=1 << 31))
    near = replace(proof, observation=replace(proof.observation, offset=(1 << 31) - 1))
    return replace(result, findings=(replace(finding, proofs=(far, near, *proofs)), *others))


def test_dependency_track_takes_every_text_and_number() -> None:
    long = replace(_far(sample.found()), problems=("x" * 5_000,))
    product = replace(long.findings[0].product, sentence="y" * 3_000, vendor="v" * 400)
    findings = tuple(replace(f, product=product) if f.product.id == product.id else f for f in long.findings)
    for report in (build(replace(long, findings=findings)), _long(60)):
        bom = json.loads(CycloneDxFormat().render(report))
        assert problems(cyclonedx("1.7"), bom) == []
        for part in [bom["metadata"], bom["metadata"]["component"], *bom["components"]]:
            assert all(len(row["value"]) <= 1_024 for row in part.get("properties", ()))
            assert len(part.get("name", "")) <= 255
            assert len(part.get("group", "")) <= 255
            assert len(part.get("description", "")) <= 1_024
            occurrences = part.get("evidence", {}).get("occurrences", ())
            assert all(row.get("offset", 0) < 1 << 31 for row in occurrences)


def test_an_offset_that_does_not_fit_is_told_all_the_same() -> None:
    bom = json.loads(CycloneDxFormat().render(build(_far(sample.found()))))
    rows = [row for part in bom["components"] for row in part.get("evidence", {}).get("occurrences", ())]
    assert any("offset" not in row and "at offset 2147483648" in row["additionalContext"] for row in rows)
    assert any(row.get("offset") == (1 << 31) - 1 for row in rows)


def test_dependency_track_keeps_every_component() -> None:
    """It drops those that are alike in group, name and version: two regions of a file, two products of one name."""
    result = sample.inconclusive()
    at = next(entry for entry in result.entries if entry.path == sample.SECRET)
    half = at.length // 2
    parts = (
        replace(at, length=half),
        LedgerEntry(at.path, half, at.length - half, ByteState.FAILED, "broken", at.reader),
    )
    entries = tuple(part for entry in result.entries for part in (parts if entry is at else (entry,)))
    (finding,) = result.findings
    twin = replace(finding, product=replace(finding.product, id="twin", vendor="Another"))
    both = replace(result, entries=entries, findings=(finding, twin), finding_ids=("a" * 16, "b" * 16))
    found = json.loads(CycloneDxFormat().render(build(both)))["components"]
    kept = Counter((row.get("group"), row["name"], row.get("version")) for row in found)
    assert len(found) == 5
    assert set(kept.values()) == {1}


def test_names_of_cases_are_unique_over_all_laws() -> None:
    result = sample.review()
    (verdict,) = result.verdicts
    other = replace(verdict, policy=replace(verdict.policy, id="another-law"))
    text = JunitFormat().render(build(replace(result, verdicts=(verdict, other)))).decode()
    names = re.findall(r'<testcase classname="[^"]*" name="([^"]*)"', text)
    assert len(set(names)) == len(names) == 12


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a;=cmd|'/C calc'!A0", "a;'=cmd|'/C calc'!A0"),
        ('a;"@SUM(1)', "a;'\"@SUM(1)"),
        ("a; +1;-2", "a;' +1;'-2"),
        ("a;b=c", "a;b=c"),
    ],
)
def test_a_semicolon_begins_no_formula(value: str, shown: str) -> None:
    """Where the comma is the decimal sign, a spreadsheet takes the semicolon for the end of a cell."""
    assert cell(value) == shown


@cache
def _of_many_reasons() -> Report:
    result = sample.found()
    (verdict,) = result.verdicts
    reasons = tuple(f"reason {number} of many" for number in range(3_000))
    return build(replace(result, verdicts=(replace(verdict, reasons=reasons),)))


def test_thousands_of_reasons_are_folded_or_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    page = HtmlFormat().render(_of_many_reasons()).decode()
    assert page.count(" of many<") == 3_000
    monkeypatch.setattr("scanner.report.page.law.MOST_REASONS", 50)
    page = HtmlFormat().render(_of_many_reasons()).decode()
    assert page.count(" of many<") == 50
    assert "2,950 more reasons in report.json" in page
    (law,) = json.loads(SarifFormat().render(_of_many_reasons()))["runs"][0]["taxonomies"]
    assert len(law["properties"]["facescreen:reasons"]) == 50
    assert law["properties"]["facescreen:reasons-left-out"] == 2_950


def test_a_cell_of_clauses_keeps_every_mark() -> None:
    result = sample.found()
    verdict = replace(result.verdicts[0], reasons=())
    (first, *_) = verdict.clauses
    clauses = [replace(first.clause, number=f"(B)({number})", verified="unverified") for number in range(30)]
    policy = replace(verdict.policy, clauses=tuple(clauses))
    reached = tuple(replace(first, clause=clause) for clause in clauses)
    text = MarkdownFormat().render(build(replace(result, verdicts=(replace(verdict, policy=policy, clauses=reached),))))
    (row,) = [line for line in text.decode().splitlines() if "(B)(0)" in line and "Reached" in line]
    shown = re.findall(r"\(B\)\(\d+\)", row)
    counted = re.search(r"and (\d+) more", row)
    assert counted
    assert len(shown) + int(counted[1]) == 30
    assert row.count("not checked against the text") == len(shown) > 3


@pytest.mark.parametrize("form", [form for form in FORMATS if form.NAME != "json"], ids=lambda form: form.NAME)
def test_a_run_that_was_stopped_or_had_faults_says_so(form: Any) -> None:
    faults = tuple(f"fault {number}" for number in range(4))
    broken = replace(sample.inconclusive(), run=replace(sample.RUN, interrupted=True), problems=faults)
    shown = " ".join(readable(form.render(build(broken))).split())
    assert STOPPED in shown
    assert STOPPED not in " ".join(readable(form.render(build(sample.inconclusive()))).split())
    if form.NAME == "text":
        assert "Problem of this run: fault 0 and 3 more problems in report.json" in shown
    else:
        assert all(fault in shown for fault in faults)


def test_a_report_without_a_clock_has_the_day() -> None:
    result = replace(sample.nothing_found(), run=replace(sample.RUN, started="", finished=""))
    assert b'timestamp="2026-11-25T00:00:00"' in JunitFormat().render(build(result))


def test_the_csv_has_the_longest_name_whole() -> None:
    report = _long(60)
    paths = {row["path"] for row in csv.DictReader(io.StringIO(CsvFormat().render(report).decode()))}
    assert {region["path"] for region in report.screening["ledger"]["regions"]} <= paths
