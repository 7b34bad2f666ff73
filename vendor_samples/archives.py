"""Zip and tar files with fixed times, owners and order. Members are stored, for deflate differs between zlib builds."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from vendor_samples.interface import EPOCH

_DATE = (2024, 1, 1, 0, 0, 0)
"""EPOCH as a zip file writes it."""
_UNIX = 3


def write_zip(target: Path, members: Mapping[str, bytes]) -> None:
    """Write ``members`` (name → content), sorted, to the zip file ``target``."""
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = _UNIX
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, members[name])


def write_tar(target: Path, members: Mapping[str, bytes]) -> None:
    """Write ``members`` (name → content), sorted, to the POSIX ustar file ``target``, owned by root."""
    with tarfile.open(target, "w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(members):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(members[name]), EPOCH, 0o644
            entry.uname = entry.gname = "root"
            archive.addfile(entry, io.BytesIO(members[name]))
