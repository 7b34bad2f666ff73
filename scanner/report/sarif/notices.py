"""Notifications: what is no alert and must be told all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scanner.document.report import Report
from scanner.report.facts import left_out, place_text, qualified
from scanner.report.floors import large_regions, small_regions
from scanner.report.groups import outcomes, places
from scanner.report.packs import described, warnings
from scanner.report.sarif.places import Places
from scanner.report.sarif.rules import LEVELS
from scanner.report.sentences import evidence_phrase, verdict_sentence

Row = dict[str, Any]

MOST_NOTICES = 5_000
"""Notes, and unread regions, that are listed; the rest is counted."""

_TITLES = {
    "verdict": "The verdict of the screening",
    "signatures": "The signatures that were used, with their age",
    "note": "A finding that no law judges",
    "unread-large": "Unread bytes that a law does not allow",
    "unread-small": "Unread bytes below the floor of the laws",
    "left-out": "What a cap of this format left out",
    "problem": "A fault of this run",
}
NOTICES: dict[str, Row] = {
    name: {"id": f"NOTE/{name}", "shortDescription": {"text": title}} for name, title in _TITLES.items()
}
"""Descriptors of the driver, in their order."""


def notices(report: Report, profile: str, where: Places, left: int) -> list[Row]:
    """All notifications; ``left`` is the number of results that were left out."""
    told = [
        notice("verdict", "note", f"{report.verdict.value}: {verdict_sentence(report)}"),
        notice("signatures", "note", f"Signatures {described(report.screening['pack'])}"),
        *(notice("signatures", "warning", text) for text in warnings(report)),
        *(notice("problem", "error", text) for text in report.screening["problems"]),
    ]
    if left:
        told.append(notice("left-out", "warning", left_out(left, "result", report)))
    if profile == "ci":
        told += _bounded(list(_notes(report)), "finding", report, where)
    regions = [("unread-large", "warning", region) for region in large_regions(report)]
    regions += [("unread-small", "note", region) for region in small_regions(report)]
    rows = [(name, level, place_text(r), (r["path"], r["offset"], r["length"])) for name, level, r in regions]
    return told + _bounded(rows, "unread region", report, where)


def notice(name: str, level: str, text: str) -> Row:
    """One notification of the kind ``name``."""
    reference = {"id": NOTICES[name]["id"], "index": list(NOTICES).index(name)}
    return {"descriptor": reference, "level": level, "message": {"text": text}}


_Told = tuple[str, str, str, tuple[str, int | None, int | None] | None]


def _notes(report: Report) -> Iterator[_Told]:
    said = outcomes(report)
    for finding in report.findings:
        outcome = said.get(finding["id"], "not_reached")
        if outcome not in LEVELS:
            text = f"{outcome}: {qualified(finding)} is {finding['state']}: {evidence_phrase(finding)}. {finding['id']}"
            place = next((place for _, place in places(finding)), None)
            yield "note", "note", text, (place["path"], place["offset"], None) if place else None


def _bounded(rows: Sequence[_Told], noun: str, report: Report, where: Places) -> list[Row]:
    told = []
    for name, level, text, place in rows[:MOST_NOTICES]:
        row = notice(name, level, text)
        if place is not None:
            row["locations"] = [where.location(*place)]
        told.append(row)
    if len(rows) > MOST_NOTICES:
        told.append(notice("left-out", "warning", left_out(len(rows) - MOST_NOTICES, noun, report)))
    return told
