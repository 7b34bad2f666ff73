"""CycloneDX against its schemas, and what Dependency-Track keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scanner.document.build import build
from scanner.document.result import Result
from scanner.report.cyclonedx.format import VERSIONS, CycloneDxFormat
from tests.document import sample
from tests.report.rendered import parsed
from tests.report.schemas import cyclonedx, problems

MAKERS = (sample.found, sample.inconclusive, sample.review, sample.nothing_found, sample.hostile, sample.crowded)


def _bom(make: Callable[[], Result], version: str = "1.7") -> Any:
    return parsed("cyclonedx", make, version=version)


def _properties(component: Any) -> dict[str, str]:
    return {row["name"]: row["value"] for row in component["properties"]}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("make", MAKERS)
def test_the_schema_holds(make: Callable[[], Result], version: str) -> None:
    bom = _bom(make, version)
    assert bom["specVersion"] == version
    assert problems(cyclonedx(version), bom) == []


@pytest.mark.parametrize("version", VERSIONS)
def test_the_schema_catches_planted_errors(version: str) -> None:
    bom = json.loads(json.dumps(_bom(sample.found, version)))
    bom["components"][0]["type"] = "face"
    bom["compositions"][0]["aggregate"] = "all"
    bom["serialNumber"] = "urn:uuid:1"
    assert len(problems(cyclonedx(version), bom)) == 3


@pytest.mark.parametrize(
    ("make", "aggregate"),
    [
        (sample.found, "complete"),
        (sample.inconclusive, "incomplete"),
        (sample.review, "complete"),
        (sample.nothing_found, "complete"),
    ],
)
def test_coverage_is_a_composition(make: Callable[[], Result], aggregate: str) -> None:
    bom = _bom(make)
    (whole,) = [row for row in bom["compositions"] if row["assemblies"] == ["delivery"]]
    assert whole["aggregate"] == aggregate
    (unread,) = [row for row in bom["compositions"] if row["assemblies"] != ["delivery"]]
    assert unread["aggregate"] == "incomplete"
    assert all(ref.startswith("unread-") for ref in unread["assemblies"])


@pytest.mark.parametrize("make", MAKERS)
def test_references_are_unique_and_lead_somewhere(make: Callable[[], Result]) -> None:
    bom = _bom(make)
    refs = [row["bom-ref"] for row in [bom["metadata"]["component"], *bom["components"]]]
    assert len(set(refs)) == len(refs)
    assert {ref for row in bom["compositions"] for ref in row["assemblies"]} <= set(refs)


@pytest.mark.parametrize("make", MAKERS)
def test_what_dependency_track_keeps_tells_the_facts(make: Callable[[], Result]) -> None:
    for component in _bom(make)["components"]:
        assert 0 < len(component["name"]) <= 255
        if component["bom-ref"].startswith("product-"):
            kept = _properties(component)
            assert {"facescreen:category", "facescreen:state", "facescreen:outcome", "facescreen:finding"} <= set(kept)
            assert all(row["location"] for row in component["evidence"]["occurrences"])


def test_review_has_less_confidence_than_found() -> None:
    def confidence(make: Callable[[], Result]) -> float:
        return max(
            row["evidence"]["identity"][0]["confidence"] for row in _bom(make)["components"] if "evidence" in row
        )

    assert confidence(sample.found) > confidence(sample.review) > 0


def test_a_model_has_a_card_with_its_task() -> None:
    result = sample.found()
    model = replace(result.findings[0].product, kind="model")
    findings = tuple(replace(f, product=model) if f.product.id == model.id else f for f in result.findings)
    bom = json.loads(CycloneDxFormat().render(build(replace(result, findings=findings))))
    assert problems(cyclonedx("1.7"), bom) == []
    (card,) = [row for row in bom["components"] if row["type"] == "machine-learning-model"]
    assert card["modelCard"]["modelParameters"]["task"] == "face-recognition"


def test_places_above_the_cap_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.report.cyclonedx.products.MOST_PLACES", 2)
    monkeypatch.setattr("scanner.report.cyclonedx.products.MOST_FINDINGS", 1)
    report = build(sample.found())
    bom = json.loads(CycloneDxFormat().render(report))
    texts = [row["value"] for row in bom["components"][0]["properties"] if row["name"] == "facescreen:left-out"]
    assert len(bom["components"][0]["evidence"]["occurrences"]) == 2
    assert any(text.startswith("3 more findings") and report.digest in text for text in texts)
    assert any("more places in report.json" in text for text in texts)


def test_observations_above_the_limit_of_evidence_are_not_said_to_be_in_the_report() -> None:
    result = sample.found()
    findings = tuple(replace(f, left_out=7 if f is result.findings[0] else 0) for f in result.findings)
    bom = json.loads(CycloneDxFormat().render(build(replace(result, findings=findings))))
    rows = [(row["name"], row["value"]) for each in bom["components"] for row in each.get("properties", ())]
    assert ("facescreen:not-kept", "7 more observations: counted and not kept.") in rows
    assert not [text for name, text in rows if name == "facescreen:left-out"]
