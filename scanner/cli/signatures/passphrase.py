"""The password of a private key: from a file, or asked for on the terminal; never on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

CommandT = TypeVar("CommandT", bound=Callable[..., Any])
_LONGEST = 1000
"""Bytes; OpenSSL itself stops at 1,024."""


def passphrase_option(command: CommandT) -> CommandT:
    """Add ``--key-password-file`` to a command."""
    return click.option(
        "--key-password-file",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        envvar="FACESCREEN_KEY_PASSWORD_FILE",
        help="Password of the private key: the first line of FILE.",
    )(command)


def passphrase_from(file: Path | None, *, ask: bool = False) -> str:
    """The password in ``file``, else asked for on the terminal if ``ask``, else empty.

    :raises click.UsageError: for a file that has none.
    """
    if file is None:
        return str(click.prompt("Password of the private key", hide_input=True, err=True)) if ask else ""
    try:
        with file.open("rb") as stream:
            line = stream.readline(_LONGEST + 1).decode().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file} cannot be read as UTF-8 text") from error
    if not line or len(line.encode()) > _LONGEST:
        raise click.UsageError(f"the first line of {file} is empty or too long")
    return line
