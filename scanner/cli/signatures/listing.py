"""``facescreen signatures list`` and ``show``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scanner.types import Signature

_PACK = click.option(
    "--signatures",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    envvar="FACESCREEN_SIGNATURES",
    help="Another signature pack.",
)


@click.command("list")
@_PACK
def list_signatures(folder: Path | None) -> None:
    """List all signatures with what they can prove."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from scanner.catalogue.load import load

    pack = load(folder)
    table = Table("Id", "Product", "Kind", "Facts", "Capabilities", box=None)
    for signature in pack.signatures:
        cells = (signature.id, signature.name, signature.kind, str(len(signature.facts)), _capabilities(signature))
        table.add_row(*map(escape, cells))
    console = Console(highlight=False)
    console.print(table)
    console.print(
        f"Pack {pack.version} of {pack.date}: {len(pack.signatures)} signatures, {pack.facts} facts.", markup=False
    )
    console.print(f"Digest {pack.digest}", markup=False, soft_wrap=True)


@click.command("show")
@click.argument("identifier", metavar="ID")
@_PACK
def show_signature(identifier: str, folder: Path | None) -> None:
    """Show one signature with every fact and its source."""
    from scanner.catalogue.load import load

    found = next((s for s in load(folder).signatures if s.id == identifier), None)
    if found is None:
        raise click.UsageError(f"no signature {identifier!r}; see: facescreen signatures list")
    click.echo(f"{found.id}: {found.name} ({found.vendor}), {found.kind}\n{found.sentence}\n")
    for fact in found.facts:
        words = ", ".join(c.value for c in fact.capabilities) or "product only"
        click.echo(
            f"{fact.id}  {fact.kind.value}  {fact.value}\n    {fact.strength.value}, up to {fact.top.word}: {words}"
        )
        click.echo(f"    source: {fact.source} (verified: {fact.verified})")


def _capabilities(signature: Signature) -> str:
    return ", ".join(sorted({c.value for fact in signature.facts for c in fact.capabilities}))
