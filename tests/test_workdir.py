"""The work folder goes with all that is in it, whatever a delivery made of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scanner.workdir import remove_tree, work_folder


def test_folders_deeper_than_calls_and_paths_can_be(tmp_path: Path) -> None:
    with work_folder(tmp_path) as work:
        place = os.open(work, os.O_RDONLY)
        for _ in range(1500):
            os.mkdir("folder", dir_fd=place)
            inner = os.open("folder", os.O_RDONLY, dir_fd=place)
            os.close(place)
            place = inner
        os.close(os.open("file", os.O_CREAT, dir_fd=place))
        os.close(place)
    assert list(tmp_path.iterdir()) == []


def test_links_are_removed_and_what_they_point_to_stays(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir(mode=0o750)
    (precious / "file").write_text("kept")
    work = tmp_path / "work"
    (work / "inner").mkdir(parents=True)
    (work / "inner" / "link").symlink_to(precious)
    (work / "link").symlink_to(precious)
    assert remove_tree(work)
    assert (precious / "file").read_text() == "kept"
    assert precious.stat().st_mode & 0o777 == 0o750
    link = tmp_path / "link"
    link.symlink_to(precious)
    assert not remove_tree(link)
    assert (precious / "file").exists()


@pytest.mark.parametrize("mode", [0o000, 0o400, 0o500])
def test_locked_folders_go_too(tmp_path: Path, mode: int) -> None:
    work = tmp_path / "work"
    (work / "a" / "b").mkdir(parents=True)
    (work / "a" / "b" / "file").touch()
    (work / "a" / "b").chmod(mode)
    (work / "a").chmod(mode)
    assert remove_tree(work)
