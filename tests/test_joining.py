"""Volumes in a delivery: one node when all are there, and a reason on each part when not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from scanner.cache.reuse import Reuse
from scanner.screening import Options, screen
from scanner.survey.intake import intake
from scanner.survey.joining import join_volumes
from scanner.types import Link, Node
from scanner.unpack.volumes import MISSING, PARTS
from tests.deliveries import noise, tar, with_7z
from tests.unpack.test_zip_volumes import split


def roots(folder, work, most=1 << 30):
    work.mkdir(exist_ok=True)
    return list(join_volumes(intake(folder), work, most))


def write(folder, **files):
    for name, data in files.items():
        file = folder / name.replace("_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def test_a_complete_series_is_one_node(tmp_path):
    box = tmp_path / "box"
    write(box, a_7z_001=b"first", a_7z_002=b"second", readme_txt=b"hello")
    (box / "link").symlink_to("readme.txt")
    whole, link, readme = roots(box, tmp_path / "work")
    assert (whole.node.path, whole.node.size) == ("box/a.7z.001", 11)
    assert dict(whole.node.attributes) == {PARTS: "a.7z.001, a.7z.002", "volume-sizes": "5 6"}
    assert Path(whole.artefact.file).read_bytes() == b"firstsecond"
    assert isinstance(link, Link)
    assert readme.node.path == "box/readme.txt"


def test_parts_of_different_folders_do_not_meet(tmp_path):
    write(tmp_path / "box/one", a_7z_001=b"first")
    write(tmp_path / "box/two", a_7z_002=b"second")
    first, second = roots(tmp_path / "box", tmp_path / "work")
    assert first.node.attributes == ()
    assert dict(second.node.attributes) == {MISSING: "part 1 of the volumes of a.7z.002 is missing"}


def test_a_file_that_is_the_delivery_has_no_siblings(tmp_path):
    write(tmp_path / "box", a_7z_001=b"first", a_7z_002=b"second")
    [only] = roots(tmp_path / "box/a.7z.001", tmp_path / "work")
    assert (only.node.size, only.node.attributes) == (5, ())


def test_parts_of_an_incomplete_series_say_so(tmp_path):
    write(tmp_path / "box", a_part1_rar=b"1", a_part3_rar=b"3")
    found = roots(tmp_path / "box", tmp_path / "work")
    assert [root.node.path for root in found] == ["box/a.part1.rar", "box/a.part3.rar"]
    assert {dict(root.node.attributes)[MISSING] for root in found} == {
        "part 2 of the volumes of a.part1.rar is missing"
    }


def test_volumes_above_the_limit_are_not_joined(tmp_path):
    write(tmp_path / "box", a_7z_001=b"first", a_7z_002=b"second")
    found = roots(tmp_path / "box", tmp_path / "work", most=10)
    assert ["--max-node-bytes" in dict(root.node.attributes)[MISSING] for root in found] == [True, True]
    assert list((tmp_path / "work").iterdir()) == []


def test_a_part_that_cannot_be_read_leaves_the_others_as_they_are(tmp_path):
    write(tmp_path / "box", a_7z_001=b"first", a_7z_002=b"second")
    listed = list(intake(tmp_path / "box"))
    (tmp_path / "box/a.7z.002").write_bytes(b"")
    (tmp_path / "work").mkdir()
    found = list(join_volumes(listed, tmp_path / "work", 1 << 30))
    assert ["cannot be joined" in dict(root.node.attributes)[MISSING] for root in found] == [True, True]
    assert list((tmp_path / "work").iterdir()) == []


def test_results_of_a_lone_volume_are_not_those_of_the_same_bytes_elsewhere():
    alone = Node("a.7z.002", None, 5, "00" * 32)
    marked = replace(alone, attributes=((MISSING, "part 1 is missing"),))
    reuse = Reuse(b"settings")
    assert reuse.key(alone) != reuse.key(marked)
    assert reuse.key(marked) == reuse.key(replace(marked))


def test_volumes_in_a_container_are_joined_too(tmp_path):
    whole = with_7z(tmp_path, noise(200_000, 3))
    half = len(whole) // 2
    update = tmp_path / "update.tar"
    update.write_bytes(
        tar({"a.txt": b"hello", "d/x.7z.001": whole[:half], "d/x.7z.002": whole[half:], "d/y.zip": b"no"})
    )
    report = screen(update, options=Options(as_of="2026-11-25"))
    for _ in range(2):
        cached = screen(update, options=Options(as_of="2026-11-25", cache_dir=tmp_path / "cache"))
        assert cached.screening == report.screening
    nodes = {node["path"]: node for node in report.screening["nodes"]}
    assert nodes["update.tar!/d/x.7z.001!/in.bin"]["size"] == 200_000
    assert nodes["update.tar!/d/x.7z.001"]["size"] == len(whole)
    assert "update.tar!/d/x.7z.002" not in nodes
    assert {"update.tar!/a.txt", "update.tar!/d/y.zip"} <= nodes.keys()
    assert not report.screening["problems"]


def test_a_screening_reads_split_archives_and_fails_parts_without_their_fellows(tmp_path):
    data, sizes = split()
    box = tmp_path / "box"
    write(box, a_z01=data[: sizes[0]], a_zip=data[sizes[0] :], b_7z_002=b"in the middle of something")
    document = screen(box).document
    states = {node["path"]: node["states"] for node in document["screening"]["nodes"]}
    assert set(states) == {"box/a.z01", "box/a.z01!/a", "box/a.z01!/b", "box/b.7z.002"}
    assert "failed" not in states["box/a.z01"]
    assert set(states["box/b.7z.002"]) == {"failed"}
