"""The options of the result cache, and ``facescreen cache``: where it is, how full it is, and a way to empty it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from scanner.text import plural, safe_text
from scanner.types.limits import GIB

CommandT = TypeVar("CommandT", bound=Callable[..., Any])
_FOLDER = click.Path(file_okay=False, path_type=Path)


def _cache_dir(command: CommandT) -> CommandT:
    return click.option(
        "--cache-dir",
        type=_FOLDER,
        envvar="FACESCREEN_CACHE_DIR",
        help="Folder of the result cache; default the user's cache folder.",
    )(command)


def cache_options(command: CommandT) -> CommandT:
    """Add ``--cache-dir``, ``--no-cache``, ``--cache-bytes`` and ``--resume`` to a command."""
    for option in (
        click.option("--resume", is_flag=True, help="Go on with a run that was cut off; needs the cache of that run."),
        click.option(
            "--cache-bytes",
            type=click.IntRange(min=1),
            default=GIB,
            show_default=True,
            envvar="FACESCREEN_CACHE_BYTES",
            help="Largest size of the result cache.",
        ),
        click.option(
            "--no-cache", is_flag=True, envvar="FACESCREEN_NO_CACHE", help="Neither use nor keep earlier results."
        ),
    ):
        command = option(command)
    return _cache_dir(command)


def cache_folder(values: Mapping[str, Any]) -> Path | None:
    """The folder that the options ask for; None where no cache is wanted.

    :raises click.UsageError: for ``--resume`` without a cache.
    """
    if values["no_cache"]:
        if values["resume"]:
            raise click.UsageError("--resume goes on from the cache: it cannot be used with --no-cache")
        return None
    return _folder(values["cache_dir"])


def _folder(asked: Path | None) -> Path:
    from scanner.cache.place import default_folder

    return asked or default_folder()


@click.command(short_help="Show or empty the store of earlier results.")
@_cache_dir
@click.option("--clear", is_flag=True, help="Remove all results, and the checked signatures.")
def cache(cache_dir: Path | None, clear: bool) -> None:
    """Show where earlier results are kept, how many and how large; results hold no bytes of a delivery."""
    from scanner.cache.packs import forget
    from scanner.cache.store import FILE, overview, remove

    folder = _folder(cache_dir)
    file = folder / FILE
    if clear:
        remove(file)
        forget(folder)
    count, size = overview(file)
    click.echo(f"{safe_text(str(file))}: {plural(count, 'result')}, {size:,} bytes")
