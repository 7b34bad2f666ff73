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
BAR_SECONDS = 0.1
Update = Callable[["Progress"], None]


@contextmanager
def progress(console: Console, quiet: bool) -> Iterator[Update]:
    """A function to call with every :class:`~scanner.survey.survey.Progress`."""
    if quiet:
        yield lambda _: None
    elif console.is_terminal:
        with _bar(console) as update:
            yield update
    else:
        yield _lines()


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


def _lines() -> Update:
    last = time.monotonic()

    def update(state: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= LINE_SECONDS:
            last = time.monotonic()
            click.echo(f"facescreen: {state.examined:,} of {state.known:,} files known so far, {state.path}", err=True)

    return update
