"""A recorder's configuration backup: exported device settings of two makers' formats in one zip file."""

from __future__ import annotations

from pathlib import Path

from vendor_samples.archives import write_zip
from vendor_samples.interface import SOURCES


def backup(target: Path, variant: str) -> None:
    """Write the common settings and those of ``variant`` (``on`` or ``off``) to the zip file ``target``."""
    members: dict[str, bytes] = {}
    for folder in (SOURCES / "recorder" / "common", SOURCES / "recorder" / variant):
        for path in folder.rglob("*"):
            if path.is_file():
                members[path.relative_to(folder).as_posix()] = path.read_bytes()
    write_zip(target, members)
