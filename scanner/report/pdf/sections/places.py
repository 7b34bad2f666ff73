"""How the record names a finding and its place."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.groups import places
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.paths import SEPARATOR, at
from scanner.report.pdf.blocks import Cell, beside, bold, identifier, soft, text, typed
from scanner.report.pdf.caps import LONGEST_NAME, LONGEST_PATH
from scanner.report.versions import version_phrase
from scanner.report.words import word

Row = dict[str, Any]
UNJUDGED = "not_reached"
"""Outcome of a finding of which no law speaks."""


def within(path: str, report: Report) -> str:
    """``/rootfs!/usr/bin/ipcamd`` for ``update.bin!/rootfs!/usr/bin/ipcamd``: the name of the delivery stands at the
    top of every page. The delivery itself keeps its name.
    """
    outer = report.name + SEPARATOR
    return f"/{path.removeprefix(outer)}" if path.startswith(outer) and path != outer else path


def named(finding: Row) -> Cell:
    """Product and version; the vendor where the product's name does not say it."""
    product = finding["product"]
    runs: list[Any] = [bold(said(product["name"]))]
    if version := version_phrase(finding):
        runs += [text(" " + version, LONGEST_NAME)]
    if said(product["vendor"]).lower() not in said(product["name"]).lower():
        runs += [soft(" " + _("by %(vendor)s", vendor=said(product["vendor"])), LONGEST_NAME)]
    return runs


def function(finding: Row, capability: str) -> str:
    """``identification (origin)``: the capability and its qualifiers."""
    marks = f" ({', '.join(map(said, finding['qualifiers']))})" if finding["qualifiers"] else ""
    return said(capability) + marks


def outcome_words(outcome: str) -> str:
    """Shape and word of what the law says."""
    mark = word("outcome", "no_clause" if outcome == UNJUDGED else outcome)
    return f"{mark['shape']} {mark['word']}"


def place(finding: Row, report: Report, longest: int = LONGEST_PATH) -> Cell:
    """The strongest place and the finding's id."""
    first = next((each for _fact, each in places(finding)), None)
    name = identifier(finding["id"])
    if first is None:
        return [name]
    where = at(first["offset"])
    return [typed(within(first["path"], report), longest), beside(f" {where}; " if where else " "), name]
