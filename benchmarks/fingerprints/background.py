"""``background``: features of unrelated files, read once and kept: some to learn with, others held out.

``lists/fingerprints/background.yaml`` names the packages. Features are kept below ``.work``; they are read anew when
the list or :data:`READ` changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from benchmarks.fetch import debian as amd64
from benchmarks.fingerprints import debian
from benchmarks.fingerprints.lists import FOLDER, WrongList
from benchmarks.fingerprints.picking import members
from benchmarks.fingerprints.sources import BASE, Missing
from benchmarks.places import PACKAGES
from benchmarks.registries import wheel
from scanner.authoring.fingerprints.extraction import Reading, Told, read_all
from scanner.fingerprints.background import Background, Gatherer

PARTS = ("background", "heldout", "sisters")
MOST_FILES = 80
"""Of one package, in the order of the SHA-256 of their names: some hold hundreds that are much alike."""
MOST_BYTES = 64 << 20
_KEPT = BASE / "features"
_CHUNK = 40
"""Packages unpacked at a time."""
_MACHO = (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
_FAT = b"\xca\xfe\xba\xbe"
JOBS = 2
READ = "2026-11-26"
"""When an extractor last changed what it reads of many files: everything is read again for another day."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file whose features are kept."""

    path: str
    """Archive and inner path."""
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Collection:
    """Files and their features; the number of a file is its place in ``entries``."""

    entries: Sequence[Entry]
    features: Background


def background(asked: str = "") -> int:
    """Read what is not kept yet, and say how much there is."""
    for part in (asked,) if asked else PARTS:
        some = collection(part)
        size = sum(entry.size for entry in some.entries)
        packages = len({entry.path.partition("!")[0] for entry in some.entries})
        print(f"{part}: {len(some.entries):,} files of {packages} packages, {size / 1e6:,.0f} MB, {kept(part)}")
    return 0


def collection(part: str, family: str = "native") -> Collection:
    """The files of ``part`` with their features, read now where they are not kept."""
    place = kept(part, family)
    names = place.with_suffix(".json")
    if not (place.exists() and names.exists()):
        some = _read(part, family)
        place.parent.mkdir(parents=True, exist_ok=True)
        some.features.save(place)
        names.write_text(json.dumps([asdict(entry) for entry in some.entries]))
    newest = BASE / f"{part}-{family}.npz"
    newest.unlink(missing_ok=True)
    newest.symlink_to(place)
    entries = [Entry(**entry) for entry in json.loads(names.read_text())]
    return Collection(entries, Background.load(place))


def kept(part: str, family: str = "native") -> Path:
    """The file with the features of ``part``: its name changes with the list and with :data:`READ`."""
    digest = hashlib.sha256(json.dumps(_list(part), sort_keys=True).encode()).hexdigest()[:12]
    return _KEPT / f"{part}-{family}-{digest}-{READ}.npz"


def archives(part: str) -> Iterator[Path]:
    """The packages of ``part``, downloaded where they are missing."""
    content = _list(part)
    for place, names in content.get("deb", {}).items():
        yield from amd64(names, "amd64") if place == "bookworm/amd64" else _debs(place, names)
    for line in content.get("pypi", ()):
        yield wheel(*line.split())


def _list(part: str) -> dict[str, Any]:
    content = yaml.safe_load((FOLDER / "background.yaml").read_text(encoding="utf-8"))
    if part not in content:
        raise WrongList(f"background.yaml has no part {part}: {', '.join(content)}")
    return dict(content[part])


def _debs(place: str, names: Sequence[str]) -> list[Path]:
    folder = PACKAGES / place.replace("/", "-")
    folder.mkdir(parents=True, exist_ok=True)
    missing = [name for name in names if not list(folder.glob(f"{name}_*.deb"))]
    suite, cpu = place.split("/")
    said = debian.download(suite, cpu, missing, folder) if missing else ""
    if said:
        raise Missing(f"{place}: {said}")
    return [next(iter(folder.glob(f"{name}_*.deb"))) for name in names]


def chosen(archive: Path, family: str = "native", but: Sequence[str] = ()) -> Iterator[tuple[str, bytes]]:
    """The files of ``archive`` that a family reads, at most :data:`MOST_FILES`; none that fits a pattern of ``but``."""
    found = [
        (inner, data)
        for inner, data in members(archive.name, archive.read_bytes())
        if len(data) <= MOST_BYTES
        and _READS[family](inner, data)
        and not any(fnmatchcase(inner, pattern) for pattern in but)
    ]
    yield from sorted(found, key=lambda one: hashlib.sha256(one[0].encode()).digest())[:MOST_FILES]


def is_native(name: str, data: bytes) -> bool:
    """By the first bytes; class files begin like fat Mach-O files."""
    head = data[:4]
    if head == _FAT:
        return not name.endswith(".class")
    return head == b"\x7fELF" or head in _MACHO or (head[:2] == b"MZ" and len(data) > 512)


_READS: dict[str, Callable[[str, bytes], bool]] = {
    "native": is_native,
    "dotnet": lambda _, data: data[:2] == b"MZ" and b"BSJB" in data,
    "java": lambda name, _: name.endswith(".jar"),
    "dex": lambda name, _: name.endswith((".dex", ".apk")),
}


def _read(part: str, family: str) -> Collection:
    gatherer, entries = Gatherer(), dict[str, Entry]()
    waiting = list(archives(part))
    for start in range(0, len(waiting), _CHUNK):
        for entry, group, told in _chunk(waiting[start : start + _CHUNK], family, _list(part).get("but", ())):
            if told.sha256 not in entries:
                entries[told.sha256] = entry
                gatherer.add(told.sha256, group, told.features())
        print(f"{part}: {min(start + _CHUNK, len(waiting))} of {len(waiting)}, {len(entries):,} files", flush=True)
    return Collection([*entries.values()], gatherer.background())


def _chunk(waiting: Sequence[Path], family: str, but: Sequence[str]) -> Iterator[tuple[Entry, str, Told]]:
    """The files of some packages with what workers say of them, in the order of their names."""
    folder = BASE / f"unpacked-{family}-{os.getpid()}"
    folder.mkdir(parents=True)
    inner: dict[str, tuple[str, str, int]] = {}
    for archive in waiting:
        for number, (name, data) in enumerate(chosen(archive, family, but)):
            path = folder / f"{archive.name}-{number}"
            path.write_bytes(data)
            inner[str(path)] = (f"{archive.name}!{name}", _group(archive), len(data))
    told = {reading.file: said for reading, said in read_all([Reading(path, family) for path in inner], JOBS)}
    for place, (name, group, size) in inner.items():
        if told[place].problem:
            print(f"{name}: {told[place].problem}", flush=True)
        else:
            yield Entry(name, told[place].sha256, size), group, told[place]
    shutil.rmtree(folder)


def _group(archive: Path) -> str:
    """The package's name without version, processor and system: builds of one are one group."""
    return archive.name.partition("_")[0] if archive.suffix == ".deb" else archive.name.partition("-")[0]
