"""``facescreen signatures keygen``: a key pair for signing packs."""

from __future__ import annotations

from pathlib import Path

import click

from scanner.cli.signatures.passphrase import passphrase_from, passphrase_option


@click.command()
@click.argument("private", metavar="KEYFILE", type=click.Path(dir_okay=False, path_type=Path))
@passphrase_option
def keygen(private: Path, key_password_file: Path | None) -> None:
    """Make a key pair (Ed25519): the private key in KEYFILE, the public one in KEYFILE.pub.

    The private key can be read by you alone; with --key-password-file it is encrypted as well. Whoever has it can sign
    packs in your name.
    """
    from scanner.catalogue.signed.keys import make_keys

    public = private.with_name(f"{private.name}.pub")
    key = make_keys(private, public, passphrase_from(key_password_file))
    click.echo(f"Private key: {private}\nPublic key:  {public}\nKey id:      {key}")
