"""Importing a signed pack: verified, tried out, then put in place in one step."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.catalogue.compile import compile_pack
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.imported import PACKS, Imported, Record, damaged, imported_packs, read_record, write_record
from scanner.catalogue.load import load, read_about
from scanner.catalogue.location import pack_folder
from scanner.catalogue.pack import Origin, Pack
from scanner.catalogue.packs import combined
from scanner.catalogue.signed.archive import Archive
from scanner.catalogue.signed.errors import Refused
from scanner.catalogue.signed.keys import pem_of, public_key
from scanner.catalogue.signed.lock import locked
from scanner.catalogue.signed.manifest import Manifest
from scanner.catalogue.signed.verify import check_terms, contents, verified

if TYPE_CHECKING:
    from securesystemslib.signer import SSlibKey

_KEYS = "keys"
_KEPT = 2
"""Versions that stay on disk: a screening that starts while another is imported still reads the one before."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What an import did."""

    manifest: Manifest
    key: str
    pack: Pack
    """All packs that a screening uses from now on."""


def install(
    file: Path, data: Path, today: str, trust: SSlibKey | None = None, *, replaces_installed: bool = False
) -> Installed:
    """Import the signed pack in ``file`` into the data folder ``data``.

    It must be signed by a key that was trusted for this pack before, or by ``trust``, which is trusted for this pack
    from then on. ``today`` is an ISO date. A pack with the id of the installed one decides what every screening finds:
    a key that is new for it is taken only with ``replaces_installed``. The file that was imported last may be imported
    again where what it had brought is damaged.

    :raises Refused: when it must not be used; nothing has changed then.
    :raises CatalogueError: when the data folder or a pack in it cannot be used.
    """
    archive = Archive(file)
    with locked(data):
        record = read_record(data)
        keys = [trust] if trust is not None else list(_trusted(data, record))
        manifest, signers = verified(archive, keys)
        believed = record.trusted.get(manifest.id, ())
        key = _key_for(manifest.id, signers, believed, new=trust is not None)
        _check_place(manifest.id, key in believed or replaces_installed)
        check_terms(manifest, _last_number(data, record, manifest), _no_earlier(today))
        files = contents(archive, manifest)
        with _incoming(data) as folder:
            _write(folder, files)
            pack = _tried(folder, manifest, data, today)
            place = f"{PACKS}/{manifest.id}/{manifest.number}-{manifest.digest[:12]}"
            _move(folder, data / place)
        entry = Imported(manifest.number, manifest.version, manifest.digest, manifest.expires, place, key)
        trusted = dict.fromkeys((*believed, key))
        if trust is not None:
            _keep_key(data, trust)
        numbers = {**record.numbers, manifest.id: manifest.number}
        write_record(
            data, Record({**record.packs, manifest.id: entry}, {**record.trusted, manifest.id: tuple(trusted)}, numbers)
        )
        _forget_old(data / PACKS / manifest.id)
    return Installed(manifest, key, pack)


def _key_for(name: str, signers: Sequence[str], believed: Sequence[str], *, new: bool) -> str:
    """The key out of ``signers`` that counts for the pack ``name``."""
    key = next((each for each in signers if new or each in believed), "")
    if not key:
        raise Refused(f"the key {signers[0]} is trusted for other packs, not for {name}: import with --trust PUBKEY")
    return key


def _check_place(name: str, allowed: bool) -> None:
    if not allowed and name == read_about(pack_folder())["id"]:
        raise Refused(
            f"this file takes the place of the installed pack {name}, and so decides what every screening can find: "
            "if the key belongs to who makes that pack, import with --trust PUBKEY --replace-installed"
        )


def _no_earlier(today: str) -> str:
    """``today``, or the day of the installed pack where the clock says an earlier one."""
    return max(today, str(read_about(pack_folder())["date"]))


def _last_number(data: Path, record: Record, manifest: Manifest) -> int:
    """The highest number that is no longer taken. The last file is taken again where what it had brought is damaged,
    gone or removed."""
    highest = record.numbers.get(manifest.id, 0)
    last = record.packs.get(manifest.id)
    same = last is None or last.digest == manifest.digest
    again = manifest.number == highest and same and (last is None or manifest.id in damaged(data, record))
    return highest - 1 if again else highest


def _trusted(data: Path, record: Record) -> Iterator[SSlibKey]:
    for key in sorted({key for keys in record.trusted.values() for key in keys}):
        file = data / _KEYS / f"{key}.pem"
        try:
            yield public_key(file.read_bytes(), str(file))
        except OSError as error:
            raise CatalogueError(str(file), "", f"a trusted key cannot be read: {error.strerror}") from error


def _keep_key(data: Path, key: SSlibKey) -> None:
    folder = data / _KEYS
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / f"{key.keyid}.pem").write_bytes(pem_of(key))


def _tried(folder: Path, manifest: Manifest, data: Path, today: str) -> Pack:
    """All packs together with the new one, loaded and compiled: what would break the next screening is refused now."""
    try:
        new = load(folder, origin=Origin.IMPORTED)
        about = new.about[0]
        if (about.id, about.version, about.digest) != (manifest.id, manifest.version, manifest.digest):
            raise Refused("the manifest and the pack.yaml in the file do not name the same pack")
        if about.expires and about.expires < today:
            raise Refused(f"expired: the pack's own last day was {about.expires}, today is {today}")
        until = min(filter(None, (about.expires, manifest.expires)))
        new = replace(new, about=(replace(about, expires=until),))
        others = imported_packs(data, without=manifest.id)
        pack = combined(load(), [*others, new], [])
        compile_pack(pack)
    except CatalogueError as error:
        raise Refused(f"the pack cannot be used: {error}") from error
    return pack


@contextmanager
def _incoming(data: Path) -> Iterator[Path]:
    """A folder on the same file system as the packs, removed with what was not moved away."""
    (data / PACKS).mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data / PACKS, prefix=".incoming-") as outer:
        folder = Path(outer) / "pack"
        folder.mkdir(mode=0o700)
        yield folder


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            target.write_bytes(content)
        except OSError as error:
            raise Refused(f"{name} cannot be written: {error.strerror}") from error


def _move(folder: Path, place: Path) -> None:
    """Put a finished folder in its place; what a broken import left there is not in the record, so it goes."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    if place.exists():
        shutil.rmtree(place)
    folder.rename(place)


def _forget_old(folder: Path) -> None:
    versions = sorted(folder.iterdir(), key=lambda each: int(each.name.partition("-")[0]))
    for old in versions[:-_KEPT]:
        shutil.rmtree(old)
