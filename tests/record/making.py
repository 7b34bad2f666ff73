"""Records of invented reports, without a PDF or with an invented one: what sets a real one takes its time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from scanner.document.build import build
from scanner.document.report import Report
from scanner.document.result import Result
from scanner.record import custody as logs
from scanner.record.contents import complete, views
from scanner.record.names import ARCHIVE, MANIFEST
from scanner.record.writing import Written, create
from tests.document import sample

NO_PDF = "scanner.record.writing.record_pdf"
WHEN = "2026-11-24T09:30:00-05:00"


def report_file(folder: Path, make: Callable[[], Result] = sample.found) -> Path:
    """The report of the sample ``make`` as a file in ``folder``."""
    path = folder / "given.json"
    path.write_bytes(_report(make).to_bytes())
    return path


@cache
def _report(make: Callable[[], Result]) -> Report:
    return build(make())


def record(folder: Path, make: Callable[[], Result] = sample.found, language: str = "en") -> Path:
    """A record below ``folder``."""
    return written(folder, make, language).folder


def written(folder: Path, make: Callable[[], Result] = sample.found, language: str = "en") -> Written:
    """The same with what was told of its making."""
    return create(report_file(folder, make), folder / "record", language)


def contents(make: Callable[[], Result], language: str = "en", pdf: bytes | None = None) -> dict[str, bytes]:
    """Every file of a record of the sample, not written anywhere."""
    report = _report(make)
    data = report.to_bytes()
    return complete(report, data, views(report, language), logs.begin(report, data, language), pdf)


def files(folder: Path) -> dict[str, bytes]:
    """What lies in ``folder``."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def seal(folder: Path) -> None:
    """Write manifest and archive anew, as somebody who changes a record on purpose would."""
    from scanner.record.contents import zipped
    from scanner.record.manifest import manifest

    there = {name: data for name, data in files(folder).items() if name not in (MANIFEST, ARCHIVE)}
    there[MANIFEST] = manifest(there)
    (folder / MANIFEST).write_bytes(there[MANIFEST])
    digest = json.loads(there["report.json"])["screening"]
    from scanner.document.canonical import digest as digest_of

    (folder / ARCHIVE).write_bytes(zipped(there, digest_of(digest)))


def log(folder: Path) -> list[dict[str, Any]]:
    """The entries of the log of the record in ``folder``."""
    return list(json.loads((folder / "custody.json").read_bytes())["entries"])


def sha256(data: bytes) -> str:
    """As ``sha256sum`` has it."""
    return hashlib.sha256(data).hexdigest()
