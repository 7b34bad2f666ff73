"""What an officer does next with a comparison: one step for each outcome, the same in every output for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanner.report.languages.speaking import gettext as _
from scanner.report.words import word

STYLES = {"risen": "found", "visibility-lost": "inconclusive", "review": "review", "nothing-new": "nothing-found"}
"""Outcome → the verdict that weighs the same, whose colour it has."""


def next_step(change: Mapping[str, Any]) -> str:
    """One or two sentences in the spoken language. Nothing new is never the answer for the update itself."""
    if change["outcome"] == "risen":
        return _("Do not install this update yet. Send this comparison and the update's report to your law office.")
    if change["outcome"] == "visibility-lost":
        return _("Do not accept this update yet. Ask the vendor for a copy that can be read.")
    if change["outcome"] == "review":
        return _("Name a person who decides what this means, before the update is installed.")
    if change["new"]["verdict"] == "nothing-found":
        return _("This says only what is new, and is no proof. Read the report of the update, too.")
    verdict = word("verdict", change["new"]["verdict"])["word"]
    return _("Nothing new is no go-ahead: the update's own verdict is “%(verdict)s”. Read its report.", verdict=verdict)
