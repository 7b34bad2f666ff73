"""People who are enrolled in a gallery are counted, never named."""

from __future__ import annotations

import json
from pathlib import Path

import scanner
from scanner.galleries import Galleries
from scanner.report.registry import FORMATS
from tests.deliveries import tar


def test_people_become_numbers_and_keep_them() -> None:
    galleries = Galleries()
    assert galleries.masked("d!/media/clips/faces/Alice/1.webp") == "d!/media/clips/faces/person-1/1.webp"
    assert galleries.masked("d!/media/clips/faces/Bob Q./1.webp") == "d!/media/clips/faces/person-2/1.webp"
    assert galleries.masked("d!/media/clips/faces/Alice/2.webp") == "d!/media/clips/faces/person-1/2.webp"


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
