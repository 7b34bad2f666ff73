"""What a program left on disk: regular files only, without the bits that make programs powerful."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

import scanner
from scanner.formats.source import Source
from scanner.types import Limits, Link, Node
from scanner.unpack.on_disk import walk
from scanner.unpack.outlet import Artefact, Budget, Outlet
from scanner.unpack.tools import find

FIXTURES = Path(__file__).parents[1] / "fixtures"


def outlet_in(folder: Path) -> tuple[Outlet, list[object]]:
    emitted: list[object] = []
    limits = Limits()
    budget = Budget(limits.unpacked_bytes, limits.files, limits)
    return Outlet(Node("image", None, 1), Artefact("", 0, 1), folder, budget, emitted.append), emitted


def test_set_user_bits_are_dropped_and_only_regular_files_come(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "locked").mkdir(parents=True)
    (out / "locked" / "sudo").write_bytes(b"x")
    (out / "locked" / "sudo").chmod(0o6755)
    (out / "locked").chmod(0)
    os.mkfifo(out / "pipe")
    (out / "link").symlink_to("/etc/passwd")
    outlet, emitted = outlet_in(tmp_path)
    found = list(walk(os.fsencode(out), outlet))
    assert [name for _, name in found] == [b"locked/sudo"]
    assert stat.S_IMODE(os.lstat(found[0][0]).st_mode) == 0o600
    assert sorted((e.kind, e.target) for e in emitted if isinstance(e, Link)) == [
        ("fifo", ""),
        ("symlink", "/etc/passwd"),
    ]


def test_folders_deeper_than_a_path_can_be_are_reached(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    place = os.open(out, os.O_RDONLY)
    for _ in range(60):
        os.mkdir("folder" * 20, dir_fd=place)
        inner = os.open("folder" * 20, os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.close(os.open("last", os.O_CREAT, dir_fd=place))
    os.close(place)
    outlet, _ = outlet_in(tmp_path)
    ((path, name),) = walk(os.fsencode(out), outlet)
    assert name == b"/".join([b"folder" * 20] * 60 + [b"last"])
    with Source(Path(os.fsdecode(path)), "last") as source:
        assert source.size == 0


def test_nothing_is_found_where_a_program_wrote_nothing(tmp_path: Path) -> None:
    outlet, _ = outlet_in(tmp_path)
    assert list(walk(os.fsencode(tmp_path / "out"), outlet)) == []


@pytest.mark.parametrize(("image", "tool"), [("lz4.squashfs", "unsquashfs"), ("zstd.squashfs", "7zz")])
def test_devices_and_pipes_of_an_image_cost_nothing_though_no_worker_may_make_them(image: str, tool: str) -> None:
    if find(tool) is None:
        pytest.skip(f"{tool} is not installed")
    screening = scanner.screen(FIXTURES / image).screening
    assert [region["state"] for region in screening["ledger"]["regions"] if region["state"] == "failed"] == []
    kinds = {link["path"].rpartition("/")[2]: link["kind"] for link in screening["links"]}
    assert (kinds["null"], kinds["pipe"], kinds["alias"]) == ("device", "fifo", "symlink")
    names = {node["path"].partition("!/")[2] for node in screening["nodes"]}
    assert {"etc/version", "bin/daemon", "back\\slash", "new\\x0aline", "bad\\xff", "empty", "closed/inside"} <= names


def test_more_links_than_may_be_recorded_do_not_cost_the_files_beside_them() -> None:
    from tests.unpack.build_7z import seven_zip
    from tests.unpack.harness import read_bytes

    if find("7zz") is None:
        pytest.skip("7-Zip is not installed")
    links = [(f"a{number:03d}", b"target", 0o120777) for number in range(50)]
    outcome = read_bytes(seven_zip([*links, ("z", b"content", 0o100644)]), "d.7z", limits=Limits(files=20))
    assert outcome.children["z"].data == b"content"
    assert outcome.error.startswith("LimitReached")


def test_an_image_of_exceptions_is_refused_before_it_takes_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    from scanner.unpack.filesystems import unsquash
    from tests.unpack.harness import read_bytes

    if find("unsquashfs") is None:
        pytest.skip("unsquashfs is not installed")
    monkeypatch.setattr(unsquash, "_MOST_COMPARED", 5)
    outcome = read_bytes((FIXTURES / "lz4.squashfs").read_bytes())
    assert "must not be unpacked" in outcome.error
