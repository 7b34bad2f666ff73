"""Whether a law held on the day of the screening. It is applied all the same where somebody asks for it."""

from __future__ import annotations

from scanner.assess.outcomes import marked
from scanner.types import Event, Policy
from scanner.types.assessment import Standing


def standing(policy: Policy, on: str) -> Standing | None:
    """What is known against the law's holding on the ISO day ``on``; None where nothing is.

    A month or year counts as begun: a law that ended in 2026 is said to have ended on any day of that year.
    """
    ended = [event for event in policy.dates if event.what == "ended" and _reached(event, on)]
    if ended:
        return Standing("ended", f"This law ended on {_day(ended[-1])}: what it says here is a record, no duty.")
    begins = [event for event in policy.dates if event.what == "in force"]
    if begins and not any(_reached(event, on) for event in begins):
        return Standing("not yet in force", f"This law was not in force before {_day(begins[0])}.")
    return None


def _reached(event: Event, on: str) -> bool:
    return event.on <= on[: len(event.on)]


def _day(event: Event) -> str:
    return marked(event.on, event.verified)
