"""Debian packages of any suite and processor, by ``apt-get download`` with a state of its own for each of them."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.places import WORK

TRIES = 3
_DAY = 24 * 3600
_LINE = "[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian {suite} main\n"


def download(suite: str, cpu: str, names: Sequence[str], folder: Path) -> str:
    """Put the ``.deb`` of each of ``names`` (or ``name=version``) into ``folder``; says what went wrong."""
    return _apt(suite, cpu, ("download", *names), folder)


def download_source(suite: str, name: str, folder: Path) -> str:
    """Put the source package ``name`` into ``folder``, packed; what went wrong, empty if nothing."""
    return _apt(suite, "amd64", ("source", "--download-only", name), folder)


def _apt(suite: str, cpu: str, words: Sequence[str], folder: Path) -> str:
    base, said = _state(suite, cpu)
    return said or _run(("apt-get", "-q", *words), folder, base)


def _state(suite: str, cpu: str) -> tuple[Path, str]:
    """apt's settings and lists for one suite and processor, read once a day; what went wrong."""
    base = WORK / "fingerprints" / "apt" / f"{suite}-{cpu}"
    stamp = base / "updated"
    if stamp.exists() and time.time() - stamp.stat().st_mtime < _DAY:
        return base, ""
    for part in ("lists/partial", "cache/archives/partial"):
        (base / part).mkdir(parents=True, exist_ok=True)
    (base / "status").touch()
    kinds = ("deb", "deb-src") if cpu == "amd64" else ("deb",)
    (base / "sources.list").write_text("".join(f"{kind} {_LINE.format(suite=suite)}" for kind in kinds))
    settings = {
        "Dir::Etc::sourcelist": base / "sources.list", "Dir::Etc::sourceparts": "-", "Dir::State": base,
        "Dir::State::lists": base / "lists", "Dir::State::status": base / "status", "Dir::Cache": base / "cache",
        "APT::Sandbox::User": "root", "Acquire::Languages": "none", "APT::Architecture": cpu,
        "Acquire::Check-Valid-Until": "false",
    }  # fmt: skip
    lines = [f'{key} "{value}";' for key, value in settings.items()]
    (base / "apt.conf").write_text("\n".join([*lines, f'APT::Architectures {{"{cpu}";}};']) + "\n")
    said = _run(("apt-get", "-q", "update"), base, base)
    if "doesn't support architecture" in said or not any((base / "lists").glob("*Packages*")):
        return base, f"Debian {suite} has no {cpu} any more: {said}"
    if not said:
        stamp.touch()
    return base, said


def _run(command: Sequence[str], folder: Path, base: Path) -> str:
    environment = {**os.environ, "APT_CONFIG": str(base / "apt.conf")}
    said = ""
    for attempt in range(TRIES):
        time.sleep(2 * attempt)
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return ""
        said = done.stderr.strip()[-300:] or f"exit {done.returncode}"
        if "Unable to locate package" in said or "was not found" in said:
            break
    return said
