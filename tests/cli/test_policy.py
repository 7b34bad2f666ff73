"""``facescreen policy``: list, show, explain, lint."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scanner.catalogue.load import load
from scanner.cli.main import cli
from scanner.document.build import build
from tests.catalogue.packs import POLICY, write_pack
from tests.document import sample


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["policy", *words])


@pytest.fixture
def report(tmp_path: Path) -> str:
    file = tmp_path / "report.json"
    file.write_text(build(sample.found()).to_json())
    return str(file)


def test_list_names_every_law_with_its_citation_and_the_sets() -> None:
    done = run("list")
    assert done.exit_code == 0
    for law in load().policies.values():
        assert f"{law.id}\n" in done.output
        assert law.citation in done.output
    assert "boston = us-ma-boston-16-62, us-ma-boston-16-63" in done.output
    data = json.loads(run("list", "--json").output)
    assert len(data["policies"]) == 29
    assert data["sets"]["boston"] == ["us-ma-boston-16-62", "us-ma-boston-16-63"]


def test_show_takes_a_law_or_a_set_in_any_case() -> None:
    done = run("show", "BOSTON")
    assert done.exit_code == 0
    assert "us-ma-boston-16-62: " in done.output
    assert "us-ma-boston-16-63: " in done.output
    (data,) = json.loads(run("show", "us-me-25-6001", "--json").output)
    assert data["clauses"][0]["verified"] == "unverified"
    assert data["clauses"][0]["triggers"][0]["state"] == "shipped"
    assert "unknown policy 'atlantis'" in str(run("show", "atlantis").exception)


def test_explain_names_clause_reason_and_what_could_be_attested(report: str) -> None:
    done = run("explain", report)
    assert done.exit_code == 0
    assert "(B)(1)(a)1: It is unlawful" in done.output
    assert "To sign by " in done.output
    assert "Exemption (B)(2), exact letter not seen (from a secondary source, not from the text)" in done.output


def test_explain_takes_single_findings_and_refuses_unknown_ones(report: str) -> None:
    first, *others = [finding["id"] for finding in build(sample.found()).findings]
    done = run("explain", report, first)
    assert first in done.output
    assert all(other not in done.output for other in others)
    refused = run("explain", report, "F-nowhere")
    assert (refused.exit_code, "no finding 'F-nowhere'" in refused.output) == (2, True)


def test_explain_refuses_a_report_with_control_characters(tmp_path: Path) -> None:
    text = build(sample.found()).to_json().replace("ArcSoft ArcFace", "Arc\\u001b[2JSoft")
    (tmp_path / "report.json").write_text(text)
    done = run("explain", str(tmp_path / "report.json"))
    assert "control characters" in str(done.exception)
    assert "\x1b" not in done.output


def test_explain_refuses_what_is_no_report(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    assert run("explain", str(tmp_path / "x.json")).exception is not None


def test_lint_exits_by_what_it_finds(tmp_path: Path) -> None:
    assert run("lint").exit_code == 0
    pack = str(write_pack(tmp_path / "pack"))
    done = run("lint", "--pack", pack, "--json")
    assert done.exit_code == 1
    assert "no-pack-age" in {problem["lint"] for problem in json.loads(done.output)["problems"]}
    assert run("lint", "atlantis").exit_code == 2
    assert run("lint", "us-me-25-6001").output.endswith("1 law: 0 problems, 1 warning.\n")
    assert "dead-trigger: " in run("lint", "--list").output


def test_a_city_may_bring_a_law_of_its_own(tmp_path: Path) -> None:
    own = write_pack(tmp_path / "own", {"policies/test-law.yaml": POLICY})
    assert "test-law" in run("show", "test-law", "--signatures", str(own)).output
