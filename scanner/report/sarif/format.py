"""The log file: one run with driver, invocation, artifacts, taxonomies and results."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from scanner.document.report import Report
from scanner.report.encode import encode
from scanner.report.facts import key_facts
from scanner.report.sarif.laws import taxonomies
from scanner.report.sarif.notices import NOTICES, notices
from scanner.report.sarif.places import Places
from scanner.report.sarif.results import MOST_RESULTS, documents, results
from scanner.report.sarif.rules import rules
from scanner.report.sentences import verdict_sentence

Row = dict[str, Any]
Profile = Literal["ci", "full"]
PROFILES = ("ci", "full")
LARGEST = 10_000_000
"""Bytes that GitHub takes, compressed with gzip. Only names made to be long bring a log above it."""
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


@dataclass(frozen=True, slots=True)
class SarifFormat:
    """``report.sarif``. Profile ``ci``: every result is an alert, since importers read no other kind or take every kind
    for one; what is no alert stands among the notifications. Profile ``full``: SARIF's own kinds."""

    NAME: ClassVar[str] = "sarif"
    SUFFIX: ClassVar[str] = ".sarif"

    profile: Profile = "ci"

    def render(self, report: Report) -> bytes:
        """The log as UTF-8 JSON. It has at most 5,000 results (GitHub keeps no more), the weightiest first, and of
        those as many as GitHub takes in bytes."""
        most = MOST_RESULTS
        log = self._log(report, most)
        while most and (size := _sent(log)) > LARGEST:
            listed = min(most, max(len(report.findings), len(report.screening["ledger"]["regions"])))
            most = listed * LARGEST * 4 // (size * 5)
            log = self._log(report, most)
        return log

    def _log(self, report: Report, most: int) -> bytes:
        """The log with at most ``most`` results, as many notes and as many unread regions."""
        places = Places(report)
        found = results(report, self.profile, most)
        ruled = rules(found)
        shown = documents(report, found, ruled, places)
        told = notices(report, found, places, most)
        run = {
            "tool": {"driver": _driver(report, ruled)},
            "invocations": [_invocation(report, told)],
            "taxonomies": taxonomies(report),
            "artifacts": places.artifacts(),
            "columnKind": "unicodeCodePoints",
            "automationDetails": {"id": f"facescreen/{self.profile}/"},
            "results": shown,
            "properties": _properties(report),
        }
        return encode({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _sent(log: bytes) -> int:
    """Bytes of ``log`` as it is sent, or a little more."""
    return len(log) if len(log) <= LARGEST else len(zlib.compress(log, 1))


def _driver(report: Report, ruled: dict[str, Row]) -> Row:
    tool = report.screening["tool"]
    return {
        "name": tool["name"],
        "version": tool["version"],
        "semanticVersion": tool["version"],
        "rules": list(ruled.values()),
        "notifications": list(NOTICES.values()),
        "supportedTaxonomies": [
            {"name": verdict["policy"]["id"], "index": number}
            for number, verdict in enumerate(report.screening["verdicts"])
        ],
    }


def _invocation(report: Report, told: list[Row]) -> Row:
    run = report.run
    invocation = {
        "executionSuccessful": not (report.screening["problems"] or run["interrupted"]),
        "exitCode": report.exit_code,
        "exitCodeDescription": verdict_sentence(report),
        "toolExecutionNotifications": told,
    }
    times = {"startTimeUtc": run["started"], "endTimeUtc": run["finished"]}
    return {**invocation, **{name: time for name, time in times.items() if time}}


def _properties(report: Report) -> Row:
    """The key facts; those of one name as a list."""
    bag: Row = {}
    for name, text in key_facts(report):
        bag.setdefault(f"facescreen:{name}", []).append(text)
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in bag.items()}
