"""What the version in use can do, out of its own report: a law may ask what an update adds."""

from __future__ import annotations

from collections import defaultdict

from scanner.document.report import Report
from scanner.types import Deployed, State


def deployed(report: Report) -> Deployed:
    """How far each capability had got in the version that ``report`` is about."""
    states: dict[str, State] = defaultdict(lambda: State.MENTIONED)
    for finding in report.findings:
        word, state = finding["capability"], State.of(finding["state"])
        for key in (word, *(f"{word}+{qualifier}" for qualifier in finding["qualifiers"])):
            states[key] = max(states[key], state)
    return Deployed(report.name, dict(states))
