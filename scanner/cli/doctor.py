"""``facescreen doctor``: what is installed, and what cannot be read without what is not."""

from __future__ import annotations

import click


@click.command(short_help="Show what is installed, and what is lost without the rest.")
def doctor() -> None:
    """Show readers, detectors and external tools, and which formats are lost without which tool."""
    from rich.console import Console
    from rich.table import Table

    from scanner.inventory import capabilities

    console = Console(highlight=False)
    here = capabilities()
    columns = ("Tool", "Version", "Formats that need it", "Debian package")
    tools = Table(*columns, title="External tools", title_justify="left")
    for tool in here.tools:
        version = tool.version or "not installed: these formats stay unread"
        tools.add_row(tool.name, version, tool.formats, tool.package)
    console.print(tools)
    console.print(f"Readers ({len(here.readers)}): {', '.join(here.readers)}", markup=False)
    detectors = ", ".join(f"{name} {version}" for name, version in here.detectors)
    console.print(f"Detectors ({len(here.detectors)}): {detectors}", markup=False)
