"""Programs that recipes call, the Debian packages that hold them, and a clear message where one is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from vendor_samples.interface import EPOCH

PACKAGES = {
    "mksquashfs": "squashfs-tools",
    "arm-linux-gnueabihf-gcc": "gcc-arm-linux-gnueabihf",
    "arm-linux-gnueabihf-strip": "binutils-arm-linux-gnueabihf",
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "x86_64-w64-mingw32-windres": "binutils-mingw-w64-x86-64",
}
"""Program → Debian 12 package. Other versions of the compilers give other bytes; ``check`` then says so."""


class RecipeError(Exception):
    """A sample cannot be built; the message says what to do."""


def require(programs: Iterable[str]) -> None:
    """Check that all ``programs`` are installed.

    :raises RecipeError: naming every missing program and the one line that installs them.
    """
    missing = sorted({program for program in programs if shutil.which(program) is None})
    if missing:
        packages = " ".join(sorted({PACKAGES[program] for program in missing}))
        raise RecipeError(f"not installed: {', '.join(missing)}; on Debian 12: apt-get install {packages}")


def run(command: Sequence[str | Path], folder: Path, *, with_epoch: bool = True) -> None:
    """Run one build step in ``folder`` with a fixed locale, zone and date.

    :raises RecipeError: when it fails, with what it printed.
    """
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC", "HOME": str(folder)}
    if with_epoch:  # mksquashfs refuses the variable beside its own time options
        environment["SOURCE_DATE_EPOCH"] = str(EPOCH)
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=False)
    if done.returncode:
        raise RecipeError(f"{command[0]} failed:\n{(done.stdout + done.stderr).decode(errors='replace')}")
