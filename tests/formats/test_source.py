"""A window on a file is opened on regular files only, and never waits."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scanner.formats.source import Source


def open_files() -> int:
    listing = Path("/proc/self/fd")
    return sum(1 for _ in listing.iterdir()) if listing.exists() else 0


@pytest.mark.parametrize("kind", ["pipe", "link", "folder", "/dev/zero"])
def test_only_regular_files_are_opened(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "place" if not kind.startswith("/") else Path(kind)
    if kind == "pipe":
        os.mkfifo(place)
    elif kind == "link":
        (tmp_path / "file").write_bytes(b"content")
        place.symlink_to(tmp_path / "file")
    elif kind == "folder":
        place.mkdir()
    before = open_files()
    with pytest.raises(OSError, match=r"regular|symbolic|directory"):
        Source(place, "d/place", 0, 100)
    assert open_files() == before


def test_a_window_is_what_it_says(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(bytes(range(256)) * 64)
    with Source(file, "d/file", 5000, 300) as source:
        assert bytes(source.data) == file.read_bytes()[5000:5300]
        assert not source.whole
    with Source(file, "d/file") as source, source.own_map() as whole:
        assert whole[:] == file.read_bytes()
