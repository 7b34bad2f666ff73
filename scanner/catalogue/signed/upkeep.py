"""Taking back what was imported: a pack, or the trust in a key."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from scanner.catalogue.imported import PACKS, read_record, write_record
from scanner.catalogue.signed.lock import locked
from scanner.types import UsageError

SHORTEST = 8
"""Hex digits of a key's id that are enough to name it."""


def remove(data: Path, name: str) -> None:
    """Remove the imported pack ``name``. Its number stays known, so that no older file comes in its place.

    :raises UsageError: when no such pack was imported.
    :raises CatalogueError: when the data folder cannot be used.
    """
    with locked(data):
        record = read_record(data)
        if name not in record.packs:
            known = ", ".join(sorted(record.packs)) or "none"
            raise UsageError(f"no pack {name!r} was imported; there are: {known}")
        packs = {other: entry for other, entry in record.packs.items() if other != name}
        write_record(data, replace(record, packs=packs))
        _forget(data, name)


def distrust(data: Path, key: str) -> tuple[str, tuple[str, ...]]:
    """Trust the key with an id that begins with ``key`` no longer, for any pack, and remove what it had signed.

    :returns: the key's whole id, and the ids of the packs that went with it.
    :raises UsageError: when no key, or more than one, begins so.
    :raises CatalogueError: when the data folder cannot be used.
    """
    with locked(data):
        record = read_record(data)
        found = {each for keys in record.trusted.values() for each in keys if each.startswith(key.lower())}
        if len(key) < SHORTEST or len(found) != 1:
            raise UsageError(
                f"no trusted key, or more than one, has an id that begins with {key!r}; give {SHORTEST} digits or more"
            )
        (gone,) = found
        trusted = {name: tuple(k for k in keys if k != gone) for name, keys in record.trusted.items()}
        left = {name: entry for name, entry in record.packs.items() if entry.key != gone}
        write_record(data, replace(record, packs=left, trusted={name: keys for name, keys in trusted.items() if keys}))
        removed = tuple(sorted(record.packs.keys() - left.keys()))
        for name in removed:
            _forget(data, name)
        (data / "keys" / f"{gone}.pem").unlink(missing_ok=True)
    return gone, removed


def _forget(data: Path, name: str) -> None:
    """Remove the folder of a pack that is no longer in the record; what is left of it is used by nobody."""
    shutil.rmtree(data / PACKS / name, ignore_errors=True)
