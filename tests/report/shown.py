"""What a reader finds in a rendered report, whatever its format, and the check that nothing was forgotten."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from defusedxml import ElementTree

from scanner.document.report import Report
from scanner.report.groups import products
from scanner.report.packs import age
from scanner.report.words import table
from scanner.text import size_text
from tests.report.pdf import reading as pdf

_LARGEST_RECORD = 80
"""Values of an object that is one record; larger ones are lists of records."""
_END = 24
_RECORDS = {"tr", "li"}
"""What holds one thing, however many paragraphs it has."""
_CELLS = {"td", "th"}
_BLOCKS = {"tr", "li", "p", "div", "details", "section", "article", "summary", "h1", "h2", "h3", "dt"}


def readable(content: bytes) -> str:
    """A rendered report as text; of a PDF what a screen reader says, a line for each paragraph and row."""
    return "\n".join(pdf.records(content)) if content.startswith(b"%PDF") else content.decode("utf-8")


def records(name: str, content: bytes) -> list[str]:
    """The smallest pieces that belong together: rows, lines, objects, elements. An unknown format is read by line."""
    text = readable(content)
    found = {"html": _html, "junit": _xml, "csv": _csv}.get(name)
    if found is None:
        found = _json if text.startswith("{") else _lines
    return list(found(text))


def missing(name: str, content: bytes, report: Report) -> list[str]:
    """What ``content`` forgets of ``report``; empty when it shows all, or counts the rest and names the digest."""
    pieces = records(name, content)
    whole = " ".join(" ".join(pieces).split())
    lost = []
    verdict = report.verdict.value
    if verdict not in whole and table("verdict")[verdict]["word"].lower() not in whole.lower():
        lost.append("verdict")
    pack = report.screening["pack"]
    if pack["digest"][:12] not in whole:
        lost.append("pack digest")
    if age(pack["age_days"]) not in whole and f"age_days {pack['age_days']}" not in whole:
        lost.append("pack age")
    policies = [verdict["policy"] for verdict in report.screening["verdicts"]]
    lost += [f"law {law['id']}" for law in policies if law["id"] not in whole and law["citation"][:12] not in whole]
    lost += ["problem" for text in report.screening["problems"][:1] if " ".join(text.split())[:20] not in whole]
    lost += _lost("finding", len(report.findings), _findings(name, pieces, report), whole, report)
    regions = report.screening["ledger"]["regions"]
    shown = _summarised(pieces, regions) if name == "text" else _regions(pieces, regions)
    return lost + _lost("region", len(regions), shown, whole, report)


def _lost(noun: str, all_of_them: int, shown: int, whole: str, report: Report) -> list[str]:
    left = all_of_them - shown
    if not left:
        return []
    counted = re.search(rf"(?<![\d,]){left:,} (?:more )?(?:[\w-]+ ){{0,2}}{noun}s?\b", whole)
    if counted and report.digest in whole:
        return []
    return [f"{left} of {all_of_them} {noun}s"]


def _findings(name: str, pieces: list[str], report: Report) -> int:
    if name == "text":
        # It names products with their capabilities, not each finding, and counts the findings of the others.
        listed = [p for p in products(report) if any(line.startswith(f"  {p.product['name'][:12]}") for line in pieces)]
        return sum(len(group.findings) for product in listed for group in product.groups)
    words = set(re.findall(r"[\w-]+", " ".join(pieces)))
    return sum(finding["id"] in words for finding in report.findings)


def _summarised(pieces: list[str], regions: list[dict[str, Any]]) -> int:
    """The summary has a line of its own for a region: its size, what became of it, the end of its path."""
    sizes = {f"  {size_text(region['length'])} {table('bytes_short')[region['state']]}: " for region in regions}
    return sum(line.startswith(tuple(sizes)) for line in pieces)


def _regions(pieces: list[str], regions: list[dict[str, Any]]) -> int:
    """A region is shown where one piece has its path, its state and its offset; looked up by the path's end."""
    by_end = defaultdict(list)
    for number, region in enumerate(regions):
        by_end[region["path"].split()[-1][-_END:]].append(number)
    shown = set()
    for piece in pieces:
        words = {word.strip("`:'(),.")[-_END:] for word in piece.split()}
        for number in (number for word in words for number in by_end.get(word, ())):
            if regions[number]["state"] in piece and _is_region(piece, regions[number]):
                shown.add(number)
    return len(shown)


def _is_region(piece: str, region: dict[str, Any]) -> bool:
    if region["path"] not in piece and region["path"][-60:] not in piece:
        return False
    offset = region["offset"]
    return any(re.search(rf"(?<!\w){form}(?!\w)", piece) for form in (f"{offset:,}", str(offset), f"0x{offset:x}"))


def _lines(text: str) -> Iterator[str]:
    yield from text.replace("\\|", "|").splitlines()


def _csv(text: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(text)):
        yield " ".join(row)


def _xml(text: str) -> Iterator[str]:
    for element in ElementTree.fromstring(text).iter():
        yield " ".join(element.attrib.values())
        yield from (element.text or "").splitlines()


def _json(text: str) -> Iterator[str]:
    stack: list[tuple[Any, bool]] = [(json.loads(text), False)]
    while stack:
        item, listed = stack.pop()
        if isinstance(item, dict):
            yield " ".join(f"{key} {value}" for key, value in item.items() if not isinstance(value, dict | list))
            values = list(_scalars(item)) if listed else []
            if len(values) <= _LARGEST_RECORD:
                yield " ".join(values)
            stack.extend((value, False) for value in item.values() if isinstance(value, dict | list))
        else:
            stack.extend((value, True) for value in item if isinstance(value, dict | list))
            yield from (value for value in item if isinstance(value, str))


def _scalars(item: Any) -> Iterator[str]:
    """All values below ``item``; of a large object enough to see that it is large."""
    stack, count = [item], 0
    while stack and count <= _LARGEST_RECORD:
        each = stack.pop()
        if isinstance(each, dict | list):
            stack.extend(each.values() if isinstance(each, dict) else each)
        else:
            count += 1
            yield str(each)


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[list[str]] = [[]]
        self._items = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS and not (self._items and tag not in _RECORDS):
            self.pieces.append([])
        self._items += tag in _RECORDS
        self.pieces[-1] += [value or "" for key, value in attrs if key == "id"]

    def handle_endtag(self, tag: str) -> None:
        self._items -= tag in _RECORDS
        if tag in _CELLS:
            self.pieces[-1].append(" ")

    def handle_data(self, data: str) -> None:
        self.pieces[-1].append(data)


def _html(text: str) -> Iterator[str]:
    parser = _Html()
    parser.feed(text)
    yield from ("".join(piece) for piece in parser.pieces)
