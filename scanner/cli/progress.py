"""How far a run has got: a bar on a terminal, otherwise a line every ten seconds. The total is never a guess."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from scanner.text import shorten

if TYPE_CHECKING:
    from rich.console import Console

    from scanner.survey.survey import Progress

LINE_SECONDS = 10.0
LONGEST_PATH = 100
BAR_SECONDS = 0.1
Update = Callable[["Progress"], None]


@contextmanager
def progress(console: Console, quiet: bool, verbose: bool = False, language: str = "en") -> Iterator[Update]:
    """A function to call with every :class:`~scanner.survey.survey.Progress`; what it shows is in ``language``.

    With ``verbose`` lines are written meanwhile, which would tear a bar: plain lines between them then.
    """
    if quiet:
        yield lambda _: None
    elif not verbose and console.file.isatty() and not console.is_dumb_terminal:
        # Not console.is_terminal: FORCE_COLOR sets that for the log of a CI job too, where a bar is one line a step.
        with _bar(console, language) as update:
            yield update
    else:
        yield lines(time.monotonic, language)


@contextmanager
def _bar(console: Console, language: str) -> Iterator[Update]:
    from rich import progress as rich

    from scanner.report.languages.speaking import gettext as _
    from scanner.report.languages.speaking import speaking

    with speaking(language):
        files = _("files")

    columns = (
        rich.BarColumn(),
        rich.MofNCompleteColumn(),
        rich.TextColumn(files, markup=False),
        rich.TimeElapsedColumn(),
        # A path of a delivery is no markup: "[/]" in a name would end the run.
        rich.TextColumn("{task.description}", markup=False),
    )
    last = 0.0
    # No refresh thread: workers are forked from this process, and forking beside a thread can dead-lock.
    with rich.Progress(*columns, console=console, auto_refresh=False, transient=True) as bar:
        task = bar.add_task("", total=None)

        def update(state: Progress) -> None:
            nonlocal last
            path = shorten(state.path, max(20, console.width - 60))
            bar.update(task, completed=state.examined, total=state.known, description=path)
            if time.monotonic() - last >= BAR_SECONDS:
                last = time.monotonic()
                bar.refresh()

        yield update


def lines(clock: Callable[[], float], language: str = "en") -> Update:
    """Plain lines, one every LINE_SECONDS of ``clock`` even where nothing moves, so that a log shows that it lives."""
    begun = last = clock()

    def update(state: Progress) -> None:
        nonlocal last
        now = clock()
        if now - last >= LINE_SECONDS:
            last = now
            minutes, seconds = divmod(int(now - begun), 60)
            click.echo(f"facescreen: {minutes}:{seconds:02} {_line(state, language)}", err=True)

    return update


def _line(state: Progress, language: str) -> str:
    from scanner.report.languages.speaking import gettext as _
    from scanner.report.languages.speaking import ngettext, speaking

    with speaking(language):
        told = ngettext(
            "screening, read %(done)s of %(num)s file that is known so far",
            "screening, read %(done)s of %(num)s files that are known so far",
            state.known,
            done=f"{state.examined:,}",
        )
        return told + (_(", last: %(path)s", path=shorten(state.path, LONGEST_PATH)) if state.path else "")
