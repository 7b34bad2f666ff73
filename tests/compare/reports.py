"""Small reports made for comparing: one camera update in the version that is wanted."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from scanner.document.build import build
from scanner.document.report import Report
from scanner.types import Capability
from tests.document import sample

Row = dict[str, Any]
UNREAD = {"encrypted", "opaque", "limit", "failed", "no-tool", "not-unpacked"}


def report(
    files: Mapping[str, str | bytes] | None = None,
    findings: Sequence[Row] = (),
    *,
    name: str = "update.bin",
    pack: str = "pack",
    unread: Mapping[str, tuple[str, int]] | None = None,
) -> Report:
    """A report over ``files`` (path inside the delivery → content) with ``findings``.

    ``unread`` maps paths to (state, bytes): such a file has that many bytes at most that were not read.
    """
    document = copy.deepcopy(build(sample.nothing_found()).document)
    screening = document["screening"]
    rows = [_node(name, None, b"", "archive", {})]
    regions = []
    for path, content in (files or {}).items():
        data = content.encode() if isinstance(content, str) else content
        state, count = (unread or {}).get(path, ("raw", 0))
        states = {"raw": len(data) - count, state: count} if count else {"raw": len(data)}
        whole = f"{name}!/{path}"
        inside = max((other for other in files or {} if path.startswith(f"{other}!/")), key=len, default="")
        rows.append(
            _node(
                whole,
                f"{name}!/{inside}" if inside else name,
                data,
                "unknown",
                {key: size for key, size in states.items() if size},
            )
        )
        if count:
            regions.append(_region(whole, state, count))
    screening["delivery"]["name"] = name
    screening["nodes"] = sorted(rows, key=lambda row: row["path"])
    screening["ledger"] = _ledger(regions, sum(row["size"] for row in rows))
    screening["findings"] = list(findings)
    screening["pack"]["digest"] = hashlib.sha256(pack.encode()).hexdigest()
    screening["delivery"].update(size=0, files=1)
    screening["verdicts"], screening["verdict"] = [], "inconclusive"
    return Report(document)


def finding(
    product: str = "sdk-x",
    capability: str = "identification",
    state: str = "called",
    path: str = "update.bin!/usr/bin/ipcamd",
    **more: Any,
) -> Row:
    """A finding with one place as its evidence."""
    place = {"path": path, "place": "imported", "offset": 7, "count": 1, "value": "X", "detail": "X", "state": state}
    fact = {"fact": "f1", "kind": "symbol", "value": "X", "strength": "strong", "source": "s", "verified": "true"}
    row = {
        "id": f"F-{product}-{capability}",
        "product": {
            "id": product,
            "name": f"Product {product}",
            "vendor": "V",
            "kind": "sdk",
            "sentence": "It compares faces.",
            "note": "",
            "nursery": False,
        },
        "capability": capability,
        "class": Capability(capability).capability_class.value,
        "state": state,
        "qualifiers": [],
        "basis": "strong",
        "evidence": [{**fact, "state": state, "places": [place]}],
        "lifted_by": [],
        "left_out": 0,
        "remarks": [],
        "also_fits": [],
    }
    return {**row, **more}


def setting(
    detail: str, state: str, path: str = "update.bin!/etc/face.conf", product: str = "sdk-x", **said: str
) -> Row:
    """A finding that rests on one setting, ``detail`` being ``key = value``; ``said``: more about its place."""
    row = finding(product, "identification", state, path)
    place = {**row["evidence"][0]["places"][0], "place": "config", "detail": detail, "offset": None, **said}
    row["evidence"] = [{**row["evidence"][0], "kind": "config", "places": [place]}]
    return row


def _node(path: str, parent: str | None, data: bytes, form: str, states: Mapping[str, int]) -> Row:
    return {
        "id": hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        "path": path,
        "parent": parent,
        "size": len(data),
        "sha256": hashlib.sha256(data if parent else path.encode("utf-8", "surrogatepass")).hexdigest(),
        "format": form,
        "span": None,
        "states": dict(states),
        "seen_by": [],
        "attributes": [],
        "identities": [],
    }


def _region(path: str, state: str, count: int) -> Row:
    return {
        "path": path,
        "offset": 0,
        "length": count,
        "state": state,
        "reason": "",
        "reader": "bytes",
        "resolve": "Ask for the key.",
    }


def _ledger(regions: Sequence[Row], total: int) -> Row:
    unread = sum(row["length"] for row in regions)
    states = {state: sum(row["length"] for row in regions if row["state"] == state) for state in UNREAD}
    states["raw"] = total - unread
    return {
        "read": total - unread,
        "unread": unread,
        "total": total,
        "percent": (total - unread) * 10_000 // total / 100 if total else 0,
        "states": {state: count for state, count in states.items() if count},
        "delivery": {},
        "balanced": True,
        "unbalanced": [],
        "regions": sorted(regions, key=lambda row: -row["length"]),
    }
