"""The three levels, and a terminal's colours and characters."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scanner.cli.console import make_visible, people, tell
from scanner.cli.main import cli
from scanner.cli.sections import LIMITS, OTHER, SECTIONS
from scanner.document.build import build
from tests.cli.program import run
from tests.document import sample

COLOURED = "\x1b[1;38;2;"
VARIABLES = ("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLORTERM")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.json"
    file.write_text(build(sample.found()).to_json(), encoding="utf-8")
    return file


def _run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in args])


def test_quiet_says_nothing_and_the_exit_code_speaks(report: Path, tmp_path: Path) -> None:
    done = _run("report", report, "-q", "-f", f"html={tmp_path}/page.html")
    assert (done.exit_code, done.output) == (1, "")
    assert (tmp_path / "page.html").exists()


def test_quiet_gives_what_was_asked_for_and_errors(report: Path) -> None:
    assert _run("report", report, "-q", "-f", "text").stdout.startswith(" ■ FOUND")
    done = _run("report", f"{report}x", "-q")
    assert "cannot be read" in str(done.exception)


def test_the_summary_is_in_between_and_verbose_is_everything(report: Path, tmp_path: Path) -> None:
    brief, everything = _run("report", report).stderr, _run("report", report, "-v").stderr
    assert len(brief.splitlines()) <= 20
    assert "Files: " not in brief
    for heading in ("What was found: 6", "Not read: 1 region", "Ask the vendor", "Files: ", "How it was screened"):
        assert heading in everything
    told = _run("report", report, "-f", f"html={tmp_path}/page.html").stderr
    assert told == f"Written: {tmp_path}/page.html\n"


@pytest.mark.parametrize("command", ["screen", "report", "compare"])
def test_both_at_once_are_refused(command: str, report: Path) -> None:
    paths = [report, report] if command == "compare" else [report]
    done = _run(command, *paths, "-q", "-v")
    assert done.exit_code == 2
    assert "cannot both be given" in done.output


def _look(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, **variables: str) -> str:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm-256color", "COLORTERM": "truecolor", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stderr", stream)
    from scanner.report.summary import summary

    summary(build(sample.found()), people())
    return stream.getvalue()


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"CLICOLOR": "0"}, False),
        ({"CLICOLOR": "1"}, True),
        ({"TERM": "dumb"}, False),
    ],
)
def test_a_terminal_has_colours_unless_they_are_not_wanted(
    variables: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = _look(monkeypatch, _Terminal(), **variables)
    assert (COLOURED in text) is coloured
    assert "■ FOUND" in text


def test_a_dumb_terminal_gets_no_escapes_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in _look(monkeypatch, _Terminal(), TERM="dumb")


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"CLICOLOR_FORCE": "1"}, True), ({"CLICOLOR_FORCE": "0"}, False)],
)
def test_a_file_has_colours_only_where_they_are_asked_for(
    variables: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (COLOURED in _look(monkeypatch, io.StringIO(), **variables)) is coloured


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437"])
def test_no_character_ends_a_run(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is on Windows without UTF-8, and in a C locale: what a terminal lacks is shown as signs that it has."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    make_visible()
    sys.stdout.write("■ 名 é…\n")
    sys.stdout.flush()
    text = raw.getvalue().decode(encoding)
    assert re.fullmatch(r"(■|#) \\u\{540d\} (é|\\xe9)(…|\.\.\.)", text.strip())


def test_the_help_of_screen_is_in_sections_with_every_option_once() -> None:
    text = _run("screen", "--help").output
    titles = [title for title, _ in SECTIONS] + [LIMITS, OTHER]
    places = [text.index(f"\n{title}:\n") for title in titles]
    assert places == sorted(places)
    options = re.findall(r"^  (?:-\w, )?(--[\w-]+)", text, re.MULTILINE)
    assert len(options) == len(set(options)) > 30
    assert text[places[-1] :].count("--") == 1  # what has no section of its own is --help alone


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("scren",), "do you mean 'screen'?"),
        (("xyz",), "facescreen --help lists them"),
        (("policy", "sho"), "do you mean 'show'?"),
    ],
)
def test_a_mistyped_command_is_told_with_the_one_that_was_meant(words: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(cli, list(words), prog_name="facescreen")
    assert done.exit_code == 2
    assert told in done.output


def test_a_file_without_a_command_and_a_report_without_an_option_are_understood(report: Path) -> None:
    done = CliRunner().invoke(cli, [str(report)], prog_name="facescreen")
    assert "to screen it: facescreen screen" in done.output
    done = _run("screen", report.parent, "html=report.html")
    assert done.exit_code == 2
    assert "-f html=report.html" in done.output


def test_no_word_of_a_name_becomes_a_picture(capsys: pytest.CaptureFixture[str]) -> None:
    """rich draws a tick for the name of one in colons, which a vendor may have given to a file."""
    tell(people(), "a/:white_check_mark:/[red]b[/red]")
    assert capsys.readouterr().err == "a/:white_check_mark:/[red]b[/red]\n"


@pytest.mark.parametrize(
    "words", ["screen X --policy", "screen X --language", "screen X -f", "screen", "screen X --pack"]
)
def test_an_argument_that_is_refused_gives_no_order_to_the_log_of_a_ci_job(words: str, report: Path) -> None:
    hostile = "x##[error]y\n::error::z\x1b[31m"
    told = run(*words.replace("X", str(report.parent)).split(), hostile).stderr.decode()
    assert "error]y" in told
    assert not re.search(r"##\[|^::error|\x1b", told, re.MULTILINE)
