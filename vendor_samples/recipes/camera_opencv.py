"""A camera update that holds OpenCV's face recogniser, which nothing in the update calls."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scanner.types import Verdict
from vendor_samples.compiling import arm_library
from vendor_samples.interface import Sample
from vendor_samples.recipes.camera import PROGRAMS, camera_update


def _libraries(work: Path) -> Sequence[Path]:
    return (arm_library("opencv/objdetect.c", "libopencv_objdetect.so.406", work),)


def build(target: Path, work: Path) -> None:
    """Write the update to ``target``."""
    camera_update(target, work, "ipcamd_opencv.c", _libraries)


SAMPLE = Sample(
    name="camera-update-opencv",
    file="camera-update-opencv.bin",
    title="Camera update with a dormant OpenCV only",
    verdict=Verdict.REVIEW,
    why="The daemon uses OpenCV to read QR codes; the face recogniser in the same library is called by nothing.",
    programs=PROGRAMS,
    recipe=build,
)
