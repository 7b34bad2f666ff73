"""All evidence as one table for spreadsheets and scripts (RFC 4180, UTF-8, lines end with a newline)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any, ClassVar

from scanner.document.report import Report
from scanner.report.facts import key_facts
from scanner.report.groups import outcomes, places
from scanner.report.versions import version_texts
from scanner.text import safe_text

Row = dict[str, Any]

COLUMNS = (
    "record",
    "verdict",
    "outcome",
    "id",
    "product",
    "product_id",
    "version",
    "vendor",
    "kind",
    "capability",
    "class",
    "state",
    "qualifiers",
    "fact",
    "fact_kind",
    "value",
    "strength",
    "source",
    "path",
    "place",
    "place_state",
    "offset",
    "length",
    "count",
    "detail",
    "left_out",
    "resolve",
)
"""``record`` is ``report`` (a key fact: its name in ``fact``, its text in ``value``), ``evidence`` or ``unread``."""

_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
_FORMULA = re.compile(rf"(^|;)(?=[\s\"]*[{re.escape(_SIGNS)}])")
"""Where a spreadsheet takes what follows for a formula: at the start, and behind a semicolon, which begins a cell where
the comma is the decimal sign. Full-width forms count too."""


class CsvFormat:
    """``report.csv``: one row for each place of each finding, each unread region and each key fact. Nothing is cut.

    A cell that a spreadsheet would compute begins with an apostrophe (OWASP, CSV injection).
    """

    NAME: ClassVar[str] = "csv"
    SUFFIX: ClassVar[str] = ".csv"

    def render(self, report: Report) -> bytes:
        """The table, with a head."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        verdict = report.verdict.value
        for row in _rows(report):
            cells = {"verdict": verdict, **row}
            writer.writerow([cell(cells.get(name, "")) for name in COLUMNS])
        return out.getvalue().encode("utf-8")


def cell(value: object) -> object:
    """``value`` as it may stand in a cell: numbers as they are, texts so that no program computes them."""
    if not isinstance(value, str):
        return "" if value is None else value
    text = safe_text(value, 1 << 20)
    return _FORMULA.sub(r"\1'", text)


def _rows(report: Report) -> Iterator[Row]:
    for name, text in key_facts(report):
        yield {"record": "report", "fact": name, "value": text}
    said = outcomes(report)
    for finding in report.findings:
        yield from _finding(finding, said.get(finding["id"], "not_reached"))
    for region in report.screening["ledger"]["regions"]:
        yield {
            "record": "unread",
            "state": region["state"],
            "path": region["path"],
            "offset": region["offset"],
            "length": region["length"],
            "detail": region["reason"],
            "source": region["reader"],
            "resolve": region["resolve"],
        }


def _finding(finding: Row, outcome: str) -> Iterator[Row]:
    product = finding["product"]
    common = {
        "record": "evidence",
        "outcome": outcome,
        "id": finding["id"],
        "product": product["name"],
        "product_id": product["id"],
        "version": ", ".join(version_texts([finding])),
        "vendor": product["vendor"],
        "kind": product["kind"],
        "capability": finding["capability"],
        "class": finding["class"],
        "state": finding["state"],
        "qualifiers": " ".join(finding["qualifiers"]),
        "left_out": finding["left_out"],
    }
    rows = list(places(finding))
    for fact, place in rows:
        yield {**common, **_place(fact, place)}
    if not rows:
        yield common


def _place(fact: Row, place: Row) -> Row:
    return {
        "fact": fact["fact"],
        "fact_kind": fact["kind"],
        "value": place["value"] or fact["value"],
        "strength": fact["strength"],
        "source": fact["source"],
        "path": place["path"],
        "place": place["place"],
        "place_state": place["state"],
        "offset": place["offset"],
        "count": place["count"],
        "detail": f"{place['plain']}: {place['detail']}" if "plain" in place else place["detail"],
    }
