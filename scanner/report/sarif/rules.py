"""Rules: a product's capability under the law, a kind of unread bytes, or a whole verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from scanner.report.words import table, word
from scanner.text import shorten

Row = dict[str, Any]

LEVELS = {"violation_indicator": "error", "review": "warning", "exempt_if_attested": "warning"}
"""Outcome → level of an alert; the other outcomes are none."""
GAP = "warning"
_RANKS = {"violation_indicator": 90.0, "gap": 60.0, "review": 50.0, "exempt_if_attested": 50.0}
_SEVERITY = {"violation_indicator": "8.5", "gap": "6.0", "review": "5.0", "exempt_if_attested": "5.0"}
"""GitHub: above 9 critical, from 7 high, from 4 medium. Found outranks unread bytes, which outrank review."""
_LEAST, _LEAST_SEVERITY = 10.0, "1.0"
LONGEST = 1_000
"""Characters of a description (GitHub: 1,024)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``outcome`` is what the law says, or ``gap`` for what could not be checked."""

    id: str
    title: str
    text: str
    help: str
    outcome: str
    tags: tuple[str, ...] = ()

    @property
    def rank(self) -> float:
        """0 to 100, the higher the weightier."""
        return _RANKS.get(self.outcome, _LEAST)

    def descriptor(self) -> Row:
        """The reportingDescriptor."""
        return {
            "id": self.id,
            "name": shorten(self.title, 255),
            "shortDescription": {"text": shorten(self.title, LONGEST)},
            "fullDescription": {"text": shorten(self.text, LONGEST)},
            "help": {"text": self.help},
            "defaultConfiguration": {"level": GAP if self.outcome == "gap" else LEVELS.get(self.outcome, "note")},
            "properties": {
                "security-severity": _SEVERITY.get(self.outcome, _LEAST_SEVERITY),
                "tags": list(self.tags),
                "precision": "high",
            },
        }


class _HasRule(Protocol):
    @property
    def rule(self) -> Rule: ...


def rules(found: Iterable[_HasRule]) -> dict[str, Row]:
    """Rule id → descriptor of every rule that is used, in the order of use."""
    used: dict[str, Rule] = {}
    for result in found:
        used.setdefault(result.rule.id, result.rule)
    return {identifier: rule.descriptor() for identifier, rule in used.items()}


def of_finding(finding: Row, outcome: str) -> Rule:
    """The rule of a finding: product, capability and the law's word, so that its severity is true."""
    product = finding["product"]
    weight = {"error": "found", "warning": "review"}.get(LEVELS.get(outcome, ""), "note")
    meaning = word("capability", finding["capability"])
    return Rule(
        f"face/{weight}/{product['id']}/{finding['capability']}",
        f"{product['name']}: {finding['capability']}",
        f"{product['name']} {meaning}. {product['sentence']}",
        f"{word('outcome', outcome if weight != 'note' else 'note')['word']}: {product['name']} {meaning}. "
        f"{_advice(weight)} {product['note']}".strip(),
        outcome,
        tuple(dict.fromkeys(("face-recognition", finding["class"], finding["capability"]))),
    )


def of_coverage(state: str) -> Rule:
    """The rule of unread bytes in one state."""
    text = word("bytes", state)
    return Rule(
        f"COV/{state}",
        f"Bytes that could not be read: {state}",
        f"{text}. Bytes that could not be read can hold anything, so there is no answer without them.",
        "Ask the vendor for the content in a form that can be read, then screen again.",
        "gap",
        ("face-recognition", "coverage"),
    )


@cache
def of_verdict(verdict: str) -> Rule:
    """The rule of a whole verdict."""
    mark = table("verdict")[verdict]
    outcome = {"inconclusive": "gap", "found": "violation_indicator", "review": "review"}.get(verdict, "note")
    name = "COV/verdict" if verdict == "inconclusive" else f"face/verdict/{verdict}"
    return Rule(name, mark["word"], mark["plain"], mark["plain"], outcome, ("face-recognition", "verdict"))


def _advice(weight: str) -> str:
    return {
        "found": "Stop and send the report to counsel.",
        "review": "A person has to decide, with the evidence of the report.",
    }.get(weight, "Nothing has to be decided; it is told so that it is known.")
