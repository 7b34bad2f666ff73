"""Lints of laws: each one on a law that breaks it and on one that does not, and the laws that ship."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from scanner.authoring.laws.lints import LINTS
from scanner.authoring.laws.run import LawFile, lint, subjects_of
from scanner.authoring.laws.telling import WIDTH, as_data, lines
from scanner.catalogue.load import load
from scanner.catalogue.location import pack_folder
from scanner.catalogue.policies import policy_from
from scanner.catalogue.schema import check
from tests.catalogue.packs import write_pack

GOOD: dict[str, Any] = {
    "id": "x-law",
    "title": "A law",
    "jurisdiction": "Nowhere",
    "citation": "1",
    "status": "in force",
    "status_verified": "verified",
    "dates": [{"what": "signed", "on": "2020-06-30", "verified": "verified"}],
    "applies_to": "Everybody.",
    "definitions": [{"term": "face", "says": "The front of a head.", "verified": "verified"}],
    "clauses": [
        {
            "number": "1",
            "says": 'No "face surveillance system" here.',
            "verified": "verified",
            "triggers": [
                {"capabilities": ["identification"], "state": "shipped", "outcome": "review"},
                {"capabilities": ["identification"], "state": "enabled", "outcome": "violation_indicator"},
            ],
        }
    ],
    "effects": {word: {"outcome": "review", "why": "near"} for word in ("detection", "analysis", "unlock", "transfer")},
    "exemptions": [
        {
            "number": "2",
            "summary": "Redaction.",
            "verified": "verified",
            "capabilities": ["redaction"],
            "statements": ["It only blurs."],
            "signers": ["me"],
            "checks": ["what it is used for"],
            "facts": ["detector", "blur", "no-recogniser", "no-gallery", "no-match-output", "full-coverage"],
        }
    ],
    "enforcement": [{"says": "A fine.", "verified": "verified"}],
    "floor": {"region": 262144, "total": 524288, "share": 0.001},
    "max_pack_age_days": 180,
    "sources": ["https://example.invalid/code"],
    "disclaimer": "Draft.",
}
BAD = {
    "number-twice": [("exemptions", 0, "number", "1")],
    "no-source": [("sources", [])],
    "quoted": [("clauses", 0, "says", 'It says "whoever obtains a face system errs" there.')],
    "long-text": [("definitions", 0, "says", "word " * 61)],
    "dead-trigger": [("clauses", 0, "triggers", 1, "outcome", "note")],
    "nothing-reached": [("clauses", 0, "triggers", []), ("effects", {}), ("exemptions", [])],
    "lax-floor": [("floor", "region", 262145)],
    "no-pack-age": [("max_pack_age_days", 367)],
    "redaction-facts": [("exemptions", 0, "facts", ["blur"])],
    "dead-exemption": [
        ("effects", "redaction", {"outcome": "note", "why": "w"}),
        ("effects", "detection", "outcome", "note"),
    ],
    "placeless-citation": [("jurisdiction", "City and County of Nowhere, Nil")],
    "statement": [("exemptions", 0, "statements", ["only blurs"])],
    "whom-and-when": [("dates", None)],
    "unsettled": [("effects", "unlock", None)],
}
"""Lint → what to change in the good law, as a path of keys with the new value last; None takes the key out."""


def law_file(data: dict[str, Any]) -> LawFile:
    check(data, "policy", "x-law.yaml")
    return LawFile("policies/x-law.yaml", data, policy_from(data, {"template": "identification"} | CHAIN))


CHAIN = {
    "landmarks": "detection",
    "redaction": "detection",
    "capture": "analysis",
    "liveness": "analysis",
    "verification": "identification",
    "search": "identification",
    "enrollment": "identification",
    "+cloud": "identification",
}


def changed(*changes: tuple[Any, ...]) -> dict[str, Any]:
    data = deepcopy(GOOD)
    for *way, last, value in changes:
        inner: Any = data
        for step in way:
            inner = inner[step]
        if value is None:
            del inner[last]
        else:
            inner[last] = value
    return data


def test_the_good_law_has_no_problem() -> None:
    assert lint([law_file(GOOD)]) == []


@pytest.mark.parametrize("name", BAD)
def test_each_lint_sees_its_own_fault_and_no_other_does(name: str) -> None:
    problems = lint([law_file(changed(*BAD[name]))])
    assert {problem.lint for problem in problems} - {"unsettled"} == {name} - {"unsettled"}
    assert name in {problem.lint for problem in problems}
    assert all(problem.wrong and problem.advice and problem.place for problem in problems)


def test_every_lint_has_its_case() -> None:
    assert {one.NAME for one in LINTS} == set(BAD)
    assert [one.NAME for one in LINTS if one.WARNING] == ["unsettled"]


def test_a_conditional_trigger_makes_no_other_one_dead() -> None:
    new = {"capabilities": ["search"], "state": "shipped", "outcome": "violation_indicator", "condition": "new"}
    plain = {"capabilities": ["search"], "state": "shipped", "outcome": "review"}
    problems = lint([law_file(changed(("clauses", 0, "triggers", [new, plain])))])
    assert "dead-trigger" not in {problem.lint for problem in problems}


@pytest.mark.parametrize(
    ("jurisdiction", "citation", "fine"),
    [
        ("Lake County, Nil", "Ordinance 1", False),
        ("Lake County, Nil", "Lake County Ordinance 1", True),
        ("Town of Lake, Nil", "Lake By-laws", True),
        ("State of Nil", "1 N.R.S. s. 1", True),
    ],
)
def test_a_local_law_is_cited_with_its_place(jurisdiction: str, citation: str, fine: bool) -> None:
    problems = lint([law_file(changed(("jurisdiction", jurisdiction), ("citation", citation)))])
    assert (problems == []) is fine


@pytest.mark.parametrize("word", ["verification", "+cloud", "verification+cloud"])
def test_an_exemption_of_what_a_trigger_alone_reaches_is_alive(word: str) -> None:
    trigger = {"capabilities": [word], "state": "enabled", "outcome": "violation_indicator"}
    data = changed(("clauses", 0, "triggers", [trigger]), ("exemptions", 0, "capabilities", [word]))
    data["effects"] = {key: {"outcome": "note", "why": "w"} for key in ("detection", "analysis", "identification")}
    assert "dead-exemption" not in {problem.lint for problem in lint([law_file(data)])}


def test_the_laws_that_ship_pass() -> None:
    subjects = subjects_of(pack_folder())
    assert len(subjects) == 29
    assert [str(problem) for problem in lint(subjects) if not problem.warning] == []


def test_a_pack_without_laws_has_nothing_to_lint(tmp_path: Any) -> None:
    assert subjects_of(tmp_path) == []
    assert [subject.id for subject in subjects_of(write_pack(tmp_path / "pack"))] == ["test-law"]


@pytest.mark.parametrize("law", load().policies.values(), ids=list(load().policies))
def test_every_law_is_told_whole_and_marks_what_was_not_read_in_it(law: Any) -> None:
    told = list(lines(law))
    assert all(len(line) <= WIDTH for line in told)
    text = " ".join(" ".join(told).split())
    for part in (*law.clauses, *law.exemptions):
        behind = text.split(f"{type(part).__name__} {part.number}", 1)[1]
        kind = {"verified": "", "secondary": "(from a secondary source", "unverified": "(not checked against"}
        assert behind.lstrip(":").lstrip().startswith(kind[part.verified])
    assert all(f"{word}: {outcome.value} (" in text for word, outcome, _ in law.effects)
    assert law.disclaimer in text
    data = as_data(law)
    assert [c["verified"] for c in data["clauses"]] == [c.verified for c in law.clauses]
    assert all("shown" not in exemption for exemption in data["exemptions"])
