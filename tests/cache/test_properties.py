"""Whatever a delivery is made of: with or without a cache, cold, warm or after an update, the report is the same."""

from __future__ import annotations

import gzip
import io
import os
import random
import tarfile
import zipfile
from pathlib import Path

import pytest

from scanner import screen
from scanner.cache.store import FILE
from scanner.screening import Options
from tests.deliveries import noise, with_7z

LARGEST = 12_000
"""Bytes of content that may come again: it grows with every time."""
NAMES = ("a.txt", "b.py", "METADATA", "x.dist-info/METADATA", "clips/faces/Ida Quux/1", "a.7z.001", "a.7z.002", "blob")


def _zip(chance: random.Random, members: list[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members:  # of the same date, for the same members must give the same bytes
            archive.writestr(zipfile.ZipInfo(name), data, chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))
    return made.getvalue()


def _tar(chance: random.Random, members: list[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(
        fileobj=made, mode="w", format=chance.choice((tarfile.GNU_FORMAT, tarfile.PAX_FORMAT))
    ) as archive:
        for number, (name, data) in enumerate(members):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
            link = tarfile.TarInfo(f"link-{number}")
            link.type, link.linkname = tarfile.SYMTYPE, name
            archive.addfile(link)
    return made.getvalue()


def _broken(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data) // 3, len(data))]


class World:
    """Makes content out of content that was made before, so that the same bytes come at many places."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - not for secrets
        self.pool = [
            b"",
            b"hello\n",
            b"Name: face_recognition\nVersion: 1.3.0\n",
            b"import face_recognition\nface_recognition.compare_faces([], 1)\n" * 3,
            noise(5000, seed),
            b"\x7fELF" + noise(200, seed + 1),
        ]

    def content(self, depth: int) -> bytes:
        chance = self.chance
        if not depth or chance.random() < 0.4:
            return chance.choice(self.pool)
        members = [(chance.choice(NAMES), self.content(depth - 1)) for _ in range(chance.randrange(1, 6))]
        data = chance.choice((_zip, _tar))(chance, members)
        data = gzip.compress(data, mtime=0) if chance.random() < 0.2 else data
        data = _broken(chance, data) if chance.random() < 0.1 else data
        if len(data) < LARGEST:
            self.pool.append(data)
        return data

    def fill(self, folder: Path, count: int) -> None:
        """Write files; a name that is there already is an update."""
        for number in range(count):
            file = folder / f"{number}" / self.chance.choice(NAMES)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(self.content(3))


def plain(path: Path) -> object:
    return screen(path, options=Options(as_of="2026-11-25", jobs=2)).screening


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("seed", (1, 2))
def test_a_cache_changes_nothing(tmp_path: Path, seed: int) -> None:
    world, folder = World(seed), tmp_path / "delivery"
    kept = Options(as_of="2026-11-25", jobs=2, cache_dir=tmp_path / "cache")
    for count in (4, 2):  # the second time an update
        world.fill(folder, count)
        without = plain(folder)
        for _ in ("cold", "warm"):
            assert screen(folder, options=kept).screening == without
    kept = [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]
    assert all(b"Quux" not in file.read_bytes() for file in kept)


def test_a_result_of_volumes_is_not_that_of_a_file(tmp_path: Path) -> None:
    whole = with_7z(tmp_path, b"text\n" * 400)
    cut = len(whole) // 2
    chance = random.Random(1)  # noqa: S311 - not for secrets
    in_parts = _tar(chance, [("a.7z.001", whole[:cut]), ("a.7z.002", whole[cut:])])
    kept = Options(as_of="2026-11-25", jobs=1, cache_dir=tmp_path / "cache")
    for name, data in (
        ("both.tar", in_parts),
        ("one.tar", _tar(chance, [("a.7z.002", whole[cut:])])),
        ("alone.tar", _tar(chance, [("a.7z.001", whole)])),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        without = plain(file)
        for _ in range(3):
            assert screen(file, options=kept).screening == without


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_entries_of_somebody_else_and_damage_change_nothing(tmp_path: Path) -> None:
    world, folder = World(7), tmp_path / "delivery"
    world.fill(folder, 3)
    kept, without = Options(as_of="2026-11-25", jobs=2, cache_dir=tmp_path / "cache"), plain(folder)
    screen(folder, options=kept)
    file = tmp_path / "cache" / FILE
    data = bytearray(file.read_bytes())
    for _ in range(40):
        data[world.chance.randrange(4096, len(data))] ^= 1 << world.chance.randrange(8)
    file.write_bytes(data)
    assert screen(folder, options=kept).screening == without
    os.truncate(file, len(data) // 2)
    assert screen(folder, options=kept).screening == without


PLACES = ("A", "META-INF/maven", "clips/faces/Ida Quux/1", "i18n", "node_modules/face-api.js", "z")
"""Folders that say something of all that is in them, and two that say nothing."""


def test_a_copy_elsewhere_does_not_speak_for_an_archive(tmp_path: Path) -> None:
    """Equal archives are seen as those that differ in a date: where one lies can say what is in it."""
    code = b"require('face-api.js');\nnew faceapi.FaceMatcher();\n"
    members = [("x.json", b'{"face_recognition": {"enabled": true}}\n'), ("x.js", code), ("pom.xml", b"<project/>")]
    members += [("a/METADATA", b"Name: face_recognition\nVersion: 1.3.0\n"), ("b/METADATA", b"hello")]

    def seen(*dates: int) -> tuple[list[str], ...]:
        top = tmp_path / str(dates[1]) / "d"
        for folder, date in zip(PLACES, dates, strict=True):
            (top / folder).mkdir(parents=True)
            with tarfile.open(top / folder / "x.py", "w") as archive:
                for name, data in members:
                    entry = tarfile.TarInfo(name)
                    entry.size, entry.mtime = len(data), date
                    archive.addfile(entry, io.BytesIO(data))
                    link = tarfile.TarInfo(f"{name}-link")
                    link.type, link.linkname = tarfile.SYMTYPE, name
                    archive.addfile(link)
        screening = screen(top, options=Options(as_of="2026-11-25", jobs=1)).screening
        places = (place for one in screening["findings"] for group in one["evidence"] for place in group["places"])
        nodes = (f"{node['path']} {node['format']} {node['identities']}" for node in screening["nodes"])
        return [f"{place}" for place in places], [f"{link}" for link in screening["links"]], [*nodes]

    assert seen(0, 0, 0, 0, 0, 0) == seen(1, 2, 3, 4, 5, 6)
