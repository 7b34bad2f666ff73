"""A camera update with a readable root file system beside an encrypted partition."""

from __future__ import annotations

from pathlib import Path

from scanner.types import Verdict
from vendor_samples.archives import write_tar
from vendor_samples.images import sealed, squashfs
from vendor_samples.interface import Sample
from vendor_samples.recipes.camera import PROGRAMS, camera_tree

_SIZE = 720_000
"""Above the default floor of 256 KiB for one region and 512 KiB in all: room for a small recognition network."""


def build(target: Path, work: Path) -> None:
    """Write the update to ``target``."""
    image = work / "rootfs.squashfs"
    squashfs(camera_tree(work, "ipcamd.c"), image)
    manifest = b"version=2.4.1\nrootfs=rootfs.squashfs\napplication=app.img.enc\ncipher=aes-256-cbc\n"
    sealed_part = sealed(_SIZE, "facescreen")
    write_tar(target, {"manifest.txt": manifest, "rootfs.squashfs": image.read_bytes(), "app.img.enc": sealed_part})


SAMPLE = Sample(
    name="camera-update-encrypted",
    file="camera-update-encrypted.tar",
    title="Camera update with an encrypted application partition",
    verdict=Verdict.INCONCLUSIVE,
    why="720,000 bytes are encrypted and nobody can say what is in them.",
    programs=PROGRAMS,
    recipe=build,
)
