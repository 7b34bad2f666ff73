"""The bar shows names of a delivery as they are: no markup, no control characters, no thread."""

from __future__ import annotations

import io
import threading

import pytest
from rich.console import Console

from scanner.cli.progress import progress
from scanner.survey.survey import Progress


@pytest.mark.parametrize("name", ["d!/[/]", "d!/[red]x[/red]", "d!/[link=file:///etc/passwd]x[/link]"])
def test_a_name_that_looks_like_markup_is_shown_as_it_is(name: str) -> None:
    out = io.StringIO()
    before = threading.active_count()
    with progress(Console(file=out, force_terminal=True, width=120), quiet=False) as update:
        update(Progress(1, 2, name))
        assert threading.active_count() == before
    assert name in out.getvalue()


def test_quiet_says_nothing() -> None:
    out = io.StringIO()
    with progress(Console(file=out, force_terminal=True), quiet=True) as update:
        update(Progress(1, 2, "d"))
    assert out.getvalue() == ""
