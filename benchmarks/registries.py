"""Download wheels and npm packages of a fixed list: one file a line, by exact version."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.places import LISTS, WORK

TRIES = 3
_PLATFORMS = {
    "any": (),
    "linux": ("--platform", "manylinux2014_x86_64", "--platform", "manylinux_2_28_x86_64"),
    "linux-arm64": ("--platform", "manylinux2014_aarch64", "--platform", "manylinux_2_28_aarch64"),
    "windows": ("--platform", "win_amd64"),
    "macos": ("--platform", "macosx_11_0_arm64", "--platform", "macosx_14_0_arm64"),
}
"""Word of a list → pip's platform tags (packaging.python.org, "Platform compatibility tags")."""


def wheels(list_name: str) -> list[Path]:
    """The wheels of ``lists/<list_name>.txt`` (lines ``name==version platform``), downloaded where missing."""
    return [wheel(*line.split()) for line in _lines(list_name)]


def npm_packages(list_name: str) -> list[Path]:
    """The packages of ``lists/<list_name>.txt`` (lines ``name@version``) as npm packs them."""
    return [npm_package(line) for line in _lines(list_name)]


def _lines(list_name: str) -> list[str]:
    return [line for line in (LISTS / f"{list_name}.txt").read_text().splitlines() if line.strip()]


def wheel(wanted: str, platform: str, python: str = "3.11") -> Path:
    """The wheel of ``name==version`` for a word of :data:`_PLATFORMS`, without its dependencies."""
    folder = WORK / "wheels" / platform / wanted
    platforms = _PLATFORMS[platform]
    binary = ("--only-binary=:all:", "--python-version", python, *platforms)
    command = (sys.executable, "-m", "pip", "download", "-q", "--no-deps", *binary, "-d", ".", wanted)
    return _fetched(command, folder, "*.whl")


def npm_package(wanted: str) -> Path:
    """The archive of ``name@version`` as npm packs it; nothing in it is run."""
    folder = WORK / "npm-packs" / wanted.replace("/", "+")
    return _fetched(("npm", "pack", "--silent", "--ignore-scripts", wanted), folder, "*.tgz")


def _fetched(command: Sequence[str], folder: Path, pattern: str) -> Path:
    """The one file that ``command`` leaves in ``folder``; tried again with growing pauses."""
    folder.mkdir(parents=True, exist_ok=True)
    for attempt in range(1, TRIES + 1):
        found = sorted(folder.glob(pattern))
        if found:
            return found[0]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"try {attempt} of {TRIES} failed: {done.stderr.strip()[-300:]}", file=sys.stderr, flush=True)
            time.sleep(3 * attempt)
    found = sorted(folder.glob(pattern))
    if not found:
        raise SystemExit(f"cannot download: {' '.join(command)}")
    return found[0]
