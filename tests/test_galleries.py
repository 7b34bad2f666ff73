"""People who are enrolled in a gallery are counted, never named."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

import scanner
from scanner.report.registry import FORMATS
from scanner.screening import Options
from scanner.survey.galleries import Galleries
from tests.deliveries import tar, zipped


def test_people_become_numbers_and_keep_them() -> None:
    galleries = Galleries()
    assert galleries.masked("d!/media/clips/faces/Alice/1.webp") == "d!/media/clips/faces/person-1/1.webp"
    assert galleries.masked("d!/media/clips/faces/Bob Q./1.webp") == "d!/media/clips/faces/person-2/1.webp"
    assert galleries.masked("d!/media/clips/faces/Alice/2.webp") == "d!/media/clips/faces/person-1/2.webp"
    assert galleries.masked("d!/media/clips/faces/C!ara/2.webp") == "d!/media/clips/faces/person-3/2.webp"
    assert galleries.masked("d!/media/clips/faces/Dora.zip!/2.webp") == "d!/media/clips/faces/person-4!/2.webp"


def test_what_comes_out_of_a_masked_file_keeps_its_numbers() -> None:
    galleries = Galleries()
    masked = galleries.masked("d!/media/clips/faces/Alice/all of her.zip")
    assert masked == "d!/media/clips/faces/person-1/picture-1.zip"
    inner = galleries.masked(f"{masked}!/Alice.jpg")
    assert inner == f"{masked}!/picture-1.jpg"
    assert galleries.masked(f"{inner}!/tail") == f"{inner}!/picture-1"
    assert galleries.masked(inner) == inner


def test_each_gallery_numbers_for_itself_so_that_order_does_not_matter() -> None:
    one, other = "a.tar!/clips/faces/Alice/1", "b.tar!/clips/faces/Bob/1"
    galleries, backwards = Galleries(), Galleries()
    assert [galleries.masked(one), galleries.masked(other)] == [backwards.masked(other), backwards.masked(one)][::-1]


def test_files_of_one_person_do_not_depend_on_which_archive_is_read_first() -> None:
    person = "a.tar!/clips/faces/person-1"
    within = [f"{person}/picture-1.zip!/of Alice.jpg", f"{person}/picture-2.zip!/her house.jpg"]
    exported = ["a.zip!/Alice#S1#B1980.jpg", "b.zip!/Bob#S1#B1980.jpg"]

    def masked(paths: list[str]) -> set[str]:
        galleries = Galleries()
        for name in ("one.zip", "other.zip"):
            galleries.masked(f"a.tar!/clips/faces/Alice/{name}")
        return {galleries.masked(path) for path in paths}

    assert masked([*within, *exported]) == masked([*exported[::-1], *within[::-1]])


def test_folders_above_a_container_are_not_numbered_by_its_content() -> None:
    galleries, backwards = Galleries(), Galleries()
    shown = [
        galleries.shown(f"d!/face_library/{name}.zip!/his own.jpg", f"d!/face_library/{name}.zip") for name in "ab"
    ]
    assert shown == ["d!/face_library/a.zip!/picture-1.jpg", "d!/face_library/b.zip!/picture-1.jpg"]
    assert backwards.shown("d!/face_library/b.zip!/his own.jpg", "d!/face_library/b.zip") == shown[1]


def test_a_name_behind_a_number_is_a_name() -> None:
    shown = Galleries().shown("d!/clips/faces/person-7 Jane Roe/picture-1 of Jane.webp", "d")
    assert shown == "d!/clips/faces/person-1/picture-1.webp"


def test_what_two_nodes_say_is_numbered_for_each() -> None:
    galleries = Galleries()
    said = [galleries.anew().masked(f"in clips/faces/{name}/1.webp") for name in ("Alice", "Bob")]
    assert said == ["in clips/faces/person-1/1.webp"] * 2


@pytest.mark.parametrize(
    ("path", "target", "shown"),
    [
        ("d!/etc/link", "/media/clips/faces/Alice", "/media/clips/faces/person-1"),
        ("d!/clips/link", "faces/Alice/1.webp", "/clips/faces/person-1/1.webp"),
        ("d!/clips/faces/newest", "Alice", "/clips/faces/person-2"),
        ("d!/clips/faces/Bob/1.webp", "../Alice/1.webp", "/clips/faces/person-2/1.webp"),
        ("d!/etc/link", "../usr/faces/x", "../usr/faces/x"),
    ],
)
def test_targets_of_links_name_nobody(path: str, target: str, shown: str) -> None:
    galleries = Galleries()
    galleries.masked(path)
    assert galleries.target(path, target) == shown


def test_other_folders_keep_their_names() -> None:
    for path in (
        "d!/usr/share/typefaces/Serif/a",
        "d!/clips/faces/train/1.webp",
        "d!/clips/faces",
        "d!/x/clips/facesbook/a",
    ):
        assert Galleries().masked(path) == path


def test_no_output_names_an_enrolled_person(tmp_path: Path) -> None:
    delivery = tmp_path / "backup.tar"
    delivery.write_bytes(
        tar({"clips/faces/Zebulon Quirke/a.webp": b"text\n", "clips/faces/Zebulon Quirke/b.webp": b"text\n"})
    )
    report = scanner.screen(delivery)
    assert len(report.screening["nodes"]) == 3
    for each in FORMATS:
        assert b"Zebulon" not in each.render(report)
    assert "Zebulon" not in json.dumps(report.run)


def test_reasons_links_and_the_cache_name_nobody(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as made:
        link = tarfile.TarInfo("clips/newest")
        link.type, link.linkname = tarfile.SYMTYPE, "faces/Zebulon Quirke"
        made.addfile(link)
    delivery = tmp_path / "box"
    delivery.mkdir()
    (delivery / "links.tar").write_bytes(packed.getvalue())
    # Said to be encrypted: the reason names the member, which does not come out.
    locked = bytearray(zipped({"clips/faces/Zebulon Quirke/a.webp": b"text\n" * 9}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + at] |= 1
    (delivery / "locked.zip").write_bytes(locked)
    cut = tar({"clips/faces/Zebulon Quirke/a.webp": b"text\n" * 900})
    (delivery / "cut.tar").write_bytes(cut[:2000])
    for _ in range(2):
        report = scanner.screen(delivery, options=Options(cache_dir=tmp_path / "cache"))
        for each in FORMATS:
            assert b"Zebulon" not in each.render(report)
    kept = [file for file in (tmp_path / "cache").rglob("*") if file.is_file()]
    assert all(b"Zebulon" not in file.read_bytes() for file in kept)


def test_files_of_a_person_become_pictures_and_programs_keep_their_names() -> None:
    galleries = Galleries()
    person = "d!/clips/faces/Zebulon Quirke"
    assert galleries.masked(f"{person}/Zebulon Quirke-old.webp") == "d!/clips/faces/person-1/picture-1.webp"
    assert galleries.masked(f"{person}/2024/front door.webp") == "d!/clips/faces/person-1/2024/picture-1.webp"
    assert galleries.masked(f"{person}/1717171717.5-1.webp") == "d!/clips/faces/person-1/1717171717.5-1.webp"
    assert galleries.masked(f"{person}/lib/libFaceSDK.so") == "d!/clips/faces/person-1/lib/libFaceSDK.so"
    assert galleries.masked("d!/clips/faces/libFaceSDK.so") == "d!/clips/faces/libFaceSDK.so"
    assert galleries.masked("d!/clips/faces/Zebulon Quirke.jpg") == "d!/clips/faces/person-1.jpg"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("d!/config/face_recognition/faces/Jane/a.jpg", "d!/config/face_recognition/faces/person-1/picture-1.jpg"),
        ("d!/config/face_recognition/faces/unknown/a.jpg", "d!/config/face_recognition/faces/unknown/picture-1.jpg"),
        ("d!/export/FaceLib/Jane Roe.jpg", "d!/export/FaceLib/person-1.jpg"),
        ("d!/export/face_library/staff/Jane.png", "d!/export/face_library/person-1/picture-1.png"),
        ("d!/人脸库/张三.jpg", "d!/人脸库/person-1.jpg"),
        ("d!/watchlist/Jane Roe/template.bin", "d!/watchlist/person-1/picture-1.bin"),
        ("d!/enrolled/Jane Roe.7z", "d!/enrolled/person-1.7z"),
        ("d!/watchlist/index.html", "d!/watchlist/index.html"),
        ("d!/face_data/arcface.bin", "d!/face_data/arcface.bin"),
        ("d!/out/Jane Roe#S1#B1990-01-01#NUS.jpg", "d!/out/person-1.jpg"),
        ("member a/known_faces/Jane/a.jpg is encrypted", "member a/known_faces/person-1/picture-1.jpg is encrypted"),
        ("d!/photos/Jane/album.jpg", "d!/photos/person-1/album.jpg"),
    ],
)
def test_galleries_of_signatures_and_of_exports_name_nobody(path: str, shown: str) -> None:
    galleries = Galleries([("face_recognition/faces/*", frozenset({"unknown"})), ("photos/*/album.jpg", frozenset())])
    assert galleries.masked(path) == shown
    assert galleries.masked(path) == shown


@pytest.mark.parametrize(
    "path",
    [
        "d!/facelib/readme.txt",
        "d!/face_db/schema.sql",
        "d!/face-data/libface.so",
        "d!/usr/lib/facelib.so",
        "d!/faces/a/b.jpg",
    ],
)
def test_folders_that_only_sound_like_galleries_keep_other_names(path: str) -> None:
    assert Galleries().masked(path) == path


def test_what_lies_in_a_gallery_has_no_hash_in_the_report(tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(100)
    delivery = tmp_path / "backup.tar"
    delivery.write_bytes(
        tar({"clips/faces/Ann/a.png": picture, "clips/faces/train/a.png": picture, "etc/a.png": picture})
    )
    digest = hashlib.sha256(picture).hexdigest()
    report = scanner.screen(delivery, options=Options(cache_dir=tmp_path / "cache"))
    hashes = {node["path"].rpartition("!/")[2]: node["sha256"] for node in report.screening["nodes"]}
    assert (hashes["clips/faces/person-1/picture-1.png"], hashes["clips/faces/train/picture-1.png"]) == ("", "")
    assert hashes["etc/a.png"] == digest


def test_secrets_and_addresses_in_names_of_files_are_hidden() -> None:
    galleries = Galleries()
    assert galleries.shown("d!/download?token=abc123") == "d!/download?token=[6 characters hidden]"
    assert galleries.shown("d!/mail/jane@example.com.eml").startswith("d!/mail/[e-mail address]")
