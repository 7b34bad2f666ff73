"""A camera update whose daemon calls an embedded commercial face engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scanner.types import Verdict
from vendor_samples.compiling import arm_library
from vendor_samples.interface import Sample
from vendor_samples.recipes.camera import PROGRAMS, camera_update


def _libraries(work: Path) -> Sequence[Path]:
    core = arm_library("arcsoft/core.c", "libarcsoft_face.so", work)
    return core, arm_library("arcsoft/engine.c", "libarcsoft_face_engine.so", work, [core])


def build(target: Path, work: Path) -> None:
    """Write the update to ``target``."""
    camera_update(target, work, "ipcamd_arcsoft.c", _libraries)


SAMPLE = Sample(
    name="camera-update-sdk",
    file="camera-update-sdk.bin",
    title="Camera update with an embedded face engine that the camera daemon calls",
    verdict=Verdict.FOUND,
    why="The daemon imports feature extraction and comparison from a face engine in the same update.",
    programs=PROGRAMS,
    recipe=build,
)
