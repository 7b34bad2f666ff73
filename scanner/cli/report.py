"""``facescreen report``: other formats from a report that is there already."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from scanner.cli.console import check_verbosity, people, tell_written, verbosity_options
from scanner.cli.outputs import check_outputs, output_options, write_outputs
from scanner.cli.targets import Output


@click.command()
@click.argument("file", metavar="REPORT.json", type=click.Path(path_type=Path))
@output_options
@verbosity_options
def report(file: Path, outputs: tuple[Output, ...], **values: Any) -> None:
    """Show REPORT.json again, or write it in other formats. Exits with the code of its verdict."""
    from scanner import Report
    from scanner.report.summary import summary

    check_verbosity(values)
    check_outputs(outputs, [file])
    document = Report.read(file)
    written = write_outputs(document, outputs, None, values)
    if not values["quiet"]:
        console = people()
        if values["verbose"] or not outputs:
            summary(document, console, values["verbose"], values["language"])
        tell_written(console, written, values["language"])
    sys.exit(document.exit_code)
