"""Which exit code a verdict has, and when ``--fail-on`` lets it pass. Usage and total failure are 2 (click's own)."""

from __future__ import annotations

from scanner.types import Verdict

EXIT_CODES = {
    Verdict.FOUND: 1,
    Verdict.INCONCLUSIVE: 3,
    Verdict.REVIEW: 4,
    Verdict.NOTHING_FOUND: 0,
}

WORST_FIRST = (Verdict.FOUND, Verdict.INCONCLUSIVE, Verdict.REVIEW, Verdict.NOTHING_FOUND)
"""Precedence: what was read stays true whatever could not be read, so found outranks inconclusive."""

FAIL_ON = ("found", "inconclusive", "review", "never")
"""The thresholds a user may ask for; ``review`` is the default and lets nothing pass."""


def worst(verdicts: tuple[Verdict, ...]) -> Verdict:
    """The verdict that counts when several hold; inconclusive when there is none at all."""
    return min(verdicts, key=WORST_FIRST.index, default=Verdict.INCONCLUSIVE)


def exit_code(verdict: Verdict, fail_on: str) -> int:
    """The exit code of ``verdict``: 0 when it lies below the threshold ``fail_on``.

    :raises KeyError: for a threshold that is none of :data:`FAIL_ON`.
    """
    if fail_on not in FAIL_ON:
        raise KeyError(fail_on)
    if fail_on == "never":
        return 0
    below = WORST_FIRST.index(verdict) > WORST_FIRST.index(Verdict(fail_on))
    return 0 if below else EXIT_CODES[verdict]
