"""Whether a law held on the day of the screening, and speaks of faces. It is applied all the same."""

from __future__ import annotations

from scanner.assess.outcomes import marked
from scanner.types import Capability, CapabilityClass, Event, Outcome, Policy
from scanner.types.assessment import Standing


def standing(policy: Policy, on: str) -> Standing | None:
    """What a reader should know before the law's verdict on the ISO day ``on``; None where nothing is known against it.

    A month or year counts as begun: a law that ended in 2026 is said to have ended on any day of that year.
    """
    ended = [event for event in policy.dates if event.what == "ended" and _reached(event, on)]
    if ended:
        return Standing("ended", f"This law ended on {_day(ended[-1])}: what it says here is a record, no duty.")
    begins = [event for event in policy.dates if event.what == "in force"]
    if begins and not any(_reached(event, on) for event in begins):
        return Standing("not yet in force", f"This law was not in force before {_day(begins[0])}.")
    if _is_about_others(policy):
        return Standing("not about faces", "This law speaks of no face function: it judges none that was found.")
    return None


def _is_about_others(policy: Policy) -> bool:
    """No face capability by itself reaches a clause or an effect of it."""
    faces = {one.value for one in Capability if one.capability_class is not CapabilityClass.CONTEXT}
    spoken = {word for word, outcome, _ in policy.effects if outcome is not Outcome.NOT_REACHED}
    spoken |= {trigger.capability for clause in policy.clauses for trigger in clause.triggers if not trigger.qualifier}
    return not faces & spoken


def _reached(event: Event, on: str) -> bool:
    return event.on <= on[: len(event.on)]


def _day(event: Event) -> str:
    return marked(event.on, event.verified)
