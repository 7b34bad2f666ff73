"""Page one: what was screened, the answer in a sentence, three numbers, what it means, what to do, what to ask."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.advice import leads_to, steps
from scanner.report.facts import STOPPED
from scanner.report.languages.speaking import gettext as _
from scanner.report.meaning import meanings
from scanner.report.packs import not_installed
from scanner.report.page.limits import MOST_ABOUT, MOST_LAWS, MOST_QUESTIONS
from scanner.report.sentences import beside_the_verdict, numbers, percent, verdict_sentence
from scanner.report.words import word

_ANCHORS = {
    "problems": "problems",
    "judge": "findings",
    "law_office": "law",
    "seen_already": "findings",
    "exemption": "exemptions",
    "process": "law",
    "packs": "method",
    "tools": "method",
    "ask": "questions",
}
"""Where the page has what a step speaks of."""


def section(report: Report) -> dict[str, Any]:
    """What the head of the page and its first section name."""
    laws, names = meanings(report), leads_to()
    questions = report.screening["questions"]
    return {
        "stopped": _(STOPPED),
        "other_pack": not_installed(report),
        "verdict": word("verdict", report.verdict.value),
        "beside": beside_the_verdict(report),
        "sentence": verdict_sentence(report),
        "numbers": numbers(report),
        "percent": percent(report),
        "delivery": _delivery(report),
        "next_steps": [(step.text, _ANCHORS.get(step.key), names.get(step.key)) for step in steps(report)],
        "most_laws": MOST_LAWS,
        "laws": laws[:MOST_LAWS],
        "more_laws": laws[MOST_LAWS:],
        "most_about": MOST_ABOUT,
        "questions": list(enumerate(questions, 1))[:MOST_QUESTIONS],
        "more_questions": list(enumerate(questions, 1))[MOST_QUESTIONS:],
    }


def _delivery(report: Report) -> list[tuple[str, str]]:
    """What the buyer says of the delivery: (label, text)."""
    context = report.screening["delivery"]["context"]
    labels = {
        "vendor": _("Vendor"),
        "product": _("Product"),
        "contract": _("Contract"),
        "received_by": _("Received by"),
    }
    return [(label, context[key]) for key, label in labels.items() if context[key]]
