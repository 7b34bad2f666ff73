"""The bar shows names of a delivery as they are: no markup, no control characters, no thread."""

from __future__ import annotations

import io
import threading

import pytest
from rich.console import Console

from scanner.cli.progress import LINE_SECONDS, lines, progress
from scanner.survey.survey import Progress


class Terminal(io.StringIO):
    """What says of itself that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("name", ["d!/[/]", "d!/[red]x[/red]", "d!/[link=file:///etc/passwd]x[/link]"])
def test_a_name_that_looks_like_markup_is_shown_as_it_is(name: str) -> None:
    out = Terminal()
    before = threading.active_count()
    with progress(Console(file=out, force_terminal=True, width=120), quiet=False) as update:
        update(Progress(1, 2, name))
        assert threading.active_count() == before
    assert name in out.getvalue()


def test_quiet_says_nothing() -> None:
    out = Terminal()
    with progress(Console(file=out, force_terminal=True), quiet=True) as update:
        update(Progress(1, 2, "d"))
    assert out.getvalue() == ""


@pytest.mark.parametrize(
    ("out", "term"), [(io.StringIO(), "xterm"), (Terminal(), "dumb")], ids=["log that shows colours", "dumb terminal"]
)
def test_where_no_bar_can_be_drawn_there_is_none(out: io.StringIO, term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", term)
    with progress(Console(file=out, force_terminal=True, width=120), quiet=False) as update:
        update(Progress(1, 2, "d"))
    assert out.getvalue() == ""


def test_a_log_shows_that_the_run_lives_even_where_nothing_moves(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 1.0, LINE_SECONDS, LINE_SECONDS + 1, 70.0])
    update = lines(lambda: next(times))
    for _ in range(4):
        update(Progress(3, 1_200, "d!/" + "x" * 300))
    said = capsys.readouterr().err.splitlines()
    assert [line[:70] for line in said] == [
        "facescreen: 0:10 screening, read 3 of 1,200 files that are known so fa",
        "facescreen: 1:10 screening, read 3 of 1,200 files that are known so fa",
    ]
    assert all("…" in line and len(line) < 200 for line in said)


def test_a_log_speaks_the_language_of_the_reports(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, LINE_SECONDS])
    lines(lambda: next(times), "es")(Progress(3, 1_200, "d"))
    assert capsys.readouterr().err == (
        "facescreen: 0:10 examinando, leídos 3 de 1,200 archivos conocidos hasta ahora, último: d\n"
    )


def test_no_bar_is_drawn_between_the_lines_of_verbose() -> None:
    out = Terminal()
    with progress(Console(file=out, force_terminal=True, width=120), quiet=False, verbose=True) as update:
        update(Progress(1, 2, "d"))
    assert out.getvalue() == ""
