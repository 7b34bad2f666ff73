"""The installer folder of a Windows video client that calls a commercial face library."""

from __future__ import annotations

import shutil
from pathlib import Path

from scanner.types import Verdict
from vendor_samples.compiling import WINDOWS, windows_library, windows_program
from vendor_samples.interface import SOURCES, Sample


def build(target: Path, work: Path) -> None:
    """Write the folder to ``target``."""
    library, imports = windows_library("windows/facesdk.c", "windows/facesdk.rc", "facesdk.dll", work)
    program = windows_program("windows/cityview.c", "windows/cityview.rc", "CityView.exe", work, [imports])
    shutil.copytree(SOURCES / "windows" / "files", target)
    for built in (library, program):
        shutil.copyfile(built, target / built.name)


SAMPLE = Sample(
    name="windows-installer",
    file="windows-installer",
    title="Windows installer folder of a video client",
    verdict=Verdict.FOUND,
    why="The client imports template extraction and matching from a face library in the same folder.",
    programs=(*WINDOWS,),
    recipe=build,
)
