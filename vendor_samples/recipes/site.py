"""The settings of a whole site, as an integrator hands them over: recorder, cameras, cloud, door, and a gallery."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from scanner.types import Verdict
from vendor_samples.archives import write_zip
from vendor_samples.interface import SOURCES, Sample

GALLERY = "video/media/clips/faces"
PEOPLE = {"Person 1": 2, "Person 2": 1, "train": 3}
"""Folder below the gallery → pictures in it; ``train`` holds faces that nobody has named."""


def build(target: Path, work: Path) -> None:
    """Write the settings and a gallery of grey pictures to the zip file ``target``."""
    folder = SOURCES / "site"
    members = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    for person, count in PEOPLE.items():
        for number in range(count):
            members[f"{GALLERY}/{person}/{number + 1}.png"] = _grey(len(members))
    write_zip(target, members)


def _grey(shade: int) -> bytes:
    """A PNG of one grey point (W3C, Portable Network Graphics): no face is in it."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes([0, shade]))), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


SAMPLE = Sample(
    name="site-configuration",
    file="site-configuration.zip",
    title="Settings of a site: one camera recognises faces, another sends face pictures out, a gallery is filled",
    verdict=Verdict.FOUND,
    why="Face recognition is switched on for one camera and a gallery holds two people; its code is elsewhere.",
    programs=(),
    recipe=build,
)
