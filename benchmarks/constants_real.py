"""Packages of which it is known which constants they hold."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

from benchmarks.constants_look import look
from benchmarks.places import WORK
from benchmarks.registries import wheel

_DLIB = ["dlib_mean_face_shape_x", "dlib_mean_face_shape_y", "dlib_5pt_chip_template"]
_OPENCV = ["arcface_112x112_5pt_demeaned"]
_INSPIRE = ["inspireface_hyplmk_mean_shape_106", "arcface_112x112_5pt"]
PACKAGES: tuple[tuple[str, str, list[str]], ...] = (
    ("opencv-python-headless==5.0.0.93", "linux", _OPENCV),
    ("opencv-python-headless==5.0.0.93", "windows", _OPENCV),
    ("opencv-python-headless==5.0.0.93", "macos", _OPENCV),
    ("opencv-python-headless==4.10.0.84", "linux-arm64", _OPENCV),
    ("opencv-python-headless==4.10.0.84", "macos", _OPENCV),
    ("dlib-bin==20.0.1", "linux", _DLIB),
    ("dlib-bin==20.0.1", "windows", _DLIB),
    ("dlib-bin==20.0.1", "macos", _DLIB),
    ("inspireface==1.2.4.post3", "linux", _INSPIRE),
    ("inspireface==1.2.4.post3", "linux-arm64", _INSPIRE),
    ("mediapipe==0.10.14", "linux", []),
    ("insightface==2.1", "source", ["arcface_112x112_5pt"]),
    ("deepface==0.0.103", "any", ["deepface_threshold_table"]),
)
"""(package, platform, constants that it holds); MediaPipe has none of them."""


def real() -> list[dict[str, Any]]:
    """One row for each package: what is expected, what was found and in which file."""
    rows = []
    for package, platform, expected in PACKAGES:
        found: dict[str, str] = {}
        for path in sorted(_files(package, platform)):
            for seen in look(path)[0]:
                found.setdefault(seen.value, f"{path.name}: {seen.detail}")
        rows.append({"package": package, "platform": platform, "expected": expected, "found": found})
    return rows


def _files(package: str, platform: str) -> list[Path]:
    folder = WORK / "constants" / "real" / f"{package}-{platform}"
    if not folder.exists():
        unpacking = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(unpacking, ignore_errors=True)
        unpacking.mkdir(parents=True)
        if platform == "source":
            with tarfile.open(_source(package)) as tar:
                tar.extractall(unpacking, filter="data")
        else:
            with zipfile.ZipFile(wheel(package, platform)) as archive:
                archive.extractall(unpacking)  # noqa: S202 - zipfile keeps names below the folder
        unpacking.rename(folder)
    return [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]


def _source(package: str) -> Path:
    """The archive of sources of ``name==version``; nothing of it is built."""
    folder = WORK / "wheels" / "source" / package
    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        command = (
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--no-binary=:all:",
            "--no-build-isolation",
        )
        subprocess.run((*command, "-d", ".", package), cwd=folder, check=False, capture_output=True)
    return next(folder.glob("*.tar.gz"))
