"""``facescreen questions``: what to ask the vendor, from a report that is there already."""

from __future__ import annotations

from pathlib import Path

import click

from scanner.cli.outputs import language_option
from scanner.cli.targets import to_stdout


@click.command(short_help="Write the questions to the vendor, as a letter or a list.")
@click.argument("file", metavar="REPORT.json", type=click.Path(path_type=Path))
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(("markdown", "json")),
    default="markdown",
    show_default=True,
    help="A letter; or JSON, the list that goes with it: every file and every unread region.",
)
@language_option
def questions(file: Path, form: str, language: str) -> None:
    """Write the questions to the vendor of REPORT.json to standard output."""
    from scanner import Report
    from scanner.report.languages.speaking import speaking
    from scanner.report.questions import as_json, letter

    report = Report.read(file)
    with speaking(language):
        to_stdout(as_json(report) if form == "json" else letter(report), form)
