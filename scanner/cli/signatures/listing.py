"""``facescreen signatures list`` and ``show``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scanner.cli.packs import pack_options, packs_from
from scanner.text import plural

if TYPE_CHECKING:
    from scanner.types import Signature


@click.command("list")
@pack_options
def list_signatures(**values: Any) -> None:
    """List all signatures with what they can prove."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    pack = packs_from(values)
    table = Table("Id", "Product", "Kind", "Facts", "Capabilities", box=None)
    for signature in pack.signatures:
        cells = (signature.id, signature.name, signature.kind, str(len(signature.facts)), _capabilities(signature))
        table.add_row(*map(escape, cells))
    console = Console(highlight=False)
    console.print(table)
    for about in pack.about:
        holds = f"{plural(about.signatures, 'signature')}, {plural(about.facts, 'fact')}"
        console.print(f"Pack {about.id} {about.version} of {about.date} ({about.origin}): {holds}.", markup=False)
        console.print(f"Digest {about.digest}", markup=False, soft_wrap=True)
    if len(pack.about) > 1:
        console.print(f"Digest of all {pack.digest}", markup=False, soft_wrap=True)
    for remark in pack.remarks:
        console.print(remark, markup=False)


@click.command("show")
@click.argument("identifier", metavar="ID")
@pack_options
def show_signature(identifier: str, **values: Any) -> None:
    """Show one signature with every fact and its source."""
    found = next((s for s in packs_from(values).signatures if s.id == identifier), None)
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
