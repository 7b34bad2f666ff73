"""How far a run has got: a bar on a terminal, otherwise a line every ten seconds. The total is never a guess."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from scanner.text import plural, shorten

if TYPE_CHECKING:
    from rich.console import Console

    from scanner.survey.survey import Progress

LINE_SECONDS = 10.0
LONGEST_PATH = 100
BAR_SECONDS = 0.1
Update = Callable[["Progress"], None]


@contextmanager
def progress(console: Console, quiet: bool, verbose: bool = False) -> Iterator[Update]:
    """A function to call with every :class:`~scanner.survey.survey.Progress`.

    With ``verbose`` lines are written meanwhile, which would tear a bar: plain lines between them then.
    """
    if quiet:
        yield lambda _: None
    elif not verbose and console.file.isatty() and not console.is_dumb_terminal:
        # Not console.is_terminal: FORCE_COLOR sets that for the log of a CI job too, where a bar is one line a step.
        with _bar(console) as update:
            yield update
    else:
        yield lines(time.monotonic)


@contextmanager
def _bar(console: Console) -> Iterator[Update]:
    from rich import progress as rich

    columns = (
        rich.BarColumn(),
        rich.MofNCompleteColumn(),
        rich.TextColumn("files"),
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


def lines(clock: Callable[[], float]) -> Update:
    """Plain lines, one every LINE_SECONDS of ``clock`` even where nothing moves, so that a log shows that it lives."""
    begun = last = clock()

    def update(state: Progress) -> None:
        nonlocal last
        now = clock()
        if now - last >= LINE_SECONDS:
            last = now
            minutes, seconds = divmod(int(now - begun), 60)
            done = f"{state.examined:,} of {plural(state.known, 'file')} that are known so far"
            after = f", last: {shorten(state.path, LONGEST_PATH)}" if state.path else ""
            click.echo(f"facescreen: {minutes}:{seconds:02} screening, read {done}{after}", err=True)

    return update
