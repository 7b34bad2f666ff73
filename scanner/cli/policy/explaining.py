"""``facescreen policy explain``: which clause of which law a report or a finding touches, and why."""

from __future__ import annotations

from pathlib import Path

import click

from scanner.cli.outputs import language_option


@click.command("explain")
@click.argument("file", metavar="REPORT.json", type=click.Path(path_type=Path))
@click.argument("findings", metavar="[FINDING]...", nargs=-1)
@language_option
def explain_policy(file: Path, findings: tuple[str, ...], language: str) -> None:
    """Say for REPORT.json, or for single findings of it (F-…), which clause of which law is touched and why, and which
    exemption somebody could attest. No exemption is applied here either. Exits 0 whatever the verdict is.
    """
    from scanner import Report
    from scanner.report.languages.speaking import speaking
    from scanner.report.ruling import explained
    from scanner.text import shorten

    report = Report.read(file)
    known = {finding["id"] for finding in report.findings}
    for identifier in findings:
        if identifier not in known:
            some = ", ".join(sorted(known)[:10]) or "no finding"
            raise click.UsageError(f"the report has no finding {shorten(identifier, 60)!r}; it has {some}")
    with speaking(language):
        for line in explained(report, findings):
            click.echo(line)
