"""``facescreen signatures import``: take a signed pack, or say why not."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.text import plural, safe_text

if TYPE_CHECKING:
    from scanner.catalogue.signed.install import Installed

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", metavar="FILE.zip", type=_FILE)
@click.option(
    "--trust",
    type=_FILE,
    metavar="PUBKEY",
    help="The publisher's public key, for the first import of a pack: it is kept and trusted for this pack only.",
)
@click.option(
    "--replace-installed",
    is_flag=True,
    help="With --trust: the publisher of this key may replace the installed pack, and so decide what is found.",
)
def import_pack(file: Path, trust: Path | None, replace_installed: bool) -> None:
    """Import a signed pack, so that screenings use it from now on.

    Refused (exit code 1): a wrong signature, a changed file, a number that is not higher than the last, an expired
    file, one that needs a newer facescreen, a key that is new for the installed pack, and a pack that cannot be used.
    Nothing changes then. What was imported is listed, and taken back, by: facescreen signatures packs.
    """
    from scanner.catalogue.datafolder import needed_data_folder
    from scanner.catalogue.signed.errors import Refused
    from scanner.catalogue.signed.install import install
    from scanner.catalogue.signed.keys import read_public

    key = read_public(trust) if trust else None
    data = needed_data_folder()
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    try:
        done = install(file, data, today, key, replaces_installed=replace_installed)
    except Refused as error:
        click.echo(f"Refused: {safe_text(str(error))}", err=True)
        sys.exit(1)
    _tell(done)


def _tell(done: Installed) -> None:
    from scanner.catalogue.pack import Origin

    made = done.manifest
    click.echo(
        f"Imported the pack {made.id} {made.version} of {made.date}, number {made.number}, expires {made.expires}."
    )
    click.echo(f"Signed by {done.key}; digest {made.digest}.")
    used = next((about for about in done.pack.about if about.id == made.id), None)
    if used is not None and used.origin is Origin.IMPORTED:
        holds = f"{plural(used.signatures, 'signature')}, {plural(used.facts, 'fact')}"
        click.echo(f"Screenings use it from now on: {holds}.")
    for remark in done.pack.remarks:
        click.echo(remark)
