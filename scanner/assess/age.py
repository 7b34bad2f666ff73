"""How old the signatures were on the day of the screening, and what that means for the verdict."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from scanner.catalogue.pack import About
from scanner.text import plural
from scanner.types import Policy


def age_in_days(date: str, on: str) -> int:
    """Days from ``date`` to ``on``, both ISO; below zero where ``date`` comes later."""
    return (datetime.date.fromisoformat(on) - datetime.date.fromisoformat(date)).days


def age_reasons(policy: Policy, packs: Sequence[About], on: str) -> list[str]:
    """Sentences that say why the signatures are too old, or too few, for a verdict of nothing found; empty where not.

    Only the main pack (the first) has a largest age: it is the one that must know what came to the market since. What a
    city adds for itself stays true without a yearly new date. An expiry is different: whoever published the pack said
    until when to rely on it, in whatever pack that stands.
    """
    reasons = list(_expired(packs, on))
    if not any(pack.facts for pack in packs):
        reasons.append("The signature packs hold no fact: nothing can be found with them.")
    most = policy.max_pack_age_days
    age = age_in_days(packs[0].date, on)
    if most is not None and age > most:
        old = plural(age, "day")
        reasons.append(f"The signature pack is {old} old; this program's limit for this law is {most:,}.")
    return reasons


def age_remarks(packs: Sequence[About], on: str) -> list[str]:
    """What a reader should know of the dates whatever the verdict is, in sentences.

    A date to come is no reason to doubt what was found. It is said because an age cannot be told then: the clock may be
    wrong, or the screening is repeated for an earlier day with what became known since.
    """
    return [*_expired(packs, on), *_to_come(packs, on)]


def _expired(packs: Sequence[About], on: str) -> Iterator[str]:
    for pack in packs:
        if pack.expires and age_in_days(pack.expires, on) > 0:
            yield f"The signature pack {pack.id} {pack.version} expired on {pack.expires}, as its publisher had stated."


def _to_come(packs: Sequence[About], on: str) -> list[str]:
    return [
        f"The signature pack {pack.id} {pack.version} is dated {pack.date}, after the screening date {on}."
        for pack in packs
        if age_in_days(pack.date, on) < 0
    ]
