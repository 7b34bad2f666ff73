"""The lines of the summary for people, made once for the plain text file and for the terminal."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.compare.lines import details
from scanner.document.report import Report
from scanner.report.clauses import law_line
from scanner.report.facts import STOPPED
from scanner.report.groups import Product, places, products
from scanner.report.packs import age, holds, warnings
from scanner.report.paths import at
from scanner.report.sentences import bytes_by_state, missing_tools, numbers, unread, verdict_sentence
from scanner.report.versions import named
from scanner.report.words import word
from scanner.text import ELLIPSIS, plural, size_text
from scanner.types import State, Verdict

WIDTH = 80
MOST_PRODUCTS = 3
MOST_REGIONS = 2
MOST_QUESTIONS = 2
MOST_CHANGES = 2
MOST_PROBLEMS = 2
"""Caps of the summary: with them an ordinary report fits a terminal of 24 lines."""


MOST_LINES = 12
"""Lines of one product: all capabilities in all states fit, at the narrowest width."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of at most the asked width, with a word for its style."""

    text: str
    style: str = ""


def lines(report: Report, width: int = WIDTH) -> Iterator[Line]:
    """The summary, line by line, none wider than ``width`` columns."""
    for line in _all(report, width):
        yield Line(fit(line.text, width), line.style)


def fit(text: str, width: int) -> str:
    """``text`` in at most ``width`` terminal columns, the middle left out visibly; wide characters count two."""
    if sum(map(_columns, text)) <= width:
        return text
    head = _take(text, (width - 1) * 2 // 5)
    tail = _take(text[::-1], width - 1 - sum(map(_columns, head)))[::-1]
    return head + ELLIPSIS + tail


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _take(text: str, width: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += _columns(character)
        if used > width:
            return text[:index]
    return text


def _all(report: Report, width: int) -> Iterator[Line]:
    mark = word("verdict", report.verdict.value)
    yield Line(f" {mark['shape']} {mark['word'].upper()}  {report.name} ", report.verdict.value)
    for part in textwrap.wrap(verdict_sentence(report), width):
        yield Line(part, "sentence")
    yield from _change(report, width)
    read, found, questions = numbers(report)
    yield Line(f"Read {read}   Findings {found}   Questions to the vendor {questions}")
    if states := bytes_by_state(report):
        yield from _wrapped(f"Bytes: {states}", width)
    yield from _findings(report, width)
    yield from _unread(report, width)
    yield from _questions(report, width)
    yield from _footer(report, width)


def _change(report: Report, width: int) -> Iterator[Line]:
    """What the update changes, where the screening was against a deployed version."""
    change = report.screening.get("change")
    if not change:
        return
    yield Line("Against the deployed version", "heading")
    yield from _wrapped(f"  {change['headline']}", width, "  ", most=4)
    for sentence in change["caveats"]:
        yield from _wrapped(f"  {sentence}", width, "  ")
    for sentence in details(change, MOST_CHANGES):
        yield from _wrapped(f"    {sentence}", width, "      ")


def _findings(report: Report, width: int) -> Iterator[Line]:
    found = products(report)
    if not found:
        return
    yield Line("Findings", "heading")
    for product in found[:MOST_PRODUCTS]:
        yield from _product(product, width)
    left = sum(len(group.findings) for product in found[MOST_PRODUCTS:] for group in product.groups)
    if left:
        others = plural(len(found) - MOST_PRODUCTS, "more product")
        yield Line(f"  and {plural(left, 'finding')} of {others} in report.json", "dim")


def _product(product: Product, width: int) -> Iterator[Line]:
    groups = sorted(product.groups, key=lambda group: -State.of(group.first["state"]))
    states: dict[str, list[str]] = {}
    for group in groups:
        states.setdefault(group.first["state"], []).append(group.capability)
    text = "; ".join(f"{state}: {', '.join(names)}" for state, names in states.items())
    count = sum(len(group.findings) for group in groups)
    more = f" ({plural(count, 'finding')})" if count > len(groups) else ""
    yield from _wrapped(f"  {fit(named(groups[0].first, width), width // 2)}{more} - {text}", width, most=MOST_LINES)
    for _, place in list(places(product.groups[0].first))[:1]:
        yield Line(f"    {place['path']} {at(place['offset'])}".rstrip(), "dim")
    for remark in groups[0].first.get("remarks", ())[:1]:
        if product.product["kind"] == "client":
            yield from _wrapped(f"    {remark}", width)


def _wrapped(text: str, width: int, indent: str = "    ", most: int = 2) -> Iterator[Line]:
    """``text`` on at most ``most`` lines; a longer one is cut visibly after a word."""
    for part in textwrap.wrap(text, width, subsequent_indent=indent, max_lines=most, placeholder=f" {ELLIPSIS}"):
        yield Line(part)


def _unread(report: Report, width: int) -> Iterator[Line]:
    regions = unread(report, MOST_REGIONS)
    if not regions.shown:
        return
    yield Line(f"Not read: {regions.summary}", "heading")
    deciding = report.verdict is Verdict.INCONCLUSIVE
    for number, region in enumerate(regions.shown):
        yield Line(f"  {size_text(region['length'])} {region['state']}: {region['path']} {at(region['offset'])}")
        reason = f"{region['reason']}. " if region["reason"] else ""
        yield from _wrapped(f"    {reason}{region['resolve']}", width, most=2 if deciding and not number else 1)
    if regions.left_out:
        yield Line(f"  and {plural(regions.left_out, 'more region')} in report.json", "dim")


def _questions(report: Report, width: int) -> Iterator[Line]:
    questions = report.screening["questions"]
    if not questions:
        return
    yield Line("Ask the vendor", "heading")
    for number, question in enumerate(questions[:MOST_QUESTIONS], 1):
        yield from _wrapped(f"  {number}. {question['text']}", width, "     ", most=2 if number == 1 else 1)
    if len(questions) > MOST_QUESTIONS:
        yield Line(
            f"  and {plural(len(questions) - MOST_QUESTIONS, 'more question')}: facescreen questions report.json", "dim"
        )


def _footer(report: Report, width: int) -> Iterator[Line]:
    if report.run["interrupted"]:
        yield from _wrapped(STOPPED, width)
    problems = report.screening["problems"]
    for problem in problems[:MOST_PROBLEMS]:
        yield Line(f"Problem of this run: {problem}")
    if len(problems) > MOST_PROBLEMS:
        yield Line(f"  and {plural(len(problems) - MOST_PROBLEMS, 'more problem')} in report.json", "dim")
    if missing := missing_tools(report):
        yield Line(f"Not installed: {missing}")
    for verdict in report.screening["verdicts"]:
        yield Line(law_line(verdict, width))
    yield from _packs(report, width)
    yield Line(f"report.json {report.digest}", "dim")


def _packs(report: Report, width: int) -> Iterator[Line]:
    screening = report.screening
    pack = screening["pack"]
    for warning in warnings(report):
        yield from _wrapped(warning, width)
    yield Line(f"Signatures {pack['version']} ({pack['digest'][:12]}): {holds(pack)}", "dim")
    told = f"{age(pack['age_days'])} on {screening['date']}; needs facescreen {pack['min_engine']}"
    for part in textwrap.wrap(f"{told}; fail on {screening['fail_on']}; exit code {report.exit_code}", width):
        yield Line(part, "dim")
    for each in pack["packs"] if len(pack["packs"]) > 1 else ():
        told = f"{each['id']} {each['version']} ({each['digest'][:12]}), {age(each['age_days'])}: {holds(each)}"
        yield Line(f"  {told}", "dim")
