"""``facescreen fingerprints match``: which known libraries a file holds, traces included."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click


@click.command("match")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "ids", multiple=True, help="Only records whose id begins so; repeatable.")
@click.option(
    "--signatures",
    "added",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Pack of your own, beside the installed one; repeatable.",
)
@click.option("--traces", is_flag=True, help="Show features of libraries that are too few to say anything, too.")
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Worker processes.")
def match(files: Sequence[Path], ids: Sequence[str], added: Sequence[Path], traces: bool, jobs: int) -> None:
    """Hold fingerprints against plain FILEs (programs, libraries; nothing is unpacked).

    Every record is tried, whether the quick byte search would have or not.
    """
    from scanner.authoring.fingerprints.trying import try_files
    from scanner.catalogue.fingerprints import TRACES
    from scanner.catalogue.packs import load_packs
    from scanner.text import safe_text

    pack = load_packs(added)
    records = [record for record in pack.fingerprints if not ids or record.id.startswith(tuple(ids))]
    if not records:
        raise click.UsageError("no record to try")
    tried = [one for one in try_files(files, records, jobs) if traces or one.word != TRACES]
    for file in files:
        mine = [one for one in tried if one.file == str(file)]
        click.echo(f"{safe_text(str(file))}: {'' if mine else f'nothing of {len(records)} known libraries'}")
        for one in mine:
            click.echo(f"  {one.word}: {one.record}" if one.record else f"  not read: {safe_text(one.word)}")
            for part in one.detail.split("; ") if one.detail else ():
                click.echo(f"      {part}")
