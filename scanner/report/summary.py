"""The summary on a terminal: the lines of the text format, with colour where the terminal and NO_COLOR allow it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.document.report import Report
from scanner.report.lines import WIDTH, lines

if TYPE_CHECKING:
    from rich.console import Console

_STYLES = {
    "found": "bold white on #8b0a03",
    "inconclusive": "bold white on #3d4551",
    "review": "bold white on #c05600",
    "nothing-found": "bold white on #0076d6",
    "sentence": "bold",
    "heading": "bold underline",
    "dim": "dim",
    "": "",
}
"""Style word of a line → rich style. Colour only repeats what word and shape say."""


def summary(report: Report, console: Console) -> None:
    """Print the summary to ``console``; rich itself leaves colour out for NO_COLOR and for files."""
    from rich.text import Text

    for line in lines(report, min(console.width, WIDTH)):
        console.print(Text(line.text, style=_STYLES[line.style]), soft_wrap=True, highlight=False, markup=False)
