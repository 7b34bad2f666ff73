"""The summary on a terminal: the lines of the text format, with colour where the terminal and NO_COLOR allow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from scanner.document.report import Report
from scanner.report.change_summary import change_summary
from scanner.report.everything import everything
from scanner.report.fitting import Line, columns, fit
from scanner.report.languages.speaking import ENGLISH, speaking
from scanner.report.lines import WIDTH, lines
from scanner.text import visible_in

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {
    "found": "bold #ffffff on #8b0a03",
    "inconclusive": "bold #ffffff on #3d4551",
    "review": "bold #ffffff on #9c4600",
    "nothing-found": "bold #ffffff on #005ea2",
    "sentence": "bold",
    "heading": "bold underline",
    "name": "bold",
    "": "",
}
"""Style word of a line → rich style. Colour only repeats what word and shape say.

Where there is a colour, both text and background have one, so that they are readable on any terminal; all else has the
terminal's own. No faint text: many terminals make it too pale to read.
"""
_FEW_COLOURS = "bold reverse"
"""The badge where a terminal has its own sixteen colours, which may be any."""


def summary(
    report: Report, console: Console, verbose: bool = False, language: str = ENGLISH, *, files: bool = True
) -> None:
    """Print the summary to ``console``, or with ``verbose`` everything; rich itself leaves colour out for files.

    ``files`` False: what was done to which file has been told already.
    """
    width = min(console.width, WIDTH)
    with speaking(language):
        if verbose:
            _show(everything(report, width, files=files), console, 0)
        else:
            _show(lines(report, width), console, width)


def comparison(change: Mapping[str, Any], console: Console, most: int, language: str = ENGLISH) -> None:
    """Print what an update changes, at most ``most`` lines of each kind."""
    width = min(console.width, WIDTH)
    with speaking(language):
        _show(change_summary(change, width, most), console, width)


def _show(made: Iterable[Line], console: Console, width: int) -> None:
    """Print lines; where replaced characters need more columns than ``width``, the line is cut (0: never)."""
    from rich.text import Text

    for line in made:
        shown = Text(_shown(line, console, width), style=_style(line, console))
        console.print(shown, soft_wrap=True, highlight=False, markup=False)


def _shown(line: Line, console: Console, width: int) -> str:
    """The line in the characters that ``console`` has: what is replaced may need more columns."""
    text = visible_in(line.text, console.encoding)
    if text == line.text or line.whole or not width or columns(text) <= width:
        return text
    return visible_in(fit(text, width - 2), console.encoding)


def _style(line: Line, console: Console) -> str:
    style = STYLES[line.style]
    return _FEW_COLOURS if " on " in style and console.color_system == "standard" else style
