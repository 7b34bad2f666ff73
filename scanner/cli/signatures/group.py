"""``facescreen signatures``: the commands around the signature pack. A new one is one file and one line here."""

from __future__ import annotations

import click

from scanner.cli.lazy import LazyGroup

_COMMANDS = {
    "list": ("scanner.cli.signatures.listing", "list_signatures"),
    "show": ("scanner.cli.signatures.listing", "show_signature"),
    "lint": ("scanner.cli.signatures.linting", "lint_signatures"),
    "test": ("scanner.cli.signatures.trying", "try_signatures"),
    "explain": ("scanner.cli.signatures.explaining", "explain_signature"),
    "new": ("scanner.cli.signatures.beginning", "new_signature"),
    "export": ("scanner.cli.signatures.export", "export_pack"),
    "import": ("scanner.cli.signatures.importing", "import_pack"),
    "packs": ("scanner.cli.signatures.keeping", "list_packs"),
    "keygen": ("scanner.cli.signatures.keygen", "keygen"),
}


@click.group(cls=LazyGroup, commands_in=_COMMANDS, short_help="List, check, write and carry signatures.")
def signatures() -> None:
    """Look at the signature pack, check it, extend it, carry it elsewhere."""
