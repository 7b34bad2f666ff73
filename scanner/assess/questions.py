"""Ready questions to the vendor: one for every unread region and every finding, equal ones joined."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from scanner.text import plural
from scanner.types import ByteState, CapabilityClass, Finding, LedgerEntry, Question, State

_ASK = {
    ByteState.ENCRYPTED: ("are encrypted", "Please provide the key, the password or a decrypted copy."),
    ByteState.OPAQUE: ("are packed in a way we do not know", "Please say what they are and provide them unpacked."),
    ByteState.LIMIT: ("were not read, a limit was reached", "Please provide the content unpacked."),
    ByteState.FAILED: ("are damaged or of an unknown kind", "Please provide an intact copy, or the content unpacked."),
    ByteState.NO_TOOL: ("need a program that we do not have", "Please provide the content unpacked."),
    ByteState.NOT_UNPACKED: ("are in a container that we cannot open", "Please provide the content unpacked."),
}
"""State → what is the matter with the bytes, and what would help."""

OWN_QUESTION = 256 << 10
"""Unread bytes: a file with as many, the laws' usual floor, gets a question of its own."""
_NUMBERS = re.compile(r"\d+\.\d+|0x[0-9a-f]+|(?<=offset )[\d,]+")
"""Reasons that differ in a measured value or a place only are the same reason."""

_BY_CLASS = {
    CapabilityClass.RECOGNITION: "Which function uses it, with which stored faces? Can it be removed?",
    CapabilityClass.ANALYSIS: "What is read from faces, is it stored, and can the function be removed?",
    CapabilityClass.DETECTION: "Are faces stored, sent or compared anywhere?",
    CapabilityClass.CONTEXT: "Where are face data kept or sent, and who can use them?",
}


def questions(findings: Sequence[Finding], regions: Sequence[LedgerEntry]) -> tuple[Question, ...]:
    """Questions about findings first, recognition before the rest, then about unread regions, largest first."""
    return (*_about_findings(findings), *_about_regions(regions))


def _about_findings(findings: Sequence[Finding]) -> list[Question]:
    grouped: dict[tuple[str, CapabilityClass], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.state > State.MENTIONED:
            grouped[finding.product.name, finding.capability.capability_class].append(finding)
    made = []
    order = list(_BY_CLASS)
    for name, kind in sorted(grouped, key=lambda k: (order.index(k[1]), -max(f.state for f in grouped[k]), k[0])):
        group = grouped[name, kind]
        paths = sorted({proof.observation.path for finding in group for proof in finding.proofs})
        words = ", ".join(sorted({finding.capability.value for finding in group}))
        made.append(Question("finding", f"The delivery shows {name} ({words}). {_BY_CLASS[kind]}", tuple(paths)))
    return made


def _about_regions(regions: Sequence[LedgerEntry]) -> list[Question]:
    """Regions of one file in one state and for one reason are one question; so are those of all files in which only
    little is unread, since nobody answers 23,000 questions of the same words.
    """
    unread: dict[tuple[str, ByteState], int] = defaultdict(int)
    for region in regions:
        unread[region.path, region.state] += region.length
    grouped: dict[tuple[str, ByteState, str], list[LedgerEntry]] = defaultdict(list)
    for region in regions:
        path = region.path if unread[region.path, region.state] >= OWN_QUESTION else ""
        grouped[path, region.state, _NUMBERS.sub("#", region.reason)].append(region)
    return [_ask(group) for group in grouped.values()]


def _ask(group: Sequence[LedgerEntry]) -> Question:
    paths = tuple(dict.fromkeys(region.path for region in group))
    first = group[0]
    size = plural(sum(region.length for region in group), "byte")
    matter, please = _ASK[first.state]
    if len(paths) == 1:
        reason = f" ({first.reason})" if first.reason else ""
        return Question("unread", f"{first.path}: {size} {_where(group)} {matter}{reason}. {please}", paths)
    reason = f"; reason there: {first.reason}" if first.reason else ""
    largest = f"{first.path}, {plural(first.length, 'byte')} {_where([first])}"
    text = f"{plural(len(paths), 'file')}: {size} {matter} (the largest: {largest}{reason}). {please}"
    return Question("unread", text, paths)


def _where(group: Sequence[LedgerEntry]) -> str:
    start = f"offset 0x{group[0].offset:x}"
    return f"at {start}" if len(group) == 1 else f"in {plural(len(group), 'region')} from {start}"
