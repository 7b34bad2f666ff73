"""The document: delivery, tool, products, unread regions, compositions and the laws as a standard."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from scanner.document.report import Report
from scanner.report.clauses import clause_text, law_name, status_text
from scanner.report.cyclonedx.products import components
from scanner.report.cyclonedx.sizes import LONGEST_NAME, properties
from scanner.report.encode import encode
from scanner.report.facts import key_facts, left_out
from scanner.report.floors import coverage_is_open
from scanner.text import shorten
from scanner.types import Verdict

Row = dict[str, Any]
Version = Literal["1.7", "1.6"]
VERSIONS = ("1.7", "1.6")

MOST_UNREAD = 5_000
"""Unread regions that are listed; the rest is counted."""
_SPACE = uuid.UUID("6b4f3a5e-7b1c-5d0e-9a53-0f6d7c1f2b90")
_CONTAINERS = {"container-image", "oci", "docker"}
_FIRMWARE = {"uimage", "fit", "trx", "android-sparse", "android-boot", "squashfs", "jffs2", "ubi", "cramfs", "romfs"}


@dataclass(frozen=True, slots=True)
class CycloneDxFormat:
    """``report.cdx.json``: an ML-BOM with evidence. Every key fact is a property too, since importers keep those."""

    NAME: ClassVar[str] = "cyclonedx"
    SUFFIX: ClassVar[str] = ".cdx.json"

    version: Version = "1.7"

    def render(self, report: Report) -> bytes:
        """The bill of materials as UTF-8 JSON."""
        found = components(report)
        unread = _unread(report)
        document = {
            "$schema": f"http://cyclonedx.org/schema/bom-{self.version}.schema.json",
            "bomFormat": "CycloneDX",
            "specVersion": self.version,
            "serialNumber": uuid.uuid5(_SPACE, report.digest).urn,
            "version": 1,
            "metadata": _metadata(report),
            "components": [*found, *unread],
            "compositions": list(_compositions(report, unread)),
            "definitions": {"standards": [_standard(verdict) for verdict in report.screening["verdicts"]]},
        }
        return encode(document)


def _metadata(report: Report) -> Row:
    tool, finished = report.screening["tool"], report.run["finished"]
    metadata: Row = {
        "tools": {"components": [{"type": "application", "name": tool["name"], "version": tool["version"]}]},
        "component": _delivery(report),
        "properties": properties(key_facts(report)),
    }
    return {"timestamp": finished, **metadata} if finished else metadata


def _delivery(report: Report) -> Row:
    delivery = report.screening["delivery"]
    context = delivery["context"]
    described: Row = {
        "type": _type(report),
        "bom-ref": "delivery",
        "name": shorten(report.name, LONGEST_NAME),
        "properties": properties((name, text) for name, text in context.items() if text),
    }
    if delivery["sha256"]:
        described["hashes"] = [{"alg": "SHA-256", "content": delivery["sha256"]}]
    if context["vendor"]:
        described["supplier"] = {"name": context["vendor"]}
    return described


def _type(report: Report) -> str:
    roots = [node for node in report.screening["nodes"] if node["parent"] is None]
    formats = {node["format"] for node in roots}
    if formats & _FIRMWARE:
        return "firmware"
    return "container" if formats & _CONTAINERS else "application"


def _unread(report: Report) -> list[Row]:
    regions = report.screening["ledger"]["regions"]
    rows = [_region(number, region) for number, region in enumerate(regions[:MOST_UNREAD], 1)]
    if len(regions) > MOST_UNREAD:
        text = left_out(len(regions) - MOST_UNREAD, "unread region", report)
        rows.append({"type": "data", "bom-ref": "unread-left-out", "name": "unread regions", "description": text})
    return rows


def _region(number: int, region: Row) -> Row:
    names = ("path", "offset", "length", "state", "reason", "reader", "resolve")
    return {
        "type": "file",
        "bom-ref": f"unread-{number}",
        # Dependency-Track keeps one of those that are alike in name, group and version.
        "name": f"{shorten(region['path'], LONGEST_NAME - 40)} (unread {number}, at 0x{region['offset']:x})",
        "description": f"Not read: {region['state']}, {region['length']:,} bytes at offset {region['offset']:,}",
        "properties": properties(
            [("record", "unread"), *((name, region[name]) for name in names if region[name] != "")]
        ),
    }


def _compositions(report: Report, unread: list[Row]) -> Iterator[Row]:
    """How far the list of face products goes: complete where all laws could be answered from what was read."""
    is_open = report.verdict is Verdict.INCONCLUSIVE
    is_open = is_open or any(coverage_is_open(report, verdict) for verdict in report.screening["verdicts"])
    yield {"aggregate": "incomplete" if is_open else "complete", "assemblies": ["delivery"]}
    if unread:
        yield {"aggregate": "incomplete", "assemblies": [row["bom-ref"] for row in unread]}


def _standard(verdict: Row) -> Row:
    policy = verdict["policy"]
    prefix = f"law-{policy['id']}"
    return {
        "bom-ref": prefix,
        "name": policy["title"],
        "version": shorten(status_text(policy), LONGEST_NAME),
        "description": f"{law_name(verdict)}. {policy['disclaimer']}",
        "owner": policy["jurisdiction"],
        "requirements": [
            {
                "bom-ref": f"{prefix}-{number}",
                "identifier": clause["number"],
                "title": shorten(clause["says"], LONGEST_NAME),
                "text": clause_text(clause),
                "properties": properties([("outcome", clause["outcome"]), ("checked", clause["verified"])]),
            }
            for number, clause in enumerate(verdict["clauses"], 1)
        ],
    }
