"""A file goes when nothing needs it any more, not before; and what comes from a worker removes nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scanner.survey.diskspace import AT_ONCE, NODES, Unpacked, within_free_space
from scanner.types import LimitReached, Limits, UsageError
from scanner.unpack import watch


@pytest.fixture
def made(tmp_path: Path):
    """A function that writes a file below the work folder and tells the account of it."""
    work = tmp_path / "work" / NODES
    unpacked = Unpacked(work.parent, 1 << 30)

    def make(name: str, size: int = AT_ONCE) -> str:
        file = work / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes(size))
        unpacked.came(str(file), size)
        unpacked.needed(str(file))
        return str(file)

    make.unpacked = unpacked
    make.work = work
    return make


def test_an_image_goes_as_soon_as_it_and_its_views_are_examined(made) -> None:
    image, other = made("1/image"), made("1/other")
    made.unpacked.needed(image)  # a partition inside it
    made.unpacked.closed(str(made.work / "1"))
    made.unpacked.done(image)
    assert Path(image).exists()
    made.unpacked.done(image)
    assert not Path(image).exists()
    assert Path(other).exists()
    assert made.unpacked.used == AT_ONCE
    made.unpacked.done(other)
    assert not (made.work / "1").exists()
    assert made.unpacked.used == 0


def test_nothing_goes_while_the_container_is_still_being_unpacked(made) -> None:
    shared = made("1/shared", 100)
    made.unpacked.done(shared)
    assert Path(shared).exists()
    made.unpacked.came(shared, 50)  # the next small member lies behind it
    made.unpacked.needed(shared)
    made.unpacked.closed(str(made.work / "1"))
    assert Path(shared).exists()
    made.unpacked.done(shared)
    assert not (made.work / "1").exists()


def test_what_a_tool_left_behind_goes_with_the_folder(made) -> None:
    (made.work / "1").mkdir(parents=True)
    (made.work / "1" / "half-written").write_bytes(bytes(100))
    made.unpacked.closed(str(made.work / "1"))
    assert not (made.work / "1").exists()
    assert made.work.exists()


@pytest.mark.parametrize("name", ["../../precious", "1/../../../precious", "1/link/precious", "precious"])
def test_a_path_that_leads_out_removes_nothing(made, tmp_path: Path, name: str) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(bytes(AT_ONCE))
    keeps = made("1/keeps")
    (made.work / "1" / "link").symlink_to(tmp_path)
    file = f"{made.work}/{name}"
    made.unpacked.came(file, AT_ONCE)
    made.unpacked.needed(file)
    made.unpacked.closed(str(made.work / "1"))
    made.unpacked.done(file)
    made.unpacked.done(keeps)
    assert precious.exists()


def test_a_folder_that_is_a_link_or_endlessly_deep_costs_nothing_else(made, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("x")
    made.work.mkdir(parents=True)
    (made.work / "1").symlink_to(precious)
    made.unpacked.closed(str(made.work / "1"))
    assert (precious / "file").exists()
    deep = os.open(made.work, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("2", dir_fd=deep)
        below = os.open("2", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = below
    os.close(deep)
    made.unpacked.closed(str(made.work / "2"))
    assert not (made.work / "2").exists()


def test_files_of_the_delivery_itself_are_never_touched(made, tmp_path: Path) -> None:
    delivery = tmp_path / "update.bin"
    delivery.write_bytes(b"x")
    made.unpacked.came(str(delivery), 0)
    made.unpacked.needed(str(delivery))
    made.unpacked.done(str(delivery))
    assert delivery.exists()


def free(monkeypatch: pytest.MonkeyPatch, amount: int, total: int = 1 << 40) -> None:
    usage = type("Usage", (), {"free": amount, "total": total})
    monkeypatch.setattr(watch.shutil, "disk_usage", lambda _: usage)


def test_the_disk_is_asked_before_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, 1 << 40)
    assert within_free_space(Limits(), tmp_path, 1) == (Limits(), ())
    free(monkeypatch, watch.RESERVE + 5000)
    limits, said = within_free_space(Limits(), tmp_path, 5000)
    assert limits.disk_bytes == 5000
    assert "5.0 kB" in said[0]
    with pytest.raises(UsageError, match="--work-dir"):
        within_free_space(Limits(), tmp_path, 5001)


def test_a_small_disk_keeps_a_small_reserve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, 50 << 20, 60 << 20)
    limits, _ = within_free_space(Limits(), tmp_path, 1000)
    assert limits.disk_bytes == 47 << 20
    watch.check_free(tmp_path)
    free(monkeypatch, 2 << 20, 60 << 20)
    with pytest.raises(LimitReached):
        watch.check_free(tmp_path)
