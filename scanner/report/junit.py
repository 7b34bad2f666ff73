"""JUnit XML for the test pages of CI systems: one suite for the delivery.

Its cases are the clauses of each law, each law's verdict, the coverage and the age of the signatures; never a file,
since GitLab keeps only the first of equal names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from xml.etree.ElementTree import Element, SubElement, tostring

from scanner.document.report import Report
from scanner.report.facts import key_facts, left_out, place_text
from scanner.report.groups import outcomes, weight
from scanner.report.junit_cases import Case, cases
from scanner.report.sentences import evidence_phrase
from scanner.text import safe_text

Row = dict[str, Any]

MOST_LISTED = 5_000
"""Findings, and unread regions, that the output of the suite lists."""
LONGEST = 2_000
"""Characters of one line: so that all of them stay below the 30 MB that GitLab reads."""


class JunitFormat:
    """``report.junit.xml``: failure for what the law reaches, failure of type review for what a person must judge,
    error for what could not be checked. Nothing is ever skipped: some systems show a skipped case as passed."""

    NAME: ClassVar[str] = "junit"
    SUFFIX: ClassVar[str] = ".junit.xml"

    def render(self, report: Report) -> bytes:
        """The suite as UTF-8 XML."""
        made = tuple(cases(report))
        counts = {
            "tests": str(len(made)),
            "failures": str(sum(case.result == "failure" for case in made)),
            "errors": str(sum(case.result == "error" for case in made)),
            "skipped": "0",
            "time": "0",
        }
        root = Element("testsuites", {"name": "facescreen", **counts})
        suite = SubElement(root, "testsuite", {"name": _safe(report.name), **counts, "timestamp": _timestamp(report)})
        properties = SubElement(suite, "properties")
        for name, text in key_facts(report):
            SubElement(properties, "property", {"name": f"facescreen:{name}", "value": _safe(text)})
        for case in made:
            _case(suite, case)
        SubElement(suite, "system-out").text = "\n".join(_listing(report))
        return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _case(suite: Element, case: Case) -> None:
    attributes = {"classname": _safe(case.group), "name": _safe(case.name), "time": "0"}
    element = SubElement(suite, "testcase", attributes)
    if case.result:
        said = {"type": case.type, "message": _safe(case.message)}
        SubElement(element, case.result, said).text = "\n".join(map(_safe, case.lines))


def _listing(report: Report) -> Iterator[str]:
    """Every finding and unread region up to the cap, weightiest and largest first: clauses do not name the notes."""
    said = outcomes(report)
    ordered = sorted(report.findings, key=lambda finding: (weight(finding, said), finding["id"]))
    for finding in ordered[:MOST_LISTED]:
        outcome = said.get(finding["id"], "not_reached")
        text = f"{finding['capability']} is {finding['state']}: {evidence_phrase(finding)}"
        yield _safe(f"{finding['id']} {outcome}: {text}")
    if len(ordered) > MOST_LISTED:
        yield left_out(len(ordered) - MOST_LISTED, "finding", report)
    regions = report.screening["ledger"]["regions"]
    yield from (_safe(place_text(region)) for region in regions[:MOST_LISTED])
    if len(regions) > MOST_LISTED:
        yield left_out(len(regions) - MOST_LISTED, "unread region", report)


def _safe(text: str) -> str:
    return safe_text(text, LONGEST)


def _timestamp(report: Report) -> str:
    """Without the zone: the schema's readers take ISO 8601 to the second, in UTC. The day where no clock was read."""
    return str(report.run["started"])[:19] or f"{report.screening['date']}T00:00:00"
