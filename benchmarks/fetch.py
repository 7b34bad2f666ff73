"""Download the packages that the measurements are made of: ``python -m benchmarks.fetch``.

apt runs with a state folder of its own below ``.work`` and three processor families, so nothing of the machine's own
package setup is changed, and nothing is installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.places import PACKAGES, WHEELS, WORK, names
from benchmarks.registries import npm_packages
from benchmarks.registries import wheels as pinned

TRIES = 4
FAMILIES = ("amd64", "armhf", "arm64", "ppc64el")
"""Debian's names of the processor families whose packages are downloaded."""
_SOURCE = "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bookworm main\n"
WANTED = (
    ("camera-packages", "armhf"),
    ("camera-packages", "arm64"),
    ("plain-packages", "armhf"),
    ("dlib-packages", "amd64"),
    ("negative-packages", "amd64"),
    ("silence-debian", "amd64"),
    ("silence-java", "amd64"),
)
"""(list, processor family)."""


def main() -> int:
    """Download everything that is not there yet."""
    for list_name, family in WANTED:
        print(f"{list_name} for {family}: {len(packages(list_name, family))} packages", flush=True)
    print(f"wheels: {len(wheels())}")
    print(f"unrelated wheels and npm packages: {len(pinned('silence-wheels'))}, {len(npm_packages('silence-npm'))}")
    return 0


def packages(list_name: str, family: str) -> list[Path]:
    """The ``.deb`` files of a list for one processor family, downloaded where they are missing."""
    return debian(names(list_name), family)


def debian(wanted: Sequence[str], family: str) -> list[Path]:
    """The ``.deb`` files of the packages ``wanted`` for one processor family, downloaded where they are missing."""
    folder = PACKAGES / family
    folder.mkdir(parents=True, exist_ok=True)
    missing = [name for name in wanted if not list(folder.glob(f"{name}_*.deb"))]
    if missing:
        _apt_update()
        _retried(["apt-get", "-q", "download", *(f"{name}:{family}" for name in missing)], folder)
    return [next(iter(folder.glob(f"{name}_*.deb"))) for name in wanted]


def wheels() -> list[Path]:
    """The wheels of ``lists/wheels.txt`` for this interpreter, without their dependencies."""
    WHEELS.mkdir(parents=True, exist_ok=True)
    for name in names("wheels"):
        if not list(WHEELS.glob(f"{name.replace('-', '_')}-*.whl")):
            _retried([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", ".", name], WHEELS)
    return sorted(WHEELS.glob("*.whl"))


def _apt_update() -> None:
    """Read Debian's package lists into the private state, once a day."""
    stamp = WORK / "apt" / f"updated-{'-'.join(FAMILIES)}"
    if stamp.exists() and time.time() - stamp.stat().st_mtime < 24 * 3600:
        return
    base = WORK / "apt"
    for folder in ("lists/partial", "cache/archives/partial"):
        (base / folder).mkdir(parents=True, exist_ok=True)
    (base / "status").touch()
    (base / "sources.list").write_text(_SOURCE)
    settings = {
        "Dir::Etc::sourcelist": base / "sources.list", "Dir::Etc::sourceparts": "-", "Dir::State": base,
        "Dir::State::lists": base / "lists", "Dir::State::status": base / "status", "Dir::Cache": base / "cache",
        "APT::Sandbox::User": "root", "Acquire::Languages": "none", "Acquire::Retries": "5",
    }  # fmt: skip
    lines = [f'{key} "{value}";' for key, value in settings.items()]
    lines.append("APT::Architectures {" + "".join(f'"{family}";' for family in FAMILIES) + "};")
    (base / "apt.conf").write_text("\n".join(lines) + "\n")
    _retried(["apt-get", "-q", "update"], base)
    stamp.touch()


def _retried(command: Sequence[str], folder: Path) -> None:
    """Run a download; repeat it a few times with growing pauses, for mirrors have bad minutes."""
    environment = {**os.environ, "APT_CONFIG": str(WORK / "apt" / "apt.conf")}
    for attempt in range(1, TRIES + 1):
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        print(f"try {attempt} of {TRIES} failed: {done.stderr.strip()[-500:]}", file=sys.stderr, flush=True)
        time.sleep(5 * attempt)
    raise SystemExit(f"cannot download: {' '.join(command[:6])} …")


if __name__ == "__main__":
    sys.exit(main())
