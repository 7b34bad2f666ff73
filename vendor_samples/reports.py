"""The example reports in ``reports/``: how they are made, from which inputs, and whether they are stale.

Clock, host and machine are replaced by fixed values, so that a rebuild from the same inputs changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import scanner
from scanner.document.report import Report
from scanner.document.result import Context
from scanner.screening import Options
from vendor_samples.building import contents
from vendor_samples.interface import Sample
from vendor_samples.recipes import SAMPLES

REPORTS = Path(__file__).parent.parent / "reports"
INPUTS = REPORTS / "INPUTS.sha256"
"""One line for each input: SHA-256 (or version) and name."""

REPORTED = ("camera-update-sdk", "recorder-backup-off", "site-configuration")
COMPARED = (("camera-update-plain", "camera-update-sdk"), ("recorder-backup-off", "recorder-backup-on"))
"""(version in use, update): what the second changes against the first is kept in a folder named after both."""
DATE = "2026-11-25"
CONTEXT = Context(
    vendor="Sample Video Systems",
    product="Sample delivery of the facescreen project",
    contract="EXAMPLE-0001",
    received_by="Procurement desk",
)
_FILES = (("json", "report.json"), ("html", "report.html"), ("text", "summary.txt"))
_RUN = {
    "started": f"{DATE}T09:00:00+00:00",
    "finished": f"{DATE}T09:00:01+00:00",
    "host": "example",
    "isolation": [],
    "tools": [],
    "jobs": 1,
    "interrupted": False,
}


def rebuild(folder: Path = REPORTS) -> Iterator[Path]:
    """Screen the samples, write their reports below ``folder`` with the record of inputs, and yield each file."""
    from scanner.report.registry import FORMATS

    formats = {form.NAME: form for form in FORMATS}
    for sample in reported():
        report = example(sample)
        target = folder / sample.name
        target.mkdir(parents=True, exist_ok=True)
        for form, name in _FILES:
            (target / name).write_bytes(formats[form].render(report))
            yield target / name
    for old, new in compared():
        yield from _comparison(old, new, folder / f"{old.name}--{new.name}")
    record = folder / INPUTS.name
    record.write_text(inputs(), encoding="utf-8")
    yield record


def _comparison(old: Sample, new: Sample, target: Path) -> Iterator[Path]:
    """The change document as JSON and text, and the page of the update's own report with the change in it."""
    from scanner.compare.change import compare
    from scanner.compare.formats import FORMATS
    from scanner.report.html import HtmlFormat

    target.mkdir(parents=True, exist_ok=True)
    before, after = example(old), example(new)
    change = compare(before, after)
    pages = {f"change{suffix}": render(change) for suffix, render in FORMATS.values()}
    pages["report.html"] = HtmlFormat().render(example(new, before))
    for name, content in pages.items():
        (target / name).write_bytes(content)
        yield target / name


def example(sample: Sample, against: Report | None = None) -> Report:
    """The report of one sample with the run's particulars replaced by fixed values."""
    report = scanner.screen(sample.prebuilt, context=CONTEXT, options=Options(as_of=DATE, jobs=1, against=against))
    return Report({**report.document, "run": dict(_RUN)})


def reported() -> tuple[Sample, ...]:
    """The samples whose reports are kept."""
    return tuple(sample for sample in SAMPLES if sample.name in REPORTED)


def compared() -> tuple[tuple[Sample, Sample], ...]:
    """The pairs of samples whose comparisons are kept."""
    named = {sample.name: sample for sample in SAMPLES}
    return tuple((named[old], named[new]) for old, new in COMPARED)


def inputs() -> str:
    """What the reports are made from, one input a line: samples, signature pack, program version."""
    from scanner.catalogue.load import load

    lines = [f"{_digest(sample.prebuilt)}  vendor_samples/prebuilt/{sample.file}" for sample in _screened()]
    lines += [f"{load().digest}  signatures", f"{scanner.__version__}  facescreen"]
    return "\n".join(lines) + "\n"


def _screened() -> list[Sample]:
    """Every sample that a kept report or comparison is made of, each once, in the order of the registry."""
    used = {sample.name for sample in reported()} | {name for pair in COMPARED for name in pair}
    return [sample for sample in SAMPLES if sample.name in used]


def _digest(path: Path) -> str:
    """SHA-256 of a file as ``sha256sum`` has it; of a folder over its names and contents."""
    files = contents(path)
    if list(files) == [""]:
        return hashlib.sha256(files[""]).hexdigest()
    listing = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    return hashlib.sha256(listing.encode()).hexdigest()
