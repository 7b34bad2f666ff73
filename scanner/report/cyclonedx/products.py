"""Products that were found as components: what they are, how sure it is, where it was seen."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from scanner.document.report import Report
from scanner.report.cyclonedx.sizes import LARGEST_OFFSET, LONGEST_NAME, LONGEST_TEXT, properties
from scanner.report.facts import LONGEST_PATH, left_out, qualified
from scanner.report.groups import outcomes, places, weight
from scanner.report.versions import version_texts
from scanner.text import plural, shorten
from scanner.types import State

Row = dict[str, Any]

MOST_PLACES = 1_000
"""Occurrences of one product; the rest is counted."""
MOST_FINDINGS = 2_000
"""Findings of one product that have a property each; the rest is counted."""
MOST_METHODS = 50

_TYPES = {"model": "machine-learning-model", "config": "application", "cloud": "platform"}
_TECHNIQUES = {
    "hash": "hash-comparison",
    "path": "filename",
    "package": "manifest-analysis",
    "import": "source-code-analysis",
    "config": "manifest-analysis",
}
_CONFIDENCE = {"strong": 0.9, "support": 0.5, "context": 0.2}
_LOWER = {"violation_indicator": 1.0, "review": 0.7, "exempt_if_attested": 0.7}
"""What a person must judge, and what no law reaches, is said with less confidence."""
_LEAST = 0.5
_TASKS = {"recognition": "face-recognition", "analysis": "face-analysis", "detection": "face-detection"}


def components(report: Report) -> list[Row]:
    """One component for each product, the weightiest first."""
    said = outcomes(report)
    by_product: dict[str, list[Row]] = defaultdict(list)
    for finding in sorted(report.findings, key=lambda finding: (weight(finding, said), finding["id"])):
        by_product[finding["product"]["id"]].append(finding)
    return [_component(findings, said, report) for findings in by_product.values()]


def _component(findings: list[Row], said: dict[str, str], report: Report) -> Row:
    product = findings[0]["product"]
    component: Row = {
        "type": _TYPES.get(product["kind"], "library"),
        "bom-ref": f"product-{product['id']}",
        "name": shorten(product["name"], LONGEST_NAME),
        "description": shorten(product["sentence"], LONGEST_TEXT),
        "evidence": _evidence(findings, said),
    }
    versions = version_texts(findings, ranges=False)
    if len(versions) == 1:
        component["version"] = versions[0]
    if product["vendor"]:
        component["supplier"] = {"name": product["vendor"]}
        # Two products of one name are one to Dependency-Track unless their groups differ.
        component["group"] = shorten(product["vendor"], LONGEST_NAME)
    if product["kind"] == "model":
        component["modelCard"] = {"modelParameters": {"task": _task(findings)}}
    component["properties"] = list(_properties(findings, said, report))
    return component


def _properties(findings: list[Row], said: dict[str, str], report: Report) -> list[Row]:
    """The facts that stay where an importer drops everything else, and one line for each finding."""
    first = findings[0]
    pairs = [
        ("record", "product"),
        ("kind", first["product"]["kind"]),
        ("category", first["class"]),
        ("state", max((finding["state"] for finding in findings), key=State.of)),
        ("outcome", said.get(first["id"], "not_reached")),
        *(("version", text) for text in version_texts(findings)),
    ]
    for finding in findings[:MOST_FINDINGS]:
        outcome = said.get(finding["id"], "not_reached")
        pairs.append(("finding", f"{finding['id']}: {qualified(finding)} is {finding['state']}, {outcome}"))
    if len(findings) > MOST_FINDINGS:
        pairs.append(("left-out", left_out(len(findings) - MOST_FINDINGS, "finding", report)))
    hidden = sum(1 for finding in findings for _ in places(finding)) - MOST_PLACES
    if hidden > 0:
        pairs.append(("left-out", left_out(hidden, "place", report)))
    if above := sum(finding["left_out"] for finding in findings):  # nor has report.json any of these
        pairs.append(("not-kept", f"{plural(above, 'more observation')}: counted and not kept."))
    return properties(pairs)


def _evidence(findings: list[Row], said: dict[str, str]) -> Row:
    methods: dict[tuple[str, str, str], float] = {}
    occurrences: list[Row] = []
    for finding in findings:
        lower = _LOWER.get(said.get(finding["id"], ""), _LEAST)
        for fact, place in places(finding):
            technique = _TECHNIQUES.get(fact["kind"], "binary-analysis")
            key = (technique, fact["kind"], fact["value"])
            methods[key] = max(methods.get(key, 0.0), round(_CONFIDENCE[fact["strength"]] * lower, 2))
            if len(occurrences) < MOST_PLACES:
                occurrences.append(_occurrence(finding, fact, place))
    if not methods:
        return {}
    ordered = sorted(methods, key=lambda key: (-methods[key], key))[:MOST_METHODS]
    identity = {
        "field": "name",
        "confidence": max(methods.values()),
        "methods": [
            {"technique": key[0], "confidence": methods[key], "value": f"{key[1]}: {key[2]}"} for key in ordered
        ],
    }
    return {"identity": [identity], "occurrences": occurrences}


def _occurrence(finding: Row, fact: Row, place: Row) -> Row:
    context = f"{finding['id']} {place['place']} {fact['kind']}, {place['state']} {place['detail']}"
    row = {"location": shorten(place["path"], LONGEST_PATH), "additionalContext": context.rstrip()}
    if place["offset"] is not None and place["offset"] <= LARGEST_OFFSET:
        row["offset"] = place["offset"]
    elif place["offset"] is not None:
        row["additionalContext"] += f", at offset {place['offset']}"
    if fact["kind"] in {"symbol", "class", "import"}:
        row["symbol"] = place["value"] or fact["value"]
    return row


def _task(findings: list[Row]) -> str:
    classes = {finding["class"] for finding in findings}
    return next((task for name, task in _TASKS.items() if name in classes), "face-functions")
