"""``--password-file``: passwords that open what a vendor delivers encrypted. They are tried and shown nowhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

CommandT = TypeVar("CommandT", bound=Callable[..., Any])
MOST = 1000
LONGEST = 1000
"""Passwords in all and bytes of one: each try can cost a second of work."""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def password_option(command: CommandT) -> CommandT:
    """Add ``--password-file`` to a command."""
    return click.option(
        "--password-file",
        "password_files",
        multiple=True,
        metavar="FILE",
        type=_FILE,
        envvar="FACESCREEN_PASSWORD_FILE",
        help="Passwords for encrypted archives, one a line (UTF-8); repeatable. Never logged or reported.",
    )(command)


def passwords_from(values: Mapping[str, Any]) -> tuple[str, ...]:
    """All passwords of the files, each once and in their order.

    :raises click.UsageError: for a file that cannot be read, is no UTF-8 or holds too much; without a word of it.
    """
    files: Sequence[Path] = values["password_files"]
    found = dict.fromkeys(password for file in files for password in _read(file))
    if len(found) > MOST:
        raise click.UsageError(f"more than {MOST:,} passwords (--password-file)")
    return tuple(found)


def _read(file: Path) -> list[str]:
    try:
        with file.open("rb") as stream:
            raw = stream.read(MOST * LONGEST + 1)
    except OSError as error:
        raise click.UsageError(f"{file}: {error.strerror}") from error
    if len(raw) > MOST * LONGEST:
        raise click.UsageError(f"{file} is larger than {MOST * LONGEST:,} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The cause would quote bytes of the file.
        raise click.UsageError(f"{file} is not UTF-8") from None
    words = [line.removesuffix("\r") for line in text.split("\n")]
    if any(len(word.encode()) > LONGEST for word in words):
        raise click.UsageError(f"{file} has a line of more than {LONGEST:,} bytes")
    return [word for word in words if word]
