"""SARIF against OASIS' schema and against what GitHub, GitLab and DefectDojo take."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scanner.compare.change import with_change
from scanner.document.build import build
from scanner.document.result import Result
from scanner.report.sarif.format import PROFILES, SarifFormat
from scanner.report.sarif.places import fingerprint, uri
from tests.document import sample
from tests.report.rendered import parsed, rendered
from tests.report.schemas import problems, sarif

MAKERS = (sample.found, sample.inconclusive, sample.review, sample.nothing_found, sample.hostile)


def _log(make: Callable[[], Result], profile: str = "ci") -> Any:
    return parsed("sarif", make, profile)


def _run(make: Callable[[], Result], profile: str = "ci") -> Any:
    (run,) = _log(make, profile)["runs"]
    return run


def _notices(run: Any) -> list[Any]:
    return list(run["invocations"][0]["toolExecutionNotifications"])


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("make", [*MAKERS, sample.crowded])
def test_the_schema_of_oasis_holds(make: Callable[[], Result], profile: str) -> None:
    assert problems(sarif(), _log(make, profile)) == []


def test_the_schema_catches_a_planted_error() -> None:
    log = json.loads(json.dumps(_log(sample.found)))
    log["runs"][0]["results"][0]["level"] = "fatal"
    log["runs"][0]["invocations"][0]["exitCode"] = "1"
    assert len(problems(sarif(), log)) == 2


@pytest.mark.parametrize(
    ("make", "ci", "full"),
    [
        (sample.found, {("fail", "error"), ("fail", "warning")}, {("fail", "error"), ("review", "none")}),
        (sample.inconclusive, {("fail", "warning")}, {("open", "none")}),
        (sample.review, {("fail", "warning")}, {("review", "none")}),
        (sample.nothing_found, set(), {("pass", "none")}),
    ],
)
def test_the_verdict_has_its_kinds_and_levels(make: Callable[[], Result], ci: set[Any], full: set[Any]) -> None:
    assert {(r["kind"], r["level"]) for r in _run(make)["results"]} == ci
    kinds = {(r["kind"], r["level"]) for r in _run(make, "full")["results"]}
    assert kinds - {("informational", "none")} == full


@pytest.mark.parametrize("make", [*MAKERS, sample.crowded])
def test_importers_take_every_result_of_the_ci_profile(make: Callable[[], Result]) -> None:
    run = _run(make)
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) <= 5_000
    for result in run["results"]:
        assert result["kind"] == "fail"  # DefectDojo drops every other kind
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        (location,) = result["locations"]  # DefectDojo makes a finding of each, GitHub shows the first
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"]
        assert {place["region"][key] for key in ("startLine", "startColumn", "endLine", "endColumn")} == {1}
        assert 0 < result["rank"] <= 100  # GitLab's first key
        assert re.fullmatch(r"[0-9a-f]{16}:\d+", result["partialFingerprints"]["primaryLocationLineHash"])
        assert result["message"]["text"]
    prints = Counter((r["ruleId"], r["partialFingerprints"]["primaryLocationLineHash"]) for r in run["results"])
    assert all(count == 1 for count in prints.values())


@pytest.mark.parametrize("make", [*MAKERS, sample.crowded])
@pytest.mark.parametrize("profile", PROFILES)
def test_rules_have_what_github_asks_for(make: Callable[[], Result], profile: str) -> None:
    driver = _run(make, profile)["tool"]["driver"]
    assert driver["version"] == driver["semanticVersion"]  # DefectDojo reads the one, GitHub the other
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"]) < 25_000
    for rule in driver["rules"]:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert len(rule["properties"]["tags"]) <= 10
        assert 0 < float(rule["properties"]["security-severity"]) <= 10


def test_a_large_log_is_small_enough_to_be_sent() -> None:
    assert len(gzip.compress(rendered("sarif", sample.crowded))) < 10_000_000


def test_the_order_of_weight_is_found_then_unread_then_review() -> None:
    both = replace(sample.inconclusive(), verdict=sample.review().verdict)
    ranks = [r["rank"] for r in _run(sample.found)["results"]]
    assert ranks == sorted(ranks, reverse=True)
    run = json.loads(SarifFormat().render(build(both)))["runs"][0]
    gap = {r["rank"] for r in run["results"] if r["ruleId"].startswith("COV/")}
    assert max(ranks) > max(gap) > min(ranks)


def test_large_regions_are_results_and_all_are_notifications() -> None:
    run = _run(sample.inconclusive)
    assert [r["ruleId"] for r in run["results"]] == ["COV/encrypted", "COV/verdict"]
    told = Counter(notice["descriptor"]["id"] for notice in _notices(run))
    assert told["NOTE/unread-large"] == 1
    assert told["NOTE/unread-small"] == 1
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["byteOffset"], region["byteLength"]) == (64 + 6_291_456, 4_194_304)


def test_a_note_is_no_alert_but_told() -> None:
    run = _run(sample.found)
    assert len(run["results"]) == 3
    assert sum(notice["descriptor"]["id"] == "NOTE/note" for notice in _notices(run)) == 3
    assert all(n["descriptor"]["id"] != "NOTE/note" for n in _notices(_run(sample.found, "full")))


def test_a_verdict_without_a_finding_still_has_a_result() -> None:
    result = sample.found()
    bare = replace(
        result, findings=(), finding_ids=(), verdicts=(replace(result.verdicts[0], clauses=(), outcomes=()),)
    )
    (only,) = json.loads(SarifFormat().render(build(bare)))["runs"][0]["results"]
    assert (only["ruleId"], only["kind"], only["level"]) == ("face/verdict/found", "fail", "warning")


@pytest.mark.parametrize("make", MAKERS)
def test_references_lead_somewhere(make: Callable[[], Result]) -> None:
    run = _run(make)
    for number, artifact in enumerate(run["artifacts"]):
        assert artifact.get("parentIndex", -1) < number
        assert re.fullmatch(r"[!-~]+", artifact["location"]["uri"])
    descriptors = run["tool"]["driver"]["notifications"]
    for notice in _notices(run):
        assert descriptors[notice["descriptor"]["index"]]["id"] == notice["descriptor"]["id"]
    for result in run["results"]:
        for taxon in result.get("taxa", []):
            law = run["taxonomies"][taxon["toolComponent"]["index"]]
            assert law["taxa"][taxon["index"]]["id"] == taxon["id"]


def test_an_update_keeps_its_alert() -> None:
    old = fingerprint("r", "ipcam-update-4.2.bin!/ipcam-2.4.1 rootfs!/usr/lib/libface.so.4.1")
    assert old == fingerprint("r", "ipcam-update-5.0.bin!/ipcam-2.5.0 rootfs!/usr/lib/libface.so.4.20")
    assert old != fingerprint("r", "ipcam-update-4.2.bin!/ipcam-2.4.1 rootfs!/usr/lib/libfaces.so.4.1")
    assert old != fingerprint("q", "ipcam-update-4.2.bin!/ipcam-2.4.1 rootfs!/usr/lib/libface.so.4.1")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a b/ü.bin", "a%20b/%C3%BC.bin"),
        ("../../etc/passwd", "etc/passwd"),
        ("//host/share", "host/share"),
        ("javascript:alert(1)", "javascript%3Aalert(1)"),
        ("", "delivery"),
        ("a#b?c%41|`", "a%23b%3Fc%2541%7C%60"),
    ],
)
def test_a_path_is_a_relative_reference(path: str, expected: str) -> None:
    assert uri(path) == expected


def test_a_result_says_whether_the_deployed_version_had_it() -> None:
    new, same = build(sample.found()), build(replace(sample.found(), name="deployed"))
    result, verdicts = sample.found(), sample.nothing_found().verdicts
    old = build(replace(result, findings=result.findings[1:], finding_ids=result.finding_ids[1:], verdicts=verdicts))
    for deployed, expected in ((old, ["new", "unchanged", "unchanged"]), (same, ["unchanged"] * 3)):
        log = json.loads(SarifFormat().render(with_change(new, deployed)))
        assert problems(sarif(), log) == []
        assert sorted(result["baselineState"] for result in log["runs"][0]["results"]) == expected
    assert all("baselineState" not in result for result in _run(sample.found)["results"])
