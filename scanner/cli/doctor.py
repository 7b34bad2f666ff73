"""``facescreen doctor``: what is installed, and what cannot be read without what is not."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import click


@click.command(short_help="Show what is installed, and what is lost without the rest.")
def doctor() -> None:
    """Show readers, detectors, external tools and the extra for PDF, and what is lost without which of them."""
    from rich.console import Console
    from rich.table import Table

    from scanner.inventory import capabilities

    console = Console(highlight=False, emoji=False)
    here = capabilities()
    columns = ("Tool", "Version", "Formats that need it", "Debian package")
    tools = Table(*columns, title="External tools", title_justify="left")
    for tool in here.tools:
        version = tool.version or "not installed: these formats stay unread"
        tools.add_row(tool.name, version, tool.formats, tool.package)
    console.print(tools)
    console.print(_pdf(), markup=False, soft_wrap=True)
    console.print(f"Readers ({len(here.readers)}): {', '.join(here.readers)}", markup=False)
    detectors = ", ".join(f"{name} {version}" for name, version in here.detectors)
    console.print(f"Detectors ({len(here.detectors)}): {detectors}", markup=False)


def _pdf() -> str:
    """What the extra ``[pdf]`` is for, and whether it is there."""
    try:
        return f"Extra [pdf]: typst {version('typst')}; reports (-f pdf) and records (record.pdf) can be made as PDF."
    except PackageNotFoundError:
        return (
            "Extra [pdf]: not installed (package typst). Without it there is no -f pdf, and a record has no "
            "record.pdf; all else works. To add it: "
            "pip install 'facescreen[pdf]'; in a checkout, pip install '.[pdf]'."
        )
