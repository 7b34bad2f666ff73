"""``facescreen signatures list`` and ``show``."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.packs import pack_options, packs_from
from scanner.cli.signatures.trying import chosen_of
from scanner.text import plural

if TYPE_CHECKING:
    from rich.table import Table

    from scanner.types import Fact, Signature

_ONE_LINE, _LONGEST_LINE = 160, 400
"""Columns from which a signature is shown on one line, and of a line that goes into a file."""


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object in place of lines.")
@pack_options
def list_signatures(as_json: bool, **values: Any) -> None:
    """List all signatures with what they can prove; one a line where there is room for it."""
    pack = packs_from(values)
    if as_json:
        click.echo(json.dumps({"signatures": [_data(signature) for signature in pack.signatures]}, indent=1))
        return
    from rich.console import Console

    console = Console(highlight=False, emoji=False)
    if console.is_terminal and console.width < _ONE_LINE:
        for signature in pack.signatures:
            for line in _narrow(signature, console.width):
                console.print(line, markup=False)
    else:
        # Into a file or another program each signature is one line, whatever its length.
        console.width = max(console.width, _LONGEST_LINE)
        console.print(_table(pack.signatures))
    for about in pack.about:
        holds = f"{plural(about.signatures, 'signature')}, {plural(about.facts, 'fact')}"
        console.print(f"Pack {about.id} {about.version} of {about.date} ({about.origin}): {holds}.", markup=False)
        console.print(f"Digest {about.digest}", markup=False, soft_wrap=True)
    if len(pack.about) > 1:
        console.print(f"Digest of all {pack.digest}", markup=False, soft_wrap=True)
    for remark in pack.remarks:
        console.print(remark, markup=False)


def _table(signatures: Iterable[Signature]) -> Table:
    """One line a signature."""
    from rich.markup import escape
    from rich.table import Table

    table = Table("Id", "Product", "Kind", "Facts", "Capabilities", box=None, pad_edge=False)
    for signature in signatures:
        facts = str(len(signature.facts))
        cells = (signature.id, signature.name, signature.kind, facts, _capabilities(signature))
        table.add_row(*map(escape, cells))
    return table


def _narrow(signature: Signature, width: int) -> list[str]:
    """What fits a line, and below it, indented, what the signature can prove."""
    head = f"{signature.id} ({signature.kind}, {plural(len(signature.facts), 'fact')}): {signature.name}"
    return [
        *textwrap.wrap(head, max(width, 40), subsequent_indent="    "),
        *textwrap.wrap(_capabilities(signature), max(width, 40), initial_indent="    ", subsequent_indent="    "),
    ]


@click.command("show")
@click.argument("identifier", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="One JSON object in place of lines.")
@pack_options
def show_signature(identifier: str, as_json: bool, **values: Any) -> None:
    """Show one signature with every fact and its source."""
    (found,) = chosen_of(packs_from(values).signatures, (identifier,))
    if as_json:
        click.echo(json.dumps(_data(found) | {"facts": [_fact(fact) for fact in found.facts]}, indent=1))
        return
    click.echo(f"{found.id}: {found.name} ({found.vendor}), {found.kind}\n{found.sentence}\n")
    if found.nursery:
        click.echo("In the nursery: no fact was seen at a source yet, so it is never more than available.\n")
    for fact in found.facts:
        words = ", ".join(c.value for c in fact.capabilities) or "product only"
        click.echo(
            f"{fact.id}  {fact.kind.value}  {fact.value}\n    {fact.strength.value}, up to {fact.top.word}: {words}"
        )
        click.echo(f"    source: {fact.source} (verified: {fact.verified})")


def _data(signature: Signature) -> dict[str, Any]:
    return {
        "id": signature.id,
        "name": signature.name,
        "vendor": signature.vendor,
        "kind": signature.kind,
        "nursery": signature.nursery,
        "sentence": signature.sentence,
        "capabilities": _capabilities(signature).split(", ") if _capabilities(signature) else [],
        "facts": len(signature.facts),
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "kind": fact.kind.value,
        "value": fact.value,
        "strength": fact.strength.value,
        "top": fact.top.word,
        "capabilities": [capability.value for capability in fact.capabilities],
        "source": fact.source,
        "verified": fact.verified,
    }


def _capabilities(signature: Signature) -> str:
    return ", ".join(sorted({c.value for fact in signature.facts for c in fact.capabilities}))
