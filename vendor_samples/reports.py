"""The examples in ``reports/``: one record for each verdict, further reports, and comparisons of two versions.

Clock, host and machine are replaced by fixed values, so that a rebuild from the same inputs changes nothing. What the
inputs are, and whether the examples are stale, is in :mod:`vendor_samples.report_inputs`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import scanner
from scanner.document.report import Report
from scanner.document.result import Context
from scanner.record import custody as logs
from scanner.record.contents import complete, views
from scanner.record.custody import Custody
from scanner.record.names import ARCHIVE
from scanner.record.pdf import record_pdf
from scanner.screening import Options
from vendor_samples.interface import Sample
from vendor_samples.recipes import SAMPLES
from vendor_samples.report_inputs import inputs, pdf_program
from vendor_samples.tools import RecipeError

REPORTS = Path(__file__).parent.parent / "reports"
INPUTS = "INPUTS.sha256"
"""One line for each input: SHA-256 (or version) and name."""
ARCHIVES = "ZIPS.sha256"
"""The SHA-256 of each record's zip, which is left out: it would double the size."""

RECORDED = ("camera-update-sdk", "camera-update-encrypted", "camera-update-opencv", "camera-update-plain")
"""One for each verdict: found, could not be checked, needs a person, nothing found."""
REPORTED = ("recorder-backup-off", "site-configuration")
COMPARED = (("camera-update-plain", "camera-update-sdk"), ("recorder-backup-off", "recorder-backup-on"))
"""(version in use, update): what the second changes against the first is kept in a folder named after both."""
DATE = "2026-11-25"
CONTEXT = Context(
    vendor="Sample Video Systems",
    product="Sample delivery of the facescreen project",
    contract="EXAMPLE-0001",
    received_by="Procurement desk",
)
LOG = (
    (
        "received",
        "Procurement desk",
        f"{DATE}T08:30:00+00:00",
        "Example entry: by courier, on a USB stick, seal unbroken.",
    ),
    ("opened", "Acceptance testing", f"{DATE}T10:15:00+00:00", "Example entry: the page report.html was read."),
)
"""Entries of every record behind the screening: what happened, by whom, when, note."""
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
    """Screen the samples, write all examples below ``folder`` with the record of inputs, and yield each file.

    :raises RecipeError: before anything is written, where no PDF can be made.
    """
    if not pdf_program():
        raise RecipeError("the records have a PDF each: pip install 'facescreen[pdf]'")
    zips = []
    for sample in recorded():
        files = record(example(sample))
        zips.append(f"{hashlib.sha256(files.pop(ARCHIVE)).hexdigest()}  {sample.name}/{ARCHIVE}\n")
        yield from _write(folder / sample.name, files)
    for sample in reported():
        yield from _write(folder / sample.name, _report(example(sample)))
    for old, new in compared():
        yield from _write(folder / f"{old.name}--{new.name}", _comparison(old, new))
    yield from _write(folder, {ARCHIVES: "".join(zips).encode(), INPUTS: inputs(screened()).encode()}, only=False)


def record(report: Report, pdf: bytes | None = None) -> dict[str, bytes]:
    """Every file of the record of ``report``, with the entries of :data:`LOG`; ``pdf`` where one is there already."""
    data = report.to_bytes()
    log = custody(report, data)
    return complete(report, data, views(report, log.language), log, pdf or record_pdf(report, log))


def custody(report: Report, data: bytes) -> Custody:
    """The log of an example."""
    log = logs.begin(report, data, "en")
    for what, by, when, note in LOG:
        log = logs.added(log, what, by, when, note)
    return log


@cache
def example(sample: Sample, against: Sample | None = None) -> Report:
    """The report of one sample with the run's particulars replaced by fixed values."""
    before = example(against) if against else None
    report = scanner.screen(sample.prebuilt, context=CONTEXT, options=Options(as_of=DATE, jobs=1, against=before))
    return Report({**report.document, "run": dict(_RUN)})


def recorded() -> tuple[Sample, ...]:
    """The samples whose records are kept."""
    return tuple(_named()[name] for name in RECORDED)


def reported() -> tuple[Sample, ...]:
    """The samples whose reports are kept without a record."""
    return tuple(_named()[name] for name in REPORTED)


def compared() -> tuple[tuple[Sample, Sample], ...]:
    """The pairs of samples whose comparisons are kept."""
    return tuple((_named()[old], _named()[new]) for old, new in COMPARED)


def screened() -> list[Sample]:
    """Every sample that something kept is made of, each once, in the order of the registry."""
    used = {*RECORDED, *REPORTED, *(name for pair in COMPARED for name in pair)}
    return [sample for sample in SAMPLES if sample.name in used]


def _report(report: Report) -> dict[str, bytes]:
    from scanner.report.registry import FORMATS

    formats = {form.NAME: form for form in FORMATS}
    return {name: formats[form].render(report) for form, name in _FILES}


def _comparison(old: Sample, new: Sample) -> dict[str, bytes]:
    """The change document as JSON and text, and the page of the update's own report with the change in it."""
    from scanner.compare.change import compare
    from scanner.compare.formats import FORMATS
    from scanner.report.html import HtmlFormat

    change = compare(example(old), example(new))
    pages = {f"change{suffix}": render(change) for suffix, render in FORMATS.values()}
    return {**pages, "report.html": HtmlFormat().render(example(new, old))}


def _write(target: Path, files: dict[str, bytes], *, only: bool = True) -> Iterator[Path]:
    """Write ``files`` into ``target``; with ``only``, other files there are of an earlier rebuild and are removed."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(target.iterdir()) if only else ():
        if path.is_file() and path.name not in files:
            path.unlink()
    for name, content in files.items():
        (target / name).write_bytes(content)
        yield target / name


def _named() -> dict[str, Sample]:
    return {sample.name: sample for sample in SAMPLES}
