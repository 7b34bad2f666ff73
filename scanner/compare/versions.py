"""Products that both deliveries have in other versions, as far as the deliveries name them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from scanner.text import in_sentence

Row = Mapping[str, Any]


def versions(old: Sequence[Row], new: Sequence[Row]) -> list[dict[str, Any]]:
    """One row for each product whose versions differ, by product; silent where one side names none."""
    before, after = _named(old), _named(new)
    names = {finding["product"]["id"]: finding["product"]["name"] for finding in new}
    return [
        {"product": product, "name": names[product], "old": sorted(before[product]), "new": sorted(after[product])}
        for product in sorted(before.keys() & after.keys())
        if before[product] != after[product]
    ]


def version_line(row: Row) -> str:
    """``ArcSoft ArcFace is there in another version. Before: 3.0. Now: 3.1.``"""
    old, new = (in_sentence(", ".join(row[side])) for side in ("old", "new"))
    return f"{row['name']} is there in another version. Before: {old}. Now: {new}."


def _named(findings: Sequence[Row]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for finding in findings:
        for said in finding.get("versions", ()):
            found[finding["product"]["id"]].add(said["version"])
    return found
