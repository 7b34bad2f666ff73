"""Every kind of web page that this project makes, for the measurements that open them in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

from scanner.compare.change import compare
from scanner.document.build import build
from scanner.document.report import Report
from scanner.document.result import Result
from scanner.report import comparison
from scanner.report.html import HtmlFormat
from scanner.report.languages.speaking import languages
from tests.document import sample
from vendor_samples.recipes import SAMPLES
from vendor_samples.reports import compared, example

FINDINGS = REGIONS = 10_000
"""Of the two largest pages."""
Made = tuple[str, str, bytes]
"""(what it shows, language, the page)."""


def pages() -> Iterator[Made]:
    """The reports of all samples, what updates change, and made-up reports of every verdict and of extreme size."""
    for language in languages():
        form = HtmlFormat(language)
        for name, report in (*_screened(), *_made_up()):
            yield name, language, form.render(report)
        for old, new in compared():
            change = compare(example(old), example(new))
            yield f"{old.name} against {new.name}, alone", language, comparison.page(change, language)
    for name, report in largest():
        yield name, languages()[0], HtmlFormat().render(report)


def largest() -> Iterator[tuple[str, Report]]:
    """(name, report) of the two reports that the target for loading is measured with."""
    yield f"{FINDINGS:,} findings", build(sample.huge(FINDINGS))
    yield f"{REGIONS:,} unread regions", build(sample.spread(100, 2 * REGIONS, REGIONS))


def _screened() -> Iterator[tuple[str, Report]]:
    for each in SAMPLES:
        yield each.name, example(each)
    for old, new in compared():
        yield f"{new.name} against {old.name}", example(new, old)


_MADE_UP: dict[str, Callable[[], Result]] = {
    "made up: found": sample.found,
    "made up: inconclusive": sample.inconclusive,
    "made up: review": sample.review,
    "made up: nothing found": sample.nothing_found,
    "made up: hostile names": sample.hostile,
    "made up: nothing in it": lambda: replace(sample.nothing_found(), nodes=(), entries=()),
}


@cache
def _made_up() -> tuple[tuple[str, Report], ...]:
    return tuple((name, build(make())) for name, make in _MADE_UP.items())
