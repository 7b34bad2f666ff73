"""Notifications: what is no alert and must be told all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scanner.document.report import Report
from scanner.report.facts import STOPPED, left_out, place_text, qualified
from scanner.report.floors import large_regions, small_regions
from scanner.report.groups import outcomes, places
from scanner.report.packs import described, warnings
from scanner.report.sarif.places import Places
from scanner.report.sarif.results import MOST_RESULTS, Result
from scanner.report.sarif.rules import LEVELS
from scanner.report.sentences import evidence_phrase, verdict_sentence

Row = dict[str, Any]

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


def notices(report: Report, found: Sequence[Result], where: Places, most: int = MOST_RESULTS) -> list[Row]:
    """All notifications; ``found`` are the results: a note that is none of them is told here.

    At most ``most`` notes, and as many unread regions, are listed; the rest is counted.
    """
    alerts = {result.finding["id"] for result in found if result.finding}
    notes = [finding for finding in _notes(report) if finding["id"] not in alerts][:most]
    told = [
        notice("verdict", "note", f"{report.verdict.value}: {verdict_sentence(report)}"),
        notice("signatures", "note", f"Signatures {described(report.screening['pack'])}"),
        *(notice("signatures", "warning", text) for text in warnings(report)),
        *([notice("problem", "error", STOPPED)] if report.run["interrupted"] else []),
        *(notice("problem", "error", text) for text in report.screening["problems"]),
        *(_note(finding, where) for finding in notes),
    ]
    if left := len(report.findings) - len(alerts) - len(notes):
        told.append(notice("left-out", "warning", left_out(left, "finding", report)))
    return [*told, *_unread(report, where, most)]


def notice(name: str, level: str, text: str) -> Row:
    """One notification of the kind ``name``."""
    reference = {"id": NOTICES[name]["id"], "index": list(NOTICES).index(name)}
    return {"descriptor": reference, "level": level, "message": {"text": text}}


def _notes(report: Report) -> Iterator[Row]:
    said = outcomes(report)
    for finding in report.findings:
        if said.get(finding["id"]) not in LEVELS:
            yield finding


def _note(finding: Row, where: Places) -> Row:
    text = f"{qualified(finding)} is {finding['state']}: {evidence_phrase(finding)}. {finding['id']}"
    row = notice("note", "note", text)
    place = next((place for _, place in places(finding)), None)
    return {**row, "locations": [where.location(place["path"], place["offset"])]} if place else row


def _unread(report: Report, where: Places, most: int) -> Iterator[Row]:
    regions = [("unread-large", "warning", region) for region in large_regions(report)]
    regions += [("unread-small", "note", region) for region in small_regions(report)]
    for name, level, region in regions[:most]:
        location = where.location(region["path"], region["offset"], region["length"])
        yield {**notice(name, level, place_text(region)), "locations": [location]}
    if len(regions) > most:
        yield notice("left-out", "warning", left_out(len(regions) - most, "unread region", report))
