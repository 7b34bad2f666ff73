"""The same camera update without a face engine."""

from __future__ import annotations

from pathlib import Path

from scanner.types import Verdict
from vendor_samples.interface import Sample
from vendor_samples.recipes.camera import PROGRAMS, camera_update


def build(target: Path, work: Path) -> None:
    """Write the update to ``target``."""
    camera_update(target, work, "ipcamd.c")


SAMPLE = Sample(
    name="camera-update-plain",
    file="camera-update-plain.bin",
    title="The same camera update without a face engine",
    verdict=Verdict.NOTHING_FOUND,
    why="Every byte is read, and words such as interface, surface and typeface are no evidence.",
    programs=PROGRAMS,
    recipe=build,
)
