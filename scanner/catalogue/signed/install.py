"""Importing a signed pack: verified, tried out, then put in place in one step."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.catalogue.compile import compile_pack
from scanner.catalogue.datafolder import check_owner
from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.imported import PACKS, Imported, Record, imported_packs, read_record, write_record
from scanner.catalogue.load import load
from scanner.catalogue.pack import Origin, Pack
from scanner.catalogue.packs import combined
from scanner.catalogue.signed.archive import Archive
from scanner.catalogue.signed.errors import Refused
from scanner.catalogue.signed.keys import pem_of, public_key
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


def install(file: Path, data: Path, today: str, trust: SSlibKey | None = None) -> Installed:
    """Import the signed pack in ``file`` into the data folder ``data``.

    It must be signed by a key that was trusted for this pack before, or by ``trust``, which is trusted for this pack
    from then on. ``today`` is an ISO date.

    :raises Refused: when it must not be used; nothing has changed then.
    :raises CatalogueError: when the data folder or a pack in it cannot be used.
    """
    archive = Archive(file)
    with _locked(data):
        record = read_record(data)
        keys = [trust] if trust is not None else list(_trusted(data, record))
        manifest, key = verified(archive, keys)
        if trust is None and key not in record.trusted.get(manifest.id, ()):
            raise Refused(
                f"the key {key} is trusted for other packs, not for {manifest.id}: import with --trust PUBKEY"
            )
        last = record.packs.get(manifest.id)
        check_terms(manifest, last.number if last else 0, today)
        files = contents(archive, manifest)
        with _incoming(data) as folder:
            _write(folder, files)
            pack = _tried(folder, manifest, data, today)
            place = f"{PACKS}/{manifest.id}/{manifest.number}-{manifest.digest[:12]}"
            _move(folder, data / place)
        entry = Imported(manifest.number, manifest.version, manifest.digest, manifest.expires, place, key)
        trusted = dict.fromkeys((*record.trusted.get(manifest.id, ()), key))
        if trust is not None:
            _keep_key(data, trust)
        write_record(
            data, Record({**record.packs, manifest.id: entry}, {**record.trusted, manifest.id: tuple(trusted)})
        )
        _forget_old(data / PACKS / manifest.id)
    return Installed(manifest, key, pack)


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
        others = [pack for pack in imported_packs(data) if pack.about[0].id != manifest.id]
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


@contextmanager
def _locked(data: Path) -> Iterator[None]:
    """One import at a time, where the system has file locks; the folder is made for this user alone."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        check_owner(data)
        handle = os.open(data / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CatalogueError(str(data), "", f"cannot be used: {error.strerror}") from error
    try:
        _wait_for(handle)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int) -> None:
    try:
        import fcntl
    except ImportError:
        # Windows: two imports at once may both be refused or both done; the record is replaced whole in any case.
        return
    fcntl.flock(handle, fcntl.LOCK_EX)
