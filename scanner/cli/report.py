"""``facescreen report``: other formats from a report that is there already."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from scanner.cli.outputs import Output, check_outputs, output_options, write_outputs


@click.command()
@click.argument("file", metavar="REPORT.json", type=click.Path(path_type=Path))
@output_options
def report(file: Path, outputs: tuple[Output, ...], **values: Any) -> None:
    """Show REPORT.json again, or write it in other formats. Exits with the code of its verdict."""
    from rich.console import Console

    from scanner import Report
    from scanner.report.summary import summary

    document = Report.read(file)
    check_outputs(outputs, 1)
    write_outputs(document, outputs, None, values)
    if not outputs:
        summary(document, Console(stderr=True, highlight=False))
    sys.exit(document.exit_code)
