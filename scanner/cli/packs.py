"""Which signature packs a command uses: the same two options everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from scanner.catalogue.pack import Pack

CommandT = TypeVar("CommandT", bound=Callable[..., Any])
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def pack_options(command: CommandT) -> CommandT:
    """Add ``--signatures`` (values["signatures"], a tuple of folders) and ``--pack`` (values["pack"], or None)."""
    for option in (
        click.option(
            "--pack",
            type=_FOLDER,
            envvar="FACESCREEN_PACK",
            help="A pack in place of the installed one, for those who write signatures.",
        ),
        click.option(
            "--signatures",
            type=_FOLDER,
            multiple=True,
            envvar="FACESCREEN_SIGNATURES",
            help="A pack of your own beside the installed one; repeatable.",
        ),
    ):
        command = option(command)
    return command


def packs_from(values: Mapping[str, Any]) -> Pack:
    """The pack that the options of :func:`pack_options` mean.

    :raises CatalogueError: for a pack that cannot be used.
    """
    from scanner.catalogue.packs import load_packs

    return load_packs(values["signatures"], main=values["pack"])
