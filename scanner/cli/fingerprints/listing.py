"""``facescreen fingerprints list``: what the pack's fingerprints recognise, and from what they were learned."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click


@click.command("list")
@click.option(
    "--signatures",
    "added",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Pack of your own, beside the installed one; repeatable.",
)
@click.option("--long", "-l", is_flag=True, help="With samples, types of features and thresholds.")
def list_fingerprints(added: Sequence[Path], long: bool) -> None:
    """List the records: id, kind, what is recognised."""
    from scanner.catalogue.fingerprints import Record
    from scanner.catalogue.packs import load_packs

    def tell(record: Record) -> None:
        does = ", ".join(capability.value for capability in record.capabilities) or "no face function by itself"
        click.echo(f"{record.id}  [{record.kind}, {record.family}]  {record.target}: {does}")
        if not long:
            return
        for part in record.parts:
            click.echo(f"    {part.kind}: {part.total} features, at least {part.least}, weight {part.threshold:.0f}")
        learned = record.learned
        click.echo(
            f"    learned {learned.date}, {learned.agreement} of {len(learned.samples)} samples agree, less "
            f"{len(learned.contrast)} contrast files and {learned.background_files:,} unrelated ones"
        )
        for sha256, name, version in learned.samples:
            click.echo(f"    sample {name} {version} {sha256[:16]}")

    records = load_packs(added).fingerprints
    for record in records:
        tell(record)
    click.echo(f"{len(records)} records")
