"""The age of the signatures: to the day, of the main pack; an expiry in any pack; a date to come is only said."""

from __future__ import annotations

import pytest

from scanner.assess.age import age_in_days, age_reasons, age_remarks
from scanner.types import State, Verdict
from tests.assess.test_verdict import ALL, ID, verdict
from tests.assess.world import finding, pack, policy


@pytest.mark.parametrize(
    ("date", "age"), [("2026-11-25", 0), ("2026-11-24", 1), ("2024-11-25", 730), ("2026-11-26", -1)]
)
def test_days(date: str, age: int) -> None:
    assert age_in_days(date, "2026-11-25") == age


def test_the_limit_counts_for_the_main_pack_only() -> None:
    law = policy(max_pack_age_days=30)
    new, old = pack("2026-11-01"), pack("2020-01-01", name="city")
    assert age_reasons(law, [new, old], "2026-12-01") == []
    assert age_reasons(law, [old, new], "2026-12-01") != []
    too_old = "The signature pack is 31 days old; this program's limit for this law is 30."
    assert age_reasons(law, [new], "2026-12-02") == [too_old]
    assert age_reasons(policy(), [old], "2026-12-02") == []


@pytest.mark.parametrize("packs", [[pack("2026-01-01", "2026-11-24")], [pack("2026-01-01"), pack("x", "2026-11-24")]])
def test_an_expired_pack_is_inconclusive_and_said(packs: list[object]) -> None:
    result = verdict([], ALL, packs=packs)
    assert result.verdict is Verdict.INCONCLUSIVE
    assert "expired on 2026-11-24" in result.reasons[0]
    assert verdict([finding(ID, State.SHIPPED)], ALL, packs=packs).verdict is Verdict.FOUND


def test_the_last_day_counts() -> None:
    assert verdict([], ALL, packs=[pack("2026-01-01", "2026-11-25")]).verdict is Verdict.NOTHING_FOUND


def test_a_pack_of_a_later_date_is_said_and_changes_nothing() -> None:
    later = [pack("2026-11-26")]
    assert verdict([], ALL, packs=later, law=policy(max_pack_age_days=1)).verdict is Verdict.NOTHING_FOUND
    assert age_remarks(later, "2026-11-25") == [
        "The signature pack main 2026.1.0 is dated 2026-11-26, after the screening date 2026-11-25."
    ]
    assert age_remarks([pack("2026-11-25", "2026-11-25")], "2026-11-25") == []
