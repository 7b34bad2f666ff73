"""Where the signature pack of this installation lies."""

from __future__ import annotations

from pathlib import Path

from scanner.catalogue.errors import CatalogueError

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "pack", _PACKAGE.parent / "signatures")
"""In a wheel ``pack`` is a folder, in a checkout a link to ``signatures``; without support for links it is neither."""


def pack_folder() -> Path:
    """The folder of the pack that ships with this installation.

    :raises CatalogueError: when the installation has lost it.
    """
    for place in _PLACES:
        if (place / "pack.yaml").is_file():
            return place
    raise CatalogueError(str(_PLACES[0]), "", "no signature pack here: the installation is incomplete")
