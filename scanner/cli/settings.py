"""``facescreen.toml`` in the current folder: defaults of the options, unless it came with the delivery."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from scanner.text import safe_text

SETTINGS = "facescreen.toml"


def settings() -> dict[str, object]:
    """One table for each command, keys as the long options; empty where there is no file.

    :raises click.UsageError: for a file that cannot be read.
    """
    file = Path(SETTINGS)
    if not file.is_file():
        return {}
    import tomllib

    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise click.UsageError(f"{file}: {error}") from error
    return {
        command: {key.replace("-", "_"): value for key, value in table.items()}
        for command, table in tables.items()
        if isinstance(table, dict)
    }


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
