"""``facescreen policy``: the commands around the laws. A new one is one file and one line here."""

from __future__ import annotations

import click

from scanner.cli.lazy import LazyGroup

_COMMANDS = {
    "list": ("scanner.cli.policy.listing", "list_policies"),
    "show": ("scanner.cli.policy.showing", "show_policy"),
    "explain": ("scanner.cli.policy.explaining", "explain_policy"),
    "lint": ("scanner.cli.policy.linting", "lint_policies"),
}


@click.group(cls=LazyGroup, commands_in=_COMMANDS, short_help="Show the laws, and what they say of a report.")
def policy() -> None:
    """Look at the laws that a screening can be judged by, and at what one of them says about a report."""
