"""What an officer does next, by verdict: the same steps in every output for people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scanner.document.report import Report
from scanner.report.floors import too_old
from scanner.report.words import table, word
from scanner.types import Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """One step, a whole sentence or two in the spoken language."""

    key: str
    """Its key in the table ``next_step``; an output with links knows by it where the step leads to."""
    text: str


def next_steps(report: Report) -> list[str]:
    """The steps in their order; the first by itself says what matters most."""
    return [step.text for step in steps(report)]


def steps(report: Report) -> tuple[Step, ...]:
    """As :func:`next_steps`, each with its key."""
    keys = (key for key in _STEPS[report.verdict] if key not in _WHEN or _WHEN[key](report))
    return tuple(Step(key, str(word("next_step", key))) for key in keys)


_STEPS: dict[Verdict, tuple[str, ...]] = {
    Verdict.FOUND: ("stop_found", "problems", "law_office", "exemption", "ask", "without", "write_down", "keep"),
    Verdict.INCONCLUSIVE: (
        "stop_inconclusive",
        "problems",
        "packs",
        "tools",
        "ask",
        "again",
        "seen_already",
        "process",
        "keep",
    ),
    Verdict.REVIEW: ("stop_review", "problems", "judge", "exemption", "ask", "process", "write_down", "keep"),
    Verdict.NOTHING_FOUND: ("go_on", "process", "problems", "ask", "keep", "next_update"),
}


def _has_problems(report: Report) -> bool:
    return bool(report.screening["problems"] or report.run["interrupted"])


def _has_outcome(report: Report, outcome: str) -> bool:
    return any(row["outcome"] == outcome for verdict in report.screening["verdicts"] for row in verdict["clauses"])


_WHEN: dict[str, Callable[[Report], bool]] = {
    # Where a law may ask for a step first, nobody is told beforehand to go on.
    "go_on": lambda report: not _has_outcome(report, "process"),
    "problems": _has_problems,
    "law_office": lambda report: bool(report.screening["verdicts"]),
    "exemption": lambda report: any(verdict["exemptions"] for verdict in report.screening["verdicts"]),
    "ask": lambda report: bool(report.screening["questions"]),
    "packs": lambda report: any(too_old(report, verdict["policy"]) for verdict in report.screening["verdicts"]),
    "tools": lambda report: any(region["state"] == "no-tool" for region in report.screening["ledger"]["regions"]),
    "again": lambda report: bool(report.screening["ledger"]["unread"]),
    "seen_already": lambda report: bool(report.findings),
    "process": lambda report: _has_outcome(report, "process"),
}
"""Steps that only some reports ask for; the others stand in every one of their verdict."""


def leads_to() -> dict[str, str]:
    """Key of a step → what its link is called, in the spoken language."""
    return dict(table("step_leads_to"))
