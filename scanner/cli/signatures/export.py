"""``facescreen signatures export``: a pack as one signed file."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from scanner.cli.signatures.passphrase import passphrase_from, passphrase_option
from scanner.text import plural

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("export")
@click.argument("target", metavar="FILE.zip", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--signatures",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The pack to export; default the installed one. One file holds one pack.",
)
@click.option("--key", required=True, type=_FILE, help="Your private key, made with: facescreen signatures keygen.")
@click.option(
    "--number",
    required=True,
    type=click.IntRange(1, 1_000_000_000),
    help="Higher with every export of this pack; importers refuse a number that is not.",
)
@click.option(
    "--expires",
    required=True,
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day on which you stand by it.",
)
@passphrase_option
def export_pack(
    target: Path,
    folder: Path | None,
    key: Path,
    number: int,
    expires: datetime.datetime,
    key_password_file: Path | None,
) -> None:
    """Write a pack with your signature to FILE.zip, for sites without a network."""
    from scanner.catalogue.load import load
    from scanner.catalogue.pack import Origin
    from scanner.catalogue.signed.export import export
    from scanner.catalogue.signed.keys import is_encrypted, read_private

    signer = read_private(key, passphrase_from(key_password_file, ask=is_encrypted(key)))
    pack = load(folder, origin=Origin.INSTALLED if folder is None else Origin.ADDED)
    made = export(pack, target, signer, number, expires.date().isoformat())
    click.echo(
        f"{target}: pack {made.id} {made.version}, number {number}, {plural(len(made.files), 'file')}, "
        f"expires {made.expires}\nSigned by {signer.public_key.keyid}"
    )
