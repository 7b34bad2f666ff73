"""Which exit code a verdict has, and when ``--fail-on`` lets it pass. Usage and total failure are 2 (click's own)."""

from __future__ import annotations

from scanner.assess.verdict import PRECEDENCE
from scanner.types import Verdict

EXIT_CODES = {
    Verdict.FOUND: 1,
    Verdict.INCONCLUSIVE: 3,
    Verdict.REVIEW: 4,
    Verdict.NOTHING_FOUND: 0,
}

FAIL_ON = ("found", "inconclusive", "review", "never")
"""The thresholds a user may ask for; ``review`` is the default and lets nothing pass."""


def exit_code(verdict: Verdict, fail_on: str) -> int:
    """The exit code of ``verdict``: 0 when it lies below the threshold ``fail_on``.

    :raises KeyError: for a threshold that is none of :data:`FAIL_ON`.
    """
    if fail_on not in FAIL_ON:
        raise KeyError(fail_on)
    if fail_on == "never":
        return 0
    below = PRECEDENCE.index(verdict) > PRECEDENCE.index(Verdict(fail_on))
    return 0 if below else EXIT_CODES[verdict]
