"""Fetch or build what a line of a list names: ``from`` → a folder with archives or files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from benchmarks.fingerprints import debian
from benchmarks.fingerprints.lists import Source
from benchmarks.places import HERE, WORK
from benchmarks.registries import npm_package

BASE = WORK / "fingerprints"
FETCHED = BASE / "fetched"
RECIPES = HERE / "fingerprints" / "recipes"
_OWN_SOURCES = HERE / "sources" / "fingerprints"
_PYTHONS = ("3.11", "3.9", "3.12", "3.13", "3.10", "3.8", "3.14", "3.7", "3.6")
_LINUX = ("1", "2010", "2014", *(f"_2_{minor}" for minor in range(5, 42)))
_RECIPE_SECONDS = 900


class Missing(Exception):
    """A file of a list cannot be had; the message says which and why."""


def fetched(source: Source) -> Path:
    """The folder (or the file) that ``source`` names, fetched or built where it is not there yet.

    :raises Missing: where it cannot be had.
    """
    return _FORMS[source.form](source)


def place(source: Source) -> Path:
    """Where :func:`fetched` puts it, whether it is there or not."""
    if source.form == "local":
        return BASE / source.where
    if source.form == "built":
        return BASE / "built" / source.where / _word(source.version or "any") / _word(source.build or "any")
    if source.form == "npm":
        return WORK / "npm-packs" / source.where.replace("/", "+")
    return FETCHED / source.form / source.where.replace("/", "+")


def _word(text: str) -> str:
    return re.sub(r"[^\w.+-]+", "_", text).strip("_")


def _pypi(source: Source) -> Path:
    folder, wheel = place(source), source.pick.partition("!")[0]
    folder.mkdir(parents=True, exist_ok=True)
    said = ""
    for python in _pythons(wheel):
        if any(fnmatchcase(path.name, wheel) for path in folder.iterdir()):
            return folder
        platforms = [word for tag in _platforms(wheel) for word in ("--platform", tag)]
        options = ("--no-deps", "--only-binary=:all:", "--python-version", python, *platforms)
        said = _run((sys.executable, "-m", "pip", "download", "-q", *options, "-d", ".", source.where), folder) or said
    if not any(fnmatchcase(path.name, wheel) for path in folder.iterdir()):
        raise Missing(f"{source.text}: pip gives no wheel like {wheel}: {said}")
    return folder


def _pythons(wheel: str) -> Sequence[str]:
    named = re.search(r"cp(\d)(\d+)", wheel)
    return (f"{named[1]}.{named[2]}",) if named else _PYTHONS


def _platforms(wheel: str) -> list[str]:
    """pip's platform tags (packaging.python.org, "Platform compatibility tags") for the pattern of a wheel's name."""
    cpu = re.search(r"x86_64|aarch64|i686|armv7l|ppc64le|s390x|riscv64|arm64|universal2", wheel)
    if "macos" in wheel:
        name = cpu[0] if cpu and cpu[0] != "universal2" else "arm64"
        return [f"macosx_{version}_{name}" for version in ("10_16", "11_0", "12_0", "13_0", "14_0", "15_0")]
    if "musllinux" in wheel:
        return [f"musllinux_1_{minor}_{cpu[0] if cpu else 'x86_64'}" for minor in (1, 2)]
    if "linux" in wheel:
        return [f"manylinux{tag}_{cpu[0] if cpu else 'x86_64'}" for tag in _LINUX]
    return [word for word in ("win_amd64", "win32", "win_arm64") if word in wheel]


def _deb(source: Source) -> Path:
    suite, cpu, name = source.where.split("/")
    folder = place(source)
    if not list(folder.glob("*.deb")):
        folder.mkdir(parents=True, exist_ok=True)
        said = debian.download(suite, cpu, [name], folder)
        if said:
            raise Missing(f"{source.text}: {said}")
    return folder


def _debsrc(source: Source) -> Path:
    suite, name = source.where.split("/")
    folder = place(source)
    if not list(folder.glob("*.dsc")):
        folder.mkdir(parents=True, exist_ok=True)
        said = debian.download_source(suite, name, folder)
        if said:
            raise Missing(f"{source.text}: {said}")
    return folder


def _npm(source: Source) -> Path:
    try:
        return npm_package(source.where).parent
    except SystemExit as problem:
        raise Missing(f"{source.text}: {problem}") from problem


def _built(source: Source) -> Path:
    """What a recipe leaves in the folder OUT; it is told VERSION, WITH, SOURCES, and KEEP for what it fetches."""
    folder = place(source)
    if folder.is_dir() and any(folder.iterdir()):
        return folder
    recipe = next((path for end in _RUNNERS if (path := RECIPES / f"{source.where}{end}").exists()), None)
    if recipe is None:
        raise Missing(f"{source.text}: there is no recipe {RECIPES / source.where}.sh (or .py)")
    keep = BASE / "recipes" / source.where
    folder.mkdir(parents=True, exist_ok=True)
    keep.mkdir(parents=True, exist_ok=True)
    told = {"OUT": folder, "KEEP": keep, "SOURCES": _OWN_SOURCES, "VERSION": source.version, "WITH": source.build}
    said = _run((*_RUNNERS[recipe.suffix], str(recipe)), keep, {name: str(value) for name, value in told.items()})
    if said or not any(folder.iterdir()):
        raise Missing(f"{source.text}: the recipe left nothing in OUT: {said}")
    return folder


def _local(source: Source) -> Path:
    found = place(source)
    if not found.exists():
        raise Missing(f"{source.text}: {found} is not there (built by hand from fetched sources)")
    return found


def _run(command: Sequence[str], folder: Path, told: dict[str, str] | None = None) -> str:
    """Run ``command``; the end of what it complained of, empty where it ended well."""
    environment = {**os.environ, **(told or {})}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=_RECIPE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"it took longer than {_RECIPE_SECONDS} s"
    said = "\n".join(line for line in done.stderr.splitlines() if not line.startswith("WARNING"))
    return "" if done.returncode == 0 else said.strip()[-400:] or f"exit {done.returncode}"


_RUNNERS = {".sh": ("bash", "-eu"), ".py": (sys.executable,)}
_FORMS: dict[str, Callable[[Source], Path]] = {
    "pypi": _pypi, "deb": _deb, "debsrc": _debsrc, "npm": _npm, "built": _built, "local": _local,
}  # fmt: skip
