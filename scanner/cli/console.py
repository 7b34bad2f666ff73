"""What people see of a run on standard error: how much of it, in which colours, and in which characters."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scanner.text import safe_text, visible_in

if TYPE_CHECKING:
    from rich.console import Console

CommandT = TypeVar("CommandT", bound=Callable[..., Any])
_HANDLER = "facescreen-visible"


def verbosity(quiet: str, verbose: str) -> Callable[[CommandT], CommandT]:
    """Add ``-q`` and ``-v`` (values["quiet"], values["verbose"]) with these help texts; without both a summary."""

    def add(command: CommandT) -> CommandT:
        for option in (
            click.option("-v", "--verbose", is_flag=True, help=verbose),
            click.option("-q", "--quiet", is_flag=True, help=quiet),
        ):
            command = option(command)
        return command

    return add


verbosity_options = verbosity(
    "Errors only, and what -f asks for; the exit code is the answer.",
    "Everything instead of the summary: all findings with their places, all unread bytes, all questions, and what was "
    "done to which file.",
)
"""The levels of the commands that show a report."""


def check_verbosity(values: Mapping[str, Any]) -> None:
    """Refuse both at once.

    :raises click.UsageError: for ``-q`` with ``-v``.
    """
    if values["quiet"] and values["verbose"]:
        raise click.UsageError("-q (errors only) and -v (everything) cannot both be given")


def people() -> Console:
    """Standard error for people. No colour for NO_COLOR, CLICOLOR=0, TERM=dumb and what is no terminal.

    FORCE_COLOR and CLICOLOR_FORCE ask for colour in any case, as for a log that shows colours.
    """
    from rich.console import Console

    forced = os.environ.get("CLICOLOR_FORCE", "0") not in {"", "0"}
    # None leaves the decision to rich, which knows NO_COLOR, FORCE_COLOR and TERM.
    without = True if os.environ.get("CLICOLOR") == "0" and not forced else None
    return Console(stderr=True, highlight=False, emoji=False, no_color=without, force_terminal=forced or None)


def tell(console: Console, text: str) -> None:
    """Print one line for people; long ones are left to the terminal to wrap, so that a path can be copied."""
    console.print(text, markup=False, soft_wrap=True)


def tell_written(console: Console, files: Iterable[Path], language: str) -> None:
    """Name the files that were written, in ``language``."""
    from scanner.report.languages.speaking import gettext as _
    from scanner.report.languages.speaking import speaking

    with speaking(language):
        for file in files:
            tell(console, _("Written: %(file)s", file=safe_text(str(file))))


def make_visible() -> None:
    """Let standard output and error replace what their encoding lacks, visibly, where it would end the run."""
    codecs.register_error(_HANDLER, _replaced)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and stream.encoding.lower().replace("-", "") != "utf8":
            reconfigure(errors=_HANDLER)


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return visible_in(error.object[error.start : error.end], "ascii"), error.end
