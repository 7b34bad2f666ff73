"""Properties over many random pairs of reports: the same random numbers in every run."""

from __future__ import annotations

import random

import pytest

from scanner.compare.change import compare
from scanner.document.report import Report
from scanner.types import Capability, State
from tests.compare.reports import finding, report

PRODUCTS = ("a", "b", "c", "d")
MIRROR = {
    "appeared": "vanished",
    "vanished": "appeared",
    "rose": "fell",
    "fell": "rose",
    "recognised": "unrecognised",
    "unrecognised": "recognised",
    "unread-before": "unread-now",
    "unread-now": "unread-before",
}
SEEDS = range(30)


def drawn(seed: int) -> Report:
    dice = random.Random(seed)  # noqa: S311 - repeatable, no secret
    files = {
        f"{dice.choice(['lib-1.2', 'lib-1.3', 'opt', 'etc'])}/{dice.choice('xyz')}{dice.randrange(3)}": "".join(
            dice.choices("ab", k=2)
        )
        * 3000
        for _ in range(12)
    }
    hidden = {path: ("encrypted", 6000) for path in files if dice.random() < 0.25}
    findings = {}
    for _ in range(6):
        product, capability = dice.choice(PRODUCTS), dice.choice(list(Capability)).value
        fits = [other for other in PRODUCTS if other != product and dice.random() < 0.3]
        findings[product, capability] = finding(
            product,
            capability,
            dice.choice(list(State)).word,
            f"update.bin!/{dice.choice(list(files))}",
            also_fits=fits,
        )
    return report(files, list(findings.values()), unread=hidden, pack=dice.choice(["p", "q"]))


def shuffled(given: Report, seed: int) -> Report:
    dice = random.Random(seed)  # noqa: S311 - repeatable, no secret
    screening = {**given.screening, "ledger": dict(given.screening["ledger"])}
    for key in ("nodes", "findings"):
        screening[key] = dice.sample(screening[key], len(screening[key]))
    regions = screening["ledger"]["regions"]
    screening["ledger"]["regions"] = dice.sample(regions, len(regions))
    return Report({**given.document, "screening": screening})


def without_names(change: dict) -> dict:
    """``change`` without the digests of the two reports, which know the order of their lists."""
    sides = {side: {k: v for k, v in change[side].items() if k != "report"} for side in ("old", "new")}
    return {**change, **sides}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_report_against_itself_shows_nothing(seed):
    change = compare(drawn(seed), drawn(seed))
    seen = change["visibility"]
    assert (change["outcome"], change["findings"], change["capabilities"], change["switches"]) == (
        "nothing-new",
        [],
        [],
        [],
    )
    assert not seen["lost"] and not seen["gained"] and not seen["unread_new"]["count"] and not seen["below_floor"]
    assert {change["files"][kind]["count"] for kind in ("added", "removed", "changed", "renamed")} == {0}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_appears_one_way_vanishes_the_other_way(seed):
    there, back = compare(drawn(seed), drawn(seed + 1)), compare(drawn(seed + 1), drawn(seed))

    def moves(change):
        return sorted(
            (row["change"], row["capability"], row["old"] or "", row["new"] or "") for row in change["findings"]
        )

    mirrored = [(MIRROR[word], capability, new, old) for word, capability, old, new in moves(back)]
    assert moves(there) == sorted(mirrored)
    assert there["visibility"]["lost_bytes"] == back["visibility"]["gained_bytes"]
    files = (there["files"], back["files"])
    assert files[0]["added"] == files[1]["removed"]
    for kind in ("changed", "renamed"):
        assert sorted((row["path"], row["before"]) for row in files[0][kind]["paths"]) == sorted(
            (row["before"], row["path"]) for row in files[1][kind]["paths"]
        )


@pytest.mark.parametrize("seed", SEEDS)
def test_order_never_matters(seed):
    old, new = drawn(seed), drawn(seed + 1)
    assert without_names(compare(shuffled(old, 1), shuffled(new, 2))) == without_names(compare(old, new))


@pytest.mark.parametrize("seed", SEEDS)
def test_neither_report_is_altered(seed):
    old, new = drawn(seed), drawn(seed + 1)
    before = (old.to_json(), new.to_json())
    compare(old, new)
    assert (old.to_json(), new.to_json()) == before


@pytest.mark.parametrize("seed", SEEDS)
def test_another_finding_never_makes_the_outcome_better(seed):
    order = ("nothing-new", "review", "visibility-lost", "risen")
    old, new = drawn(seed), drawn(seed + 1)
    more = finding("only-here", "identification", "called", "update.bin!/opt/x0")
    worse = Report({**new.document, "screening": {**new.screening, "findings": [*new.screening["findings"], more]}})
    assert order.index(compare(old, worse)["outcome"]) >= order.index(compare(old, new)["outcome"])
