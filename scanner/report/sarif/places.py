"""Where something stands: the delivered file for programs that show code, the whole inner path for people."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import quote

from scanner.document.report import Report
from scanner.report.facts import LONGEST_PATH
from scanner.report.paths import SEPARATOR
from scanner.text import shorten

Row = dict[str, Any]

_VERSION = re.compile(r"\d+(?:\.\d+)+")
_BUILD = re.compile(r"(?<![0-9A-Za-z])(?:[0-9a-f]{12,}|\d{6,})(?![0-9A-Za-z])")
_NUMBER = re.compile(r"\d+")
LONGEST_URI = 2_000
"""Characters: DefectDojo fails on a path above 4,000, and a name of 4 kB can be nine times as long when encoded."""
_HALF_ESCAPE = re.compile("%[0-9A-F]?$")


class Places:
    """Places of one report. Artifacts are collected as results name them, each with those that contain it."""

    def __init__(self, report: Report) -> None:
        self._nodes: dict[str, Row] = {node["path"]: node for node in report.screening["nodes"]}
        self._name = report.name
        self._given = str(report.run.get("given", ""))
        self._index: dict[str, int] = {}
        self._artifacts: list[Row] = []

    def artifacts(self) -> list[Row]:
        """``run.artifacts``: every file that was named, containers before what they hold."""
        return self._artifacts

    def location(self, path: str, offset: int | None = None, length: int | None = None) -> Row:
        """One location: the delivered file with a region that every importer takes, and the inner path."""
        path = path or self._name
        root = self._root(path)
        index = self.artifact(path)
        region = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1, **self._bytes(path, offset, length)}
        artifact: Row = {"uri": uri(self._from_checkout(root))}
        if root in self._index:
            artifact["index"] = self._index[root]
        logical: Row = {"fullyQualifiedName": shorten(path, LONGEST_PATH), "kind": "resource"}
        properties: Row = {} if offset is None else {"facescreen:offset": offset}
        if index is not None:
            properties["facescreen:artifact"] = index
        return {
            "physicalLocation": {"artifactLocation": artifact, "region": region},
            "logicalLocations": [logical],
            "properties": properties,
        }

    def artifact(self, path: str) -> int | None:
        """The index of the file ``path`` in :meth:`artifacts`; None where the report does not list it."""
        missing = []
        step: str | None = path
        while step is not None and step not in self._index and step in self._nodes:
            missing.append(step)
            step = self._nodes[step]["parent"]
        for each in reversed(missing):
            self._index[each] = len(self._artifacts)
            self._artifacts.append(self._describe(self._nodes[each]))
        return self._index.get(path)

    def _describe(self, node: Row) -> Row:
        parent = node["parent"]
        own = node["path"] if parent is None else node["path"].removeprefix(parent + SEPARATOR)
        located = self._from_checkout(own) if parent is None else own
        described: Row = {"location": {"uri": uri(located)}, "length": node["size"], "roles": ["analysisTarget"]}
        if node["sha256"]:
            described["hashes"] = {"sha-256": node["sha256"]}
        if parent in self._index:
            described["parentIndex"] = self._index[parent]
            if node["span"]:
                described["offset"] = node["span"]["offset"]
        described["description"] = {"text": f"{shorten(node['path'], LONGEST_PATH)} ({node['format'] or 'unknown'})"}
        return described

    def _root(self, path: str) -> str:
        """The delivered file that ``path`` lies in; for what is no node the first part of its path."""
        step = path if path in self._nodes else path.partition(SEPARATOR)[0]
        while step in self._nodes and self._nodes[step]["parent"] is not None:
            step = self._nodes[step]["parent"]
        return step

    def _from_checkout(self, root: str) -> str:
        """``root`` as seen from the folder that the run was started in, where that is known: in CI the checkout, whose
        files programs that show code look for."""
        inside = root == self._name or root.startswith(f"{self._name}/")
        return self._given + root[len(self._name) :] if self._given and inside else root

    def _bytes(self, path: str, offset: int | None, length: int | None) -> Row:
        """Byte range in the delivered file, where every container on the way stores its content in one piece."""
        node = self._nodes.get(path)
        start = offset or 0
        size = length if length is not None else (node["size"] if node and offset is None else None)
        while node is not None and node["parent"] is not None:
            if node["span"] is None:
                return {}
            start += node["span"]["offset"]
            node = self._nodes.get(node["parent"])
        if node is None:
            return {}
        return {"byteOffset": start} if size is None else {"byteOffset": start, "byteLength": size}


def uri(path: str) -> str:
    """``path`` as a relative URI reference (RFC 3986): percent-encoded, no scheme, no host, no way up.

    One of more than :data:`LONGEST_URI` characters ends in a digest of the whole.
    """
    parts = [part for part in path[:LONGEST_URI].split("/") if part not in {"", ".", ".."}]
    text = "/".join(quote(part, safe="!$&'()*+,;=@~") for part in parts) or "delivery"
    if max(len(path), len(text)) <= LONGEST_URI:
        return text
    whole = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{_HALF_ESCAPE.sub('', text[: LONGEST_URI - 70])}-{whole}"


def fingerprint(rule: str, path: str) -> str:
    """Sixteen hex digits for a rule at a place, the same for the next version of the delivery.

    Version and build numbers in the path are taken out, every number in the name of the delivered file, and no content
    goes in: an update keeps its alert.
    """
    delivered, separator, inner = path.partition(SEPARATOR)
    normal = _NUMBER.sub("#", delivered) + separator + _BUILD.sub("#", _VERSION.sub("#", inner))
    return hashlib.sha256(f"{rule}\0{normal}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
