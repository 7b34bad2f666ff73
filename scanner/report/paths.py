"""How places in a delivery are written for people."""

from __future__ import annotations

from scanner.report.languages.speaking import gettext as _

SEPARATOR = "!/"


def inner(path: str) -> str:
    """The last file of a nested path, as it would be called on the device: ``/usr/bin/ipcamd``.

    What was taken out of a program has no name there (``.unpacked``): the program is named with it.
    """
    container, found, name = path.rpartition(SEPARATOR)
    if not (found and container):
        return path
    return f"{inner(container)}{SEPARATOR}{name}" if name.startswith(".") else f"/{name}"


def at(offset: int | None) -> str:
    """``at 0x1f20``, or nothing where an offset makes no sense."""
    return "" if offset is None else _("at %(offset)s", offset=f"0x{offset:x}")
