"""``facescreen.toml`` in the current folder: defaults of the options, unless it came with the delivery."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from scanner.text import safe_text

SETTINGS = "facescreen.toml"


def settings(context: click.Context) -> dict[str, object]:
    """One table for each command, keys as the long options; empty where there is no file.

    ``context`` is that of the program, which is about to invoke a command.

    :raises click.UsageError: for a file that cannot be read, a table that is no command, a key that is no option.
    """
    file = Path(SETTINGS)
    if not file.is_file():
        return {}
    import tomllib

    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise click.UsageError(f"{file}: {error}") from error
    return {name: _defaults(context, name, table) for name, table in tables.items()}


def _defaults(context: click.Context, name: str, table: object) -> dict[str, object]:
    """Parameter → default, of the command ``name``; another command's than the one that is invoked are not needed."""
    group = context.command
    if not isinstance(group, click.Group) or name not in group.list_commands(context) or not isinstance(table, dict):
        raise click.UsageError(f"{SETTINGS}: [{safe_text(name, 100)}] is no command")
    command = group.get_command(context, name) if name == context.invoked_subcommand else None
    if command is None or isinstance(command, click.Group):
        return {key.replace("-", "_"): value for key, value in table.items()}
    known = {option: parameter.name for parameter in command.params for option in parameter.opts}
    made = {}
    for key, value in table.items():
        parameter = known.get(f"--{key.replace('_', '-')}")
        if parameter is None:
            raise click.UsageError(f"{SETTINGS}: {name} has no option --{safe_text(key, 100)}")
        made[parameter] = value
    return made


def check_settings(deliveries: Iterable[Path]) -> None:
    """Refuse settings that lie in a delivery: in its folder a vendor would say by which law it is judged.

    :raises click.UsageError: when the settings file of the current folder is in one of ``deliveries``.
    """
    file = Path(SETTINGS)
    if not file.is_file():
        return
    # Where the file is, and where it leads to if it is a link.
    within = {*file.resolve().parents, *(Path.cwd().resolve() / SETTINGS).parents, file.resolve()}
    for delivery in deliveries:
        if delivery.resolve() in within:
            raise click.UsageError(
                f"{SETTINGS} of the current folder lies in the delivery {safe_text(str(delivery))}: a delivery must "
                "not say how it is screened. Start from another folder, or move the file."
            )
