"""The document of a result: complete, canonical and harmless."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from scanner.document.build import build
from scanner.document.canonical import canonical, clean, digest, short_id, unsafe_texts
from scanner.document.nodes import roots_digest
from scanner.document.remedies import remedies
from scanner.document.result import Result
from scanner.document.validate import validator
from scanner.ledger import coverage
from scanner.types import ByteState, LedgerEntry
from tests.document import sample

SAMPLES = (sample.found, sample.inconclusive, sample.review, sample.nothing_found, sample.hostile)


@pytest.mark.parametrize("make", SAMPLES)
def test_every_document_meets_its_schema(make: Callable[[], Result]) -> None:
    assert [str(error.message) for error in validator().iter_errors(build(make()).document)] == []


@pytest.mark.parametrize("make", SAMPLES)
def test_the_order_of_the_parts_does_not_matter(make: Callable[[], Result]) -> None:
    result = make()
    shuffled = _shuffled(result, random.Random(7))  # noqa: S311 - a fixed shuffle, no secret
    assert build(shuffled).to_json() == build(result).to_json() == build(make()).to_json()


def _shuffled(result: Result, chance: random.Random) -> Result:
    def mixed(items: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(chance.sample(items, len(items)))

    pairs = mixed(list(zip(result.findings, result.finding_ids, strict=True)))
    findings = [replace(f, proofs=mixed(f.proofs), lifted_by=mixed(f.lifted_by)) for f, _ in pairs]
    names = ("nodes", "links", "entries", "edges", "verdicts", "problems", "policies")
    parts: dict[str, Any] = {name: mixed(getattr(result, name)) for name in names}
    return replace(
        result,
        findings=tuple(findings),
        finding_ids=tuple(identifier for _, identifier in pairs),
        seen_by=dict(reversed(list(result.seen_by.items()))),
        **parts,
    )


def test_clock_and_host_do_not_change_the_digest() -> None:
    result = sample.found()
    other = replace(result, run=replace(sample.RUN, started="2027-01-01T00:00:00Z", host="elsewhere", jobs=64))
    assert build(other).digest == build(result).digest
    assert build(other).to_json() != build(result).to_json()
    assert build(replace(result, date="2026-11-26")).digest != build(result).digest


@pytest.mark.parametrize("make", SAMPLES)
def test_the_bytes_of_the_delivery_add_up(make: Callable[[], Result]) -> None:
    result = make()
    screening = build(result).screening
    ledger = screening["ledger"]
    assert sum(ledger["states"].values()) == ledger["total"] == ledger["read"] + ledger["unread"]
    assert sum(region["length"] for region in ledger["regions"]) == ledger["unread"]
    assert ledger["percent"] == coverage(result.entries).percent
    if ledger["balanced"]:
        assert sum(ledger["delivery"].values()) == screening["delivery"]["size"]
        assert all(sum(node["states"].values()) == node["size"] for node in screening["nodes"])


def test_a_ledger_that_does_not_add_up_is_named() -> None:
    result = sample.found()
    entries = tuple(entry for entry in result.entries if entry.path != sample.DAEMON)
    ledger = build(replace(result, entries=entries)).screening["ledger"]
    assert ledger["balanced"] is False
    assert ledger["unbalanced"] == [sample.DAEMON]


def test_unread_regions_come_largest_first_with_a_remedy() -> None:
    regions = build(sample.inconclusive()).screening["ledger"]["regions"]
    assert [(region["path"], region["state"]) for region in regions] == [
        (sample.SECRET, "encrypted"),
        (f"{sample.ROOT}!/etc/splash.bin", "opaque"),
    ]
    assert regions[0]["resolve"] == remedies()["encrypted"]


@pytest.mark.parametrize("state", [state for state in ByteState if state.value in sample.UNREAD_WORDS])
def test_every_unread_state_has_a_remedy(state: ByteState) -> None:
    result = sample.nothing_found()
    entries = (*result.entries[:-1], LedgerEntry(f"{sample.ROOT}!/etc/splash.bin", 0, 1_180, state, "why", "reader"))
    (region,) = build(replace(result, entries=entries)).screening["ledger"]["regions"]
    assert region["state"] == state.value
    assert region["resolve"].endswith(".")


def test_evidence_is_grouped_by_fact_with_the_strongest_first() -> None:
    findings = build(sample.found()).findings
    (verification,) = [row for row in findings if row["capability"] == "verification"]
    assert [(fact["fact"], fact["state"], len(fact["places"])) for fact in verification["evidence"]] == [
        ("f001", "called", 2),
        ("f010", "shipped", 1),
    ]
    assert verification["evidence"][0]["places"][0]["path"] == sample.DAEMON
    assert verification["left_out"] == 12
    assert [row["class"] for row in findings] == ["recognition"] * 3 + ["analysis"] + ["detection"] * 2


def test_clauses_that_nothing_reaches_are_listed_too() -> None:
    (verdict,) = build(sample.found()).screening["verdicts"]
    assert [(clause["number"], clause["outcome"]) for clause in verdict["clauses"]] == [
        ("(B)(1)(a)1", "violation_indicator"),
        ("(B)(1)(a)2", "not_reached"),
        ("(B)(1)(b)", "violation_indicator"),
        ("(B)(1)(c)", "not_reached"),
    ]


def test_missing_tools_are_marked() -> None:
    tools = build(sample.found()).screening["capabilities"]["tools"]
    assert [(tool["name"], tool["missing"]) for tool in tools] == [("7zz", False), ("ubireader", True)]


def test_hostile_texts_are_made_visible_everywhere() -> None:
    report = build(sample.hostile())
    assert list(unsafe_texts(report.document)) == []
    assert "\\u{202e}" in report.name
    assert list(unsafe_texts({"a": ["ok", {"b\x1b": 1}]})) == ["b\x1b"]


def test_canonical_json_is_the_same_however_it_was_built() -> None:
    assert canonical({"b": 1, "a": ["é", None]}) == '{"a":["é",null],"b":1}'.encode()
    assert clean({"seconds": 600.0, "share": 0.001, "pair": ("x",)}) == {"seconds": 600, "share": 0.001, "pair": ["x"]}
    assert digest({"b": 1, "a": 2}) == digest(json.loads('{"a":2,"b":1}'))
    assert short_id("ab", "c") != short_id("a", "bc")


def test_the_digest_of_several_files_is_that_of_their_sha256sum_list() -> None:
    one, two = sample.node("b.bin", 1), sample.node("a.bin", 2)
    assert roots_digest([one]) == one.sha256
    assert roots_digest([one, two]) == roots_digest([two, one])
    assert roots_digest([one, two]) == sample.digest(f"{two.sha256}  a.bin\n{one.sha256}  b.bin\n")


def test_findings_without_ids_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        build(replace(sample.found(), finding_ids=()))


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        (ByteState.LIMIT, "more than 9 files in this screening (--max-files)", "a higher --max-files, or"),
        (ByteState.LIMIT, "left out (--max-ratio or --max-node-bytes)", "higher --max-ratio or --max-node-bytes, or"),
        (ByteState.LIMIT, "the disk of the work folder is full (--work-dir)", "--work-dir on a larger disk"),
        (ByteState.LIMIT, "its decoder needs too much memory", "a higher limit"),
        (ByteState.NO_TOOL, "the program ubireader is not installed", "Debian package ubi-reader"),
        (ByteState.NO_TOOL, "the program ubireader2 is not installed", "missing program"),
        (ByteState.ENCRYPTED, "2 encrypted members", "--password-file"),
    ],
)
def test_a_remedy_names_the_option_or_package(state: ByteState, reason: str, said: str) -> None:
    result = sample.nothing_found()
    entries = (*result.entries[:-1], LedgerEntry(f"{sample.ROOT}!/etc/splash.bin", 0, 1_180, state, reason, "reader"))
    (region,) = build(replace(result, entries=entries)).screening["ledger"]["regions"]
    assert said in region["resolve"]


def test_a_report_names_what_is_not_installed_and_the_package_that_has_it() -> None:
    from scanner.report.html import HtmlFormat
    from scanner.report.text import TextFormat

    report = build(sample.nothing_found())
    assert "Not installed: ubireader (ubi-reader)" in TextFormat().render(report).decode()
    assert "ubireader (Debian package ubi-reader): ubi, ubifs not read" in HtmlFormat().render(report).decode()


@pytest.mark.parametrize("value", [0.001, 99.99, 0, 2**70, -1, True, None, "é/\u2028\x01\x7f", [], {}, 1.5, (1, 2)])
def test_what_is_hashed_is_what_the_standard_library_writes_sorted(value):
    document = {"b": value, "a": [value, {"ü": 1, "z": 2, "😀": 3, "\ufb01": 4}]}
    plain = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(document) == plain.encode()
