"""Signatures on their own examples: exactly the findings that a case names, no more, no fewer, none missing."""

from __future__ import annotations

import pytest

from scanner.authoring.trial import bench
from scanner.catalogue.load import load
from tests.catalogue.packs import SIGNATURE, write_pack

GOOD = """\
examples: |
  A program calls the comparison.
    bin/app elf
      imported symbol AcmeFaceCompare
    -> verification called
counter_examples: |
  A longer name is another maker's.
    bin/app elf
      imported symbol AcmeFaceCompareStock
    -> nothing
"""
OTHER = SIGNATURE.replace("acme-face", "other").replace("AcmeFaceCompare", "OtherFaceMatch")


def outcome(folder, examples, **more):
    files = {"sdk/acme/acme-face.yaml": SIGNATURE + examples}
    pack = load(write_pack(folder, {**files, **more}))
    with bench(pack) as tried:
        signature = next(s for s in pack.signatures if s.id == "acme-face")
        return list(tried.trials(signature))


def test_cases_that_come_out_as_told_pass(tmp_path):
    trials = outcome(tmp_path, GOOD)
    assert [(trial.field, trial.passed) for trial in trials] == [("examples", True), ("counter_examples", True)]
    assert str(trials[0]) == "acme-face examples line 1 (A program calls the comparison.): verification called"


def test_findings_of_other_products_do_not_count(tmp_path):
    text = GOOD.replace("AcmeFaceCompareStock", "OtherFaceMatch")
    assert all(trial.passed for trial in outcome(tmp_path, text, **{"sdk/acme/other.yaml": OTHER}))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "-> verification called",
            "-> verification shipped",
            "expected verification shipped; came verification called",
        ),
        ("-> verification called", "-> template called", "expected template called; came verification called"),
        (
            "-> verification called",
            "-> verification called\n    -> template shipped",
            "expected template shipped, verification called; came verification called",
        ),
        ("AcmeFaceCompare\n", "SomethingElse\n", "expected verification called; came nothing"),
        ("AcmeFaceCompareStock", "AcmeFaceCompare", "expected nothing; came verification called"),
    ],
)
def test_anything_else_fails_and_says_what_came(old, new, said, tmp_path):
    (failed,) = (trial for trial in outcome(tmp_path, GOOD.replace(old, new)) if not trial.passed)
    assert str(failed).endswith(said)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["there is no example", "there is no counter-example"]),
        (GOOD[: GOOD.index("counter_")], ["there is no counter-example"]),
        (GOOD[GOOD.index("counter_") :], ["there is no example"]),
        (
            GOOD.replace("-> verification called", "-> nothing").replace("AcmeFaceCompare\n", "X\n"),
            ["no example expects"],
        ),
        (GOOD.replace("imported symbol AcmeFaceCompare\n", "imported sign X\n"), ["expected place, kind and value"]),
        (
            GOOD.replace("bin/app elf\n      imported symbol AcmeFaceCompare\n", "a elf\n      script string abcde\n"),
            ["a: a text"],
        ),
    ],
)
def test_a_missing_or_unreadable_case_is_a_failure(text, problems, tmp_path):
    failed = [trial.problem for trial in outcome(tmp_path, text) if not trial.passed]
    assert len(failed) == len(problems)
    assert all(problem.startswith(start) for problem, start in zip(failed, problems, strict=True))
