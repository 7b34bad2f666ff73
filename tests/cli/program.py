"""Running the program as a person or a CI job would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "vendor_samples" / "prebuilt"
ENTRY = (sys.executable, "-m", "scanner")


def run(
    *args: str | Path, stdin: bytes = b"", cwd: Path | None = None, **env: str
) -> subprocess.CompletedProcess[bytes]:
    """The finished program with its output."""
    return subprocess.run(
        [*ENTRY, *map(str, args)], input=stdin, capture_output=True, cwd=cwd, env=environment(**env), check=False
    )


def environment(**more: str) -> dict[str, str]:
    """The environment of a run: the package is found from any folder, no setting of the caller's leaks in."""
    fixed = {"FACESCREEN_AS_OF", "FACESCREEN_DATA_DIR"}
    kept = {key: value for key, value in os.environ.items() if not key.startswith("FACESCREEN_") or key in fixed}
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2]), "FACESCREEN_NO_CACHE": "1", **more}
