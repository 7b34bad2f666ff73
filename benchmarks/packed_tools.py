"""UPX and the programs that it is to pack, downloaded below ``.work``; nothing is installed.

Debian 12 has no UPX: the one of Debian 13 is unpacked together with the C library that it wants, and run by that
library's own loader.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from benchmarks.places import WORK

FOLDER = WORK / "packed"
_MIRROR = "[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian"
_UPX = ("upx-ucl", "libucl1", "libc6", "libstdc++6", "libgcc-s1")
SECONDS = 300.0
"""For one run of UPX."""


def debs(suite: str, family: str, names: Sequence[str]) -> list[Path]:
    """The packages ``names`` of one suite for one processor family."""
    folder = FOLDER / "debs" / suite / family
    folder.mkdir(parents=True, exist_ok=True)
    missing = [name for name in names if not list(folder.glob(f"{name}_*.deb"))]
    if missing:
        environment = {**os.environ, "APT_CONFIG": str(_state(suite, family))}
        command = ("apt-get", "-q", "download", *(f"{name}:{family}" for name in missing))
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return [next(iter(folder.glob(f"{name}_*.deb"))) for name in names]


def _state(suite: str, family: str) -> Path:
    """Configuration of an apt with a state of its own, in which the package lists have been read."""
    base = FOLDER / "apt" / f"{suite}-{family}"
    config = base / "apt.conf"
    if config.exists():
        return config
    for folder in ("lists/partial", "cache/archives/partial"):
        (base / folder).mkdir(parents=True, exist_ok=True)
    (base / "status").touch()
    (base / "sources.list").write_text(f"deb {_MIRROR} {suite} main\n")
    settings = {
        "Dir::Etc::sourcelist": base / "sources.list", "Dir::Etc::sourceparts": "-", "Dir::State": base,
        "Dir::State::lists": base / "lists", "Dir::State::status": base / "status", "Dir::Cache": base / "cache",
        "APT::Sandbox::User": "root", "Acquire::Languages": "none", "Acquire::Retries": "5",
    }  # fmt: skip
    lines = [f'{key} "{value}";' for key, value in settings.items()]
    lines.append(f'APT::Architectures {{"{family}";}};')
    written = base / "apt.conf.new"
    written.write_text("\n".join(lines) + "\n")
    environment = {**os.environ, "APT_CONFIG": str(written)}
    subprocess.run(("apt-get", "-q", "update"), env=environment, check=True, capture_output=True)
    return written.rename(config)


def unpacked(package: Path) -> Path:
    """The folder with the files of ``package``."""
    folder = FOLDER / "files" / package.parent.name / package.stem
    if not folder.exists():
        folder.mkdir(parents=True)
        subprocess.run(("dpkg-deb", "-x", package, folder), check=True)
    return folder


def upx(*arguments: str | Path) -> bool:
    """Run UPX; whether it did what it was told."""
    root = FOLDER / "upx"
    libraries = root / "usr" / "lib" / "x86_64-linux-gnu"
    if not libraries.exists():
        root.mkdir(parents=True, exist_ok=True)
        for package in debs("trixie", "amd64", _UPX):
            subprocess.run(("dpkg-deb", "-x", package, root), check=True)
    start = (libraries / "ld-linux-x86-64.so.2", "--library-path", libraries, root / "usr" / "bin" / "upx-ucl")
    command = [str(part) for part in (*start, "-q", "-q", *arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=SECONDS).returncode == 0
