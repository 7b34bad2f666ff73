"""The configuration files of packages that have nothing to do with faces, by the fixed list of the measurement.

The list names packages by version and splits them in two: a half to look at while something is mended, and one that is
run once. Which files of a package are taken follows from their names and sizes alone, so two runs take the same ones.
"""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml

from benchmarks.fetch import debian
from benchmarks.places import LISTS, WORK
from benchmarks.registries import npm_package, wheel

HALVES = ("look", "held")
LIST = LISTS / "config" / "silence.yaml"
EXTENSIONS = frozenset(
    "xml json json5 jsonc jsonl ndjson yaml yml toml ini cfg conf cnf properties env plist sqlite sqlite3 db reg "
    "inf tf tfvars tfstate hcl service socket timer mount target desktop prototxt pbtxt textproto config "
    "strings gschema apk aar webmanifest container network netdev link rules override template tpl nix rc "
    "entitlements xcprivacy gradle pb def material theme profile manifest compose ovf pom".split()
)
NAMES = re.compile(
    r"(dockerfile|containerfile)([.-].*)?|\.env(\..*)?|\.[a-z]{2,20}rc|docker-compose.*|jenkinsfile|procfile", re.I
)
PER_PACKAGE, PER_EXTENSION = 100, 40
"""Most files of one package, and of one package with one extension: no package decides what the corpus is."""
LARGEST, SMALLEST = 16_000_000, 24
NEAR = re.compile(rb"(?i)(?<!inter)(?<!sur)(?<!type)fac(?:e|ial)(?!t)|rekognition|biometr")
"""Words that come near: files with one are taken before the others of their package."""


def corpus(half: str) -> Path:
    """A folder with the files of one half: ``<package>/<number>/<path in the package>``, made where it is missing."""
    folder = WORK / "config" / "silence" / half
    for registry, wanted in packages(half):
        place = folder / _plain(wanted.split()[0])
        if not _marker(place).exists():
            shutil.rmtree(place, ignore_errors=True)
            _fill(place, _archive(registry, wanted))
    return folder


def _marker(place: Path) -> Path:
    return place.with_name(f"{place.name}.done")


def packages(half: str) -> list[tuple[str, str]]:
    """(registry, package with its version) of one half."""
    halves = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return [(registry, wanted) for registry, names in halves[half].items() for wanted in names]


def _archive(registry: str, wanted: str) -> Path:
    if registry == "pypi":
        return wheel(*wanted.split())
    if registry == "npm":
        return npm_package(wanted)
    name, _, version = wanted.partition("=")
    found = debian([name], "amd64")[0]
    if _version_of(found) != version:
        print(f"{found.name} is not the version of the list, {version}", file=sys.stderr)
    return found


def _version_of(package: Path) -> str:
    return package.name.split("_")[1].replace("%3a", ":")


def _fill(place: Path, archive: Path) -> None:
    members = dict(_members(archive))
    files = {name: (len(data), NEAR.search(name.encode() + data) is not None) for name, data in members.items()}
    for number, name in enumerate(chosen(archive.name, files)):
        path = place / str(number) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(members[name])
    place.mkdir(parents=True, exist_ok=True)
    _marker(place).touch()


def chosen(package: str, files: dict[str, tuple[int, bool]]) -> list[str]:
    """Names of the files of ``package`` that are taken: those with a near word first, then by SHA-256 of their names.

    ``files`` says of each its size and whether it has a near word.
    """
    kinds: Counter[str] = Counter()
    taken: list[str] = []
    for name in sorted(files, key=lambda name: (not files[name][1], _drawn(package, name))):
        kind = _kind(name)
        fits = SMALLEST <= files[name][0] <= LARGEST and kinds[kind] < PER_EXTENSION
        if kind and fits and len(taken) < PER_PACKAGE:
            kinds[kind] += 1
            taken.append(name)
    return taken


def _drawn(package: str, name: str) -> bytes:
    return hashlib.sha256(f"{package}/{name}".encode()).digest()


def _kind(name: str) -> str:
    base = name.rpartition("/")[2].lower()
    base = base.removesuffix(".gz")
    extension = base.rpartition(".")[2] if "." in base else ""
    return "name" if NAMES.fullmatch(base) else extension if extension in EXTENSIONS else ""


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """(plain relative name, bytes) of every file that may be taken."""
    for name, data in _opened(archive):
        parts = [part for part in name.split("/") if part not in {"", ".", ".."}]
        if parts and _kind(parts[-1]) and all(len(part) < 200 for part in parts):
            yield "/".join(parts), data


def _opened(archive: Path) -> Iterator[tuple[str, bytes]]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as one:
            for member in one.infolist():
                if member.file_size <= LARGEST and _kind(member.filename):
                    yield member.filename, one.read(member)
    elif archive.suffix == ".tgz":
        with tarfile.open(archive) as tar:
            yield from _untarred(tar)
    else:
        command = ("dpkg-deb", "--fsys-tarfile", archive)
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as tar:
            yield from _untarred(tar)


def _untarred(tar: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in tar:
        if member.isfile() and member.size <= LARGEST and _kind(member.name):
            data = tar.extractfile(member)
            if data is not None:
                yield member.name, data.read()


def _plain(wanted: str) -> str:
    return re.sub(r"[^\w.@=+-]+", "_", wanted)


def by_file(folder: Path) -> dict[str, list[str]]:
    """Package → its files as ``<package>/<number>/<path>``, in order."""
    files: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.parent != folder:
            files[path.relative_to(folder).parts[0]].append(path.relative_to(folder).as_posix())
    return files
