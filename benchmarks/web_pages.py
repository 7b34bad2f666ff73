"""Every kind of web page that this project makes, for the measurements that open them in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from scanner.compare.change import compare
from scanner.document.build import build
from scanner.document.report import Report
from scanner.document.result import Result
from scanner.report import comparison
from scanner.report.html import HtmlFormat
from scanner.report.languages.speaking import languages
from tests.document import sample
from tests.document.sample_large import everything
from vendor_samples.interface import Sample
from vendor_samples.recipes import SAMPLES
from vendor_samples.reports import compared, example

FINDINGS = REGIONS = 10_000
"""Of the largest pages."""
Made = tuple[str, str, Callable[[], bytes]]
"""(what it shows, language, how the page is made)."""


def pages() -> Iterator[Made]:
    """The reports of all samples, what updates change, and made-up reports of every verdict and of extreme size."""
    for language in languages():
        for name, report in (*_screened(), *_MADE_UP.items()):
            yield name, language, partial(_rendered, report, language)
        for old, new in compared():
            yield f"comparison of {old.name} and {new.name}", language, partial(_compared, old, new, language)
    for name, report in _LARGE.items():
        yield name, languages()[0], partial(_rendered, report, languages()[0])


def _rendered(report: Callable[[], Report], language: str) -> bytes:
    return HtmlFormat(language).render(report())


def _compared(old: Sample, new: Sample, language: str) -> bytes:
    return comparison.page(compare(example(old), example(new)), language)


def _screened() -> Iterator[tuple[str, Callable[[], Report]]]:
    for each in SAMPLES:
        yield each.name, partial(example, each)
    for old, new in compared():
        yield f"{new.name} against {old.name}", partial(example, new, old)


def largest() -> Iterator[tuple[str, Report]]:
    """(name, report) of the reports that the target for loading is measured with."""
    for name, report in _LARGEST.items():
        yield name, report()


def _of(make: Callable[[], Result]) -> Callable[[], Report]:
    return lambda: build(make())


_MADE_UP = {
    "made up: found": _of(sample.found),
    "made up: inconclusive": _of(sample.inconclusive),
    "made up: review": _of(sample.review),
    "made up: nothing found": _of(sample.nothing_found),
    "made up: hostile names": _of(sample.hostile),
    "made up: nothing in it": _of(lambda: replace(sample.nothing_found(), nodes=(), entries=(), identities={})),
}
_MANY = {
    f"{FINDINGS:,} findings": _of(lambda: sample.huge(FINDINGS)),
    f"{REGIONS:,} unread regions": _of(lambda: sample.spread(100, 2 * REGIONS, REGIONS)),
}
_LARGE = _MANY | {
    # axe-core did not end within six minutes with ten times as many, which have the same elements.
    f"{FINDINGS // 10:,} findings and everything else": _of(lambda: everything(FINDINGS // 10)),
}
_LARGEST = _MANY | {
    f"{FINDINGS:,} findings and everything else": _of(lambda: everything(FINDINGS)),
}
