"""Two dozen ways in which an archive attacks who unpacks it: nothing gets out, and nothing beside it gets lost.

Once by the readers alone, without the fence of a worker, and once end to end.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path

import pytest

import scanner
from scanner.screening import Options
from scanner.text import safe_text
from scanner.unpack.tools import find
from tests.unpack.build_hostile import FILE, LINK, PACKERS, Entry, shapes, siblings
from tests.unpack.harness import read_bytes

OUTSIDE = "/tmp/facescreen-outside"  # noqa: S108 - stands in the archives, is made nowhere
NEEDS_TOOL = {"7z"}
CASES = [
    (shape, kind)
    for shape, entries in shapes(OUTSIDE).items()
    for kind, (_, kinds) in PACKERS.items()
    if {entry.kind for entry in entries} <= kinds
]


def entries_of(shape: str, outside: Path) -> list[Entry]:
    return siblings(shape, shapes(str(outside))[shape])


def state_of(place: Path) -> dict[str, tuple[int, bytes | str]]:
    """Everything below ``place``: mode, and content or target."""
    found: dict[str, tuple[int, bytes | str]] = {}
    for path in sorted(place.rglob("*")):
        content = str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else ""
        found[str(path.relative_to(place))] = (path.lstat().st_mode, content)
    return found


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder that every archive would like to write to, open to all."""
    folder = tmp_path / "outside"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    (folder / "canary").write_text("alive")
    (folder / "canary").chmod(0o666)
    return folder


def contents(entries: list[Entry]) -> list[bytes]:
    return [entry.data for entry in entries if entry.kind == FILE and entry.data]


@pytest.mark.parametrize(("shape", "kind"), CASES)
def test_readers_alone(shape: str, kind: str, outside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if kind in NEEDS_TOOL and find("7zz") is None:
        pytest.skip("7-Zip is not installed")
    area = tmp_path / "area"
    area.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(area))
    monkeypatch.chdir(area)
    before = state_of(outside)
    entries = entries_of(shape, outside)
    outcome = read_bytes(PACKERS[kind][0](entries), f"d.{kind}", format_id=kind)
    assert state_of(outside) == before
    assert list(area.iterdir()) == []
    assert not Path(OUTSIDE).exists()
    found = sorted(child.data for child in outcome.children.values() if child.data)
    for content in contents(entries):
        assert content in found, outcome.entries
    links = {link.target for link in outcome.links if link.kind == "symlink"}
    if kind != "7z":  # 7-Zip has no words for the target of a link with members below it
        assert {entry.data.decode() for entry in entries if entry.kind == LINK} <= links
    assert all(path == safe_text(path) and "!/" not in path for path in outcome.children)


def test_end_to_end(outside: Path, tmp_path: Path) -> None:
    delivery, work = tmp_path / "delivery", tmp_path / "work"
    delivery.mkdir()
    work.mkdir(mode=0o777)
    packed: dict[str, list[Entry]] = {}
    for number, (shape, kind) in enumerate(CASES):
        if kind in NEEDS_TOOL and find("7zz") is None:
            continue
        packed[f"delivery/{number}.{kind}"] = entries_of(shape, outside)
        (delivery / f"{number}.{kind}").write_bytes(PACKERS[kind][0](packed[f"delivery/{number}.{kind}"]))
    before = state_of(outside)
    screening = scanner.screen(delivery, options=Options(work_dir=work)).screening
    assert state_of(outside) == before
    assert list(work.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["delivery", "outside", "work"]
    assert screening["ledger"]["balanced"]
    below: dict[str, set[str]] = defaultdict(set)
    for node in screening["nodes"]:
        below[node["path"].partition("!/")[0]].add(node["sha256"])
    lost = [
        (archive, content)
        for archive, entries in packed.items()
        for content in contents(entries)
        if hashlib.sha256(content).hexdigest() not in below[archive]
    ]
    assert lost == []
