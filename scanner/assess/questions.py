"""Ready questions to the vendor: one for every unread region and every finding, equal ones joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from scanner.assess.unread import about_regions
from scanner.match.engines import is_compared
from scanner.match.switched import ELSEWHERE
from scanner.text import plural
from scanner.types import CapabilityClass, Finding, LedgerEntry, Question, State

_BY_CLASS = {
    CapabilityClass.RECOGNITION: "Does a function use it? Which one, and with which stored faces? Can it be removed?",
    CapabilityClass.ANALYSIS: "What is read from faces, is it stored, and can the function be removed?",
    CapabilityClass.DETECTION: "Are faces stored, sent or compared anywhere?",
    CapabilityClass.CONTEXT: "Where are face data kept or sent, and who can use them?",
}
_UNLISTED = "Which component is it, and what is it for? With which stored faces is it used? Can it be removed?"
"""About what general words showed: no signature knows whose it is."""
_ELSEWHERE = (
    "Settings or stored data speak of it, and no code of it was seen: "
    "on which device or server does it run, and who runs that?"
)
_SEARCH = (
    "The delivery has code that turns faces into numbers, and a library that finds the nearest of many stored numbers. "
    "Is a face compared with many people (1:N)? With whom, and who keeps them?"
)
MOST_NAMES = 20
"""Products that one question names; the others are counted, their files stand beside it."""


def questions(
    findings: Sequence[Finding], regions: Sequence[LedgerEntry], searches: Sequence[str] = ()
) -> tuple[Question, ...]:
    """Questions about findings first, recognition before the rest, then about unread regions (given largest first).

    ``searches``: paths of libraries for vector search.
    """
    about = (*_about_findings(findings), *_about_search(findings, searches), *_about_mentions(findings))
    return (*about, *about_regions(regions))


def _about_search(findings: Sequence[Finding], searches: Sequence[str]) -> list[Question]:
    """One question where templates are made and something that searches many lies in the same delivery."""
    made = [finding for finding in findings if is_compared(finding)]
    if not made or not searches:
        return []
    return [Question("finding", _SEARCH, tuple(sorted({*_paths(made), *searches})))]


def _about_findings(findings: Sequence[Finding]) -> list[Question]:
    grouped: dict[tuple[str, CapabilityClass], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.state > State.MENTIONED:
            grouped[finding.product.name, finding.capability.capability_class].append(finding)
    made = []
    order = list(_BY_CLASS)
    for name, kind in sorted(grouped, key=lambda k: (order.index(k[1]), -max(f.state for f in grouped[k]), k[0])):
        group = grouped[name, kind]
        words = ", ".join(sorted({finding.capability.value for finding in group}))
        asked = _UNLISTED if group[0].product.kind == "generic" else _BY_CLASS[kind]
        if any(ELSEWHERE in finding.remarks for finding in group):
            asked = f"{_ELSEWHERE} {asked}"
        made.append(Question("finding", f"The delivery shows {name} ({words}). {asked}", _paths(group)))
    return made


def _about_mentions(findings: Sequence[Finding]) -> list[Question]:
    """One question about all products that are only named: whether they are a part of what is bought."""
    mentioned = [finding for finding in findings if finding.state is State.MENTIONED]
    if not mentioned:
        return []
    names = sorted({finding.product.name for finding in mentioned})
    more = f" and {plural(len(names) - MOST_NAMES, 'more product')}" if len(names) > MOST_NAMES else ""
    named = ", ".join(names[:MOST_NAMES]) + more
    text = f"Texts or lists in the delivery name {named}. Is any of it used by the product, or planned for it?"
    return [Question("finding", text, _paths(mentioned))]


def _paths(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(sorted({proof.observation.path for finding in findings for proof in finding.proofs}))
