"""``facescreen policy show``."""

from __future__ import annotations

from typing import Any

import click

from scanner.cli.packs import pack_options, packs_from


@click.command("show")
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")
@pack_options
def show_policy(name: str, as_json: bool, **values: Any) -> None:
    """Show one law, or every law of a set: definitions, clauses, what triggers them, exemptions, and every cell."""
    from scanner.authoring.laws.telling import as_data, lines

    laws = packs_from(values).select([name])
    if as_json:
        import json

        click.echo(json.dumps([as_data(law) for law in laws], indent=1, ensure_ascii=False))
        return
    for law in laws:
        for line in lines(law):
            click.echo(line)
