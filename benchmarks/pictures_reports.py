"""What the pictures show: reports of the vendor samples with fixed dates and names, so that only real changes show."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from scanner.document.report import Report
from vendor_samples.interface import Sample
from vendor_samples.recipes import SAMPLES
from vendor_samples.reports import example


@cache
def report(name: str) -> Report:
    """The report of the sample ``name``."""
    return example(_sample(name))


def page(name: str, folder: Path, language: str) -> Path:
    """The HTML report of the sample ``name``, written below ``folder``."""
    from scanner.report.html import HtmlFormat

    target = folder / f"{name}-{language}.html"
    target.write_bytes(HtmlFormat(language).render(report(name)))
    return target


def comparison_page(old: str, new: str, folder: Path) -> Path:
    """What the sample ``new`` changes against the sample ``old``, as a page."""
    from scanner.compare.change import compare
    from scanner.report.comparison import page as render

    target = folder / f"{old}--{new}.html"
    target.write_bytes(render(compare(report(old), report(new))))
    return target


def _sample(name: str) -> Sample:
    return next(sample for sample in SAMPLES if sample.name == name)
