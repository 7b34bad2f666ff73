"""``facescreen fingerprints``: the commands around library fingerprints. A new one is one file and one line here."""

from __future__ import annotations

import click

from scanner.cli.lazy import LazyGroup

_COMMANDS = {
    "learn": ("scanner.cli.fingerprints.learning", "learn"),
    "match": ("scanner.cli.fingerprints.matching", "match"),
    "list": ("scanner.cli.fingerprints.listing", "list_fingerprints"),
}


@click.group(cls=LazyGroup, commands_in=_COMMANDS, short_help="Learn libraries, and know them whatever compiled them.")
def fingerprints() -> None:
    """Learn what a library looks like whatever compiled it, and look for it."""
