"""``facescreen signatures new``: a signature from a few questions, or from options alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scanner.authoring.draft import Wanted
    from scanner.authoring.proposals import Proposed

_KINDS = ("sdk", "client", "cloud", "library", "model", "config")


@click.command("new")
@click.option("--id", "identifier", prompt="Id (the file's name: small letters, digits, -)", help="The file's name.")
@click.option("--name", prompt="Product", help="The product's name.")
@click.option("--vendor", prompt="Maker", help="Who makes it.")
@click.option("--kind", prompt="Kind", type=click.Choice(_KINDS), help="What it is.")
@click.option(
    "--sentence", prompt="One plain sentence: what can it do?", help="For a procurement officer, with a full stop."
)
@click.option(
    "--fact",
    "facts",
    multiple=True,
    metavar="[CAPABILITY:]KIND=VALUE",
    help="For example verification:symbol=AcmeFaceCompare; repeatable.",
)
@click.option(
    "--from",
    "binary",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A library of the product: its name and exports become facts.",
)
@click.option("--source", help="Where all these facts were seen; without it they are not verified.")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default="signatures",
    show_default=True,
    help="Folder of the pack; a new one is begun where there is none.",
)
@click.option("--pack-id", default="own", show_default=True, help="Id of a pack that is begun.")
def new_signature(facts: Sequence[str], binary: Path | None, source: str | None, into: Path, **values: Any) -> None:
    """Write a new signature with an example and a counter-example, check both, and say what is left to do."""
    from scanner.authoring.begin import begin, left_to_do, option_for
    from scanner.authoring.draft import Draft

    proposed = _proposed(binary, into)
    chosen = _chosen(facts, proposed)
    if source is None:
        source = (
            proposed.source if proposed else click.prompt("Where were these seen? (empty: nowhere yet)", default="")
        )
    draft = Draft(
        id=values["identifier"],
        name=values["name"],
        vendor=values["vendor"],
        kind=values["kind"],
        sentence=values["sentence"],
        facts=chosen,
        source=source,
    )
    begun = begin(draft, into, values["pack_id"])
    if begun.pack_was_made:
        click.echo(f"Begun: a pack of your own in {into}")
    click.echo(f"Written: {begun.file}\nLeft to do:")
    for line in left_to_do(draft, into):
        click.echo(f"  - {line}")
    where = option_for(into)
    click.echo(f"Then: facescreen signatures lint {draft.id}{where} && facescreen signatures test {draft.id}{where}")


def _proposed(binary: Path | None, into: Path) -> Proposed | None:
    """What ``binary`` proposes, without the facts of other products."""
    if binary is None:
        return None
    from scanner.authoring.begin import owners
    from scanner.authoring.proposals import Proposed, proposals

    found = proposals(binary)
    taken = owners(into, found.facts)
    for fact, owner in taken.items():
        click.echo(f"Left out: {fact.kind.value} {fact.value} is a fact of {owner} already")
    return Proposed(tuple(fact for fact in found.facts if fact not in taken), found.source)


def _chosen(facts: Sequence[str], proposed: Proposed | None) -> tuple[Wanted, ...]:
    """What was asked for, then what the binary proposes; asked for at the terminal where there is neither."""
    from scanner.authoring.draft import wanted

    lines = list(facts)
    if not lines and proposed is None:
        click.echo("Facts, one a line, as verification:symbol=AcmeFaceCompare; an empty line ends.")
        while line := click.prompt("Fact", default="", show_default=False):
            lines.append(line)
    found = [wanted(line) for line in lines]
    more = proposed.facts if proposed else ()
    named = {(fact.kind, fact.value) for fact in found}
    found += [fact for fact in more if (fact.kind, fact.value) not in named]
    if not found:
        raise click.UsageError("a signature needs at least one fact")
    return tuple(found)
