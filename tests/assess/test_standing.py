"""Whether a law held on the day of the screening: said with its mark, and no change of its verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.assess.standing import standing
from scanner.catalogue.load import load
from scanner.types import Event, Outcome, State, Verdict
from tests.assess.test_verdict import ALL, ID, verdict
from tests.assess.world import BANS, finding, policy, trigger

SAID = {key: standing(law, "2026-11-25") for key, law in load().policies.items()}
WORDS = {key: said.word for key, said in SAID.items() if said}
BEGAN, ENDED = Event("in force", "2021-05-01", "verified"), Event("ended", "2022-12-31", "unverified")


@pytest.mark.parametrize(
    ("dates", "on", "word"),
    [
        ((BEGAN, ENDED), "2022-12-30", ""),
        ((BEGAN, ENDED), "2022-12-31", "ended"),
        ((BEGAN, ENDED), "2026-11-25", "ended"),
        ((BEGAN,), "2021-05-01", ""),
        ((BEGAN,), "2021-04-30", "not yet in force"),
        ((BEGAN, Event("in force", "2020", "secondary")), "2020-01-01", ""),
        ((Event("in force", "2020", "secondary"),), "2019-12-31", "not yet in force"),
        ((Event("ended", "2026-11", "secondary"),), "2026-11-02", "ended"),
        ((Event("ended", "2026-11", "secondary"),), "2026-10-31", ""),
        ((Event("signed", "2030-01-01", "verified"),), "2026-11-25", ""),
        ((), "2026-11-25", ""),
    ],
)
def test_the_day_decides(dates: tuple[Event, ...], on: str, word: str) -> None:
    said = standing(policy(dates=dates), on)
    assert (said.word if said else "") == word


def test_the_day_carries_its_mark_and_the_last_of_several_is_named() -> None:
    said = standing(policy(dates=(Event("ended", "2020", "verified"), ENDED)), "2026-11-25")
    assert said is not None
    assert "ended on 2022-12-31 (not checked against the text):" in said.sentence
    early = standing(policy(dates=(BEGAN,)), "2021-01-01")
    assert early is not None
    assert early.sentence == "This law was not in force before 2021-05-01."


def test_an_ended_law_is_applied_all_the_same_and_says_so() -> None:
    result = verdict([finding(ID, State.SHIPPED)], ALL, law=replace(BANS, dates=(ENDED,)))
    assert result.standing is not None
    assert result.verdict is Verdict.FOUND
    assert verdict([finding(ID, State.SHIPPED)], ALL).standing is None


def test_the_laws_that_ended_are_the_two_of_the_facts() -> None:
    assert {key for key, word in WORDS.items() if word == "ended"} == {"us-md-baltimore", "us-va-15.2-1723.2"}


def test_a_law_about_other_things_says_that_it_judges_no_face_function() -> None:
    others = {key for key, word in WORDS.items() if word == "not about faces"}
    assert others == {"us-ndaa-889", "us-fcc-covered-list", "us-ada-title-ii-web", "us-section-508"}
    assert standing(policy(effects=()), "2026-11-25").word == "not about faces"  # type: ignore[union-attr]
    silent = (("unlock", Outcome.REVIEW, "w"), ("detection", Outcome.NOT_REACHED, "w"))
    assert standing(policy(effects=silent), "2026-11-25").word == "not about faces"  # type: ignore[union-attr]
    assert standing(policy(trigger("search", Outcome.NOTE), effects=silent), "2026-11-25") is None
