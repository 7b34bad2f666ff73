"""Packs that were imported from signed files: what is recorded of them, and reading them back."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from scanner.catalogue.datafolder import check_owner
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.load import load
from scanner.catalogue.memory import Memory
from scanner.catalogue.pack import Origin, Pack
from scanner.catalogue.schema import check

RECORD = "imported.json"
PACKS = "packs"


class Unreachable(CatalogueError):
    """The data folder is closed to this user: whatever was imported there is somebody else's."""


@dataclass(frozen=True, slots=True)
class Imported:
    """One imported pack as the record has it."""

    number: int
    """Of the file that it came from; a file with this number or a lower one is refused from then on."""
    version: str
    digest: str
    expires: str
    """ISO date: the last day its publisher stands by it."""
    folder: str
    """Below the data folder, POSIX."""
    key: str
    """Id of the key that had signed it."""


@dataclass(frozen=True, slots=True)
class Record:
    """What the data folder holds: pack id → pack, and pack id → ids of the keys whose signature counts for it.

    ``numbers``: pack id → the highest number that was imported, also of a pack that was removed since.
    """

    packs: Mapping[str, Imported]
    trusted: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int] = field(default_factory=dict)


def read_record(data: Path) -> Record:
    """The record in the data folder ``data``; empty where nothing was ever imported.

    :raises CatalogueError: when it cannot be believed: an unreadable record must not look like no record, since it is
        what keeps older packs out.
    """
    file = data / RECORD
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return Record({}, {})
    except PermissionError as error:
        raise Unreachable(str(file), "", f"cannot be read: {error.strerror}") from error
    except OSError as error:
        raise CatalogueError(str(file), "", f"cannot be read: {error.strerror}") from error
    check_owner(data)
    try:
        value = json.loads(content)
        check(value, "imported", str(file))
    except (ValueError, RecursionError, CatalogueError) as error:
        problem = "is damaged: put back a copy of it, or remove its folder and import the packs again"
        raise CatalogueError(str(file), "", f"{problem} ({error})") from error
    packs = {name: Imported(**entry) for name, entry in value["packs"].items()}
    numbers = {name: entry.number for name, entry in packs.items()} | value.get("numbers", {})
    return Record(packs, {name: tuple(keys) for name, keys in value["trusted"].items()}, numbers)


def write_record(data: Path, record: Record) -> None:
    """Replace the record in one step: a reader sees the old one or the new one, also after a crash."""
    value = {
        "packs": {name: asdict(entry) for name, entry in sorted(record.packs.items())},
        "trusted": {name: list(keys) for name, keys in sorted(record.trusted.items())},
        "numbers": dict(sorted(record.numbers.items())),
    }
    handle, name = tempfile.mkstemp(dir=data, prefix=".record-")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(value, stream, indent=1)
        stream.write("\n")
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).replace(data / RECORD)


def imported_packs(data: Path, memory: Memory | None = None, *, without: str = "") -> list[Pack]:
    """All imported packs, by id; ``without`` is the id of one that is left out.

    :raises CatalogueError: when one is not as it was when its signature was checked.
    """
    packs = sorted(read_record(data).packs.items())
    return [_load(data, name, entry, memory) for name, entry in packs if name != without]


def damaged(data: Path, record: Record) -> dict[str, str]:
    """Id → what is wrong, for every imported pack that is not as it was when its signature was checked."""
    found = {}
    for name, entry in record.packs.items():
        try:
            _load(data, name, entry, None)
        except CatalogueError as error:
            found[name] = str(error)
    return found


def _load(data: Path, name: str, entry: Imported, memory: Memory | None) -> Pack:
    folder = data / entry.folder
    if not folder.is_dir():
        raise CatalogueError(
            str(folder),
            "",
            f"the imported pack {name} is gone: import its file again, or remove it with: "
            f"facescreen signatures packs --remove {name}",
        )
    pack = load(folder, origin=Origin.IMPORTED, memory=memory, measured=True)
    about = pack.about[0]
    if (about.id, about.digest) != (name, entry.digest):
        raise CatalogueError(
            str(folder),
            "",
            f"the imported pack {name} was changed since its import: import its file again, or remove it with: "
            f"facescreen signatures packs --remove {name}",
        )
    until = min(filter(None, (about.expires, entry.expires)), default="")
    return replace(pack, about=(replace(about, expires=until),))
