"""Exemptions with the statements to sign, and what the screening says for and against each."""

from __future__ import annotations

from collections import Counter
from typing import Any

from scanner.document.report import Report


def section(report: Report) -> dict[str, Any]:
    """The laws that have exemptions, each with the facts that hold for several of them and with its exemptions."""
    verdicts = [verdict for verdict in report.screening["verdicts"] if verdict["exemptions"]]
    return {"exempting": [_law(verdict) for verdict in verdicts]}


def _law(verdict: dict[str, Any]) -> dict[str, Any]:
    counted = Counter(_key(fact) for exemption in verdict["exemptions"] for fact in exemption.get("facts", ()))
    shared = [key for key, count in counted.items() if count > 1 and key[0] == "note"]
    exemptions = [
        {
            **exemption,
            "own": [fact for fact in exemption.get("facts", ()) if _key(fact) not in shared],
            "spoken": Counter(fact["speaks"] for fact in exemption.get("facts", ()) if fact["speaks"] != "note"),
        }
        for exemption in verdict["exemptions"]
    ]
    return {"policy": verdict["policy"], "shared": [sentence for _, sentence in shared], "exemptions": exemptions}


def _key(fact: dict[str, Any]) -> tuple[str, str]:
    """Facts that only note something, and the same for several exemptions, are said once for all of them."""
    return (fact["speaks"], fact["sentence"])
