"""The ``facescreen`` program: its commands, its settings file, its last line of defence against tracebacks."""

from __future__ import annotations

import os
import sys

import click

from scanner import __version__
from scanner.cli.console import make_visible
from scanner.cli.lazy import LazyGroup
from scanner.cli.settings import settings
from scanner.text import safe_lines, safe_text
from scanner.types import FacescreenError

EXIT_USAGE = 2

_COMMANDS = {
    "screen": ("scanner.cli.screen", "screen"),
    "compare": ("scanner.cli.compare", "compare"),
    "report": ("scanner.cli.report", "report"),
    "record": ("scanner.cli.record", "record"),
    "questions": ("scanner.cli.questions", "questions"),
    "fingerprints": ("scanner.cli.fingerprints.group", "fingerprints"),
    "signatures": ("scanner.cli.signatures.group", "signatures"),
    "policy": ("scanner.cli.policy.group", "policy"),
    "cache": ("scanner.cli.caching", "cache"),
    "doctor": ("scanner.cli.doctor", "doctor"),
    "completion": ("scanner.cli.completion", "completion"),
}
"""Command → module and name; a module is imported when its command is asked for, so that ``--version`` stays quick."""


@click.group(
    cls=LazyGroup,
    commands_in=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="facescreen")
@click.pass_context
def cli(context: click.Context) -> None:
    """Screen what a surveillance vendor delivers for face recognition, before it is bought or installed.

    To begin: facescreen screen update.bin -f html=report.html

    Exit codes of screen: 0 nothing found in what was read, 1 found, 2 usage, 3 could not be checked,
    4 a person must decide, 130 and 143 interrupted.
    """
    context.default_map = settings(context)


def main() -> None:
    """Run the program; what it refuses, and what breaks in it, is one line on standard error and exit code 2.

    A crash must not exit 1, which means found. ``FACESCREEN_DEBUG=1`` shows the traceback.
    """
    try:
        make_visible()
        cli(prog_name="facescreen")
    except FacescreenError as error:
        click.echo(f"facescreen: {safe_lines(str(error))}", err=True)
        sys.exit(EXIT_USAGE)
    except Exception as error:
        if os.environ.get("FACESCREEN_DEBUG"):
            raise
        click.echo(
            f"facescreen: internal error, no verdict: {safe_text(f'{type(error).__name__}: {error}', 500)}", err=True
        )
        sys.exit(EXIT_USAGE)
