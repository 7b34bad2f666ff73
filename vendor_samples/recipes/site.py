"""The settings of a whole site, as an integrator hands them over: recorder, cameras, cloud, door, and a gallery."""

from __future__ import annotations

import base64
from pathlib import Path

from scanner.types import Verdict
from vendor_samples.archives import write_zip
from vendor_samples.interface import SOURCES, Sample

GALLERY = "video/media/clips/faces"
PEOPLE = {"Person 1": 2, "Person 2": 1, "train": 3}
"""Folder below the gallery → pictures in it; ``train`` holds faces that nobody has named."""
PICTURE = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
"""One transparent point as lossless WebP (RFC 9649): no face is in it."""


def build(target: Path, work: Path) -> None:
    """Write the settings and a gallery of empty pictures to the zip file ``target``."""
    folder = SOURCES / "site"
    members = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    for person, count in PEOPLE.items():
        for number in range(count):
            members[f"{GALLERY}/{person}/{number + 1}.webp"] = PICTURE
    write_zip(target, members)


SAMPLE = Sample(
    name="site-configuration",
    file="site-configuration.zip",
    title="Settings of a site: one camera recognises faces, another sends face pictures out, a gallery is filled",
    verdict=Verdict.FOUND,
    why="Face recognition is switched on for one camera and a gallery holds two people; its code is elsewhere.",
    programs=(),
    recipe=build,
)
