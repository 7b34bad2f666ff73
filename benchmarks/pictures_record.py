"""Pages of the PDF record as pictures."""

from __future__ import annotations

import subprocess
from pathlib import Path

from benchmarks.pictures_browser import shrink
from benchmarks.pictures_reports import report

_PIXELS = 900
"""Width of a page."""


def photograph_page(name: str, number: int, folder: Path, target: Path) -> None:
    """Page ``number`` of the record of the sample ``name``."""
    from scanner.report.pdf.format import PdfFormat

    record = folder / f"{name}.pdf"
    if not record.exists():
        record.write_bytes(PdfFormat().render(report(name)))
    pages = (
        "-png",
        "-singlefile",
        "-f",
        str(number),
        "-l",
        str(number),
        "-scale-to-x",
        str(_PIXELS),
        "-scale-to-y",
        "-1",
    )
    subprocess.run(("pdftoppm", *pages, str(record), str(target.with_suffix(""))), check=True, timeout=120)
    shrink(target)
