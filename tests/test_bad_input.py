"""Inputs that nobody wants: each ends in a message or a ledger entry, never in silence or a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import scanner
from scanner.types import UsageError, Verdict
from tests.deliveries import noise, tar, zipped


def test_a_delivery_without_one_byte_is_inconclusive(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "folder").mkdir()
    for delivery in (tmp_path / "empty", tmp_path / "folder"):
        report = scanner.screen(delivery)
        assert report.verdict is Verdict.INCONCLUSIVE
        assert "no bytes" in report.screening["verdicts"][0]["reasons"][0]


@pytest.mark.parametrize("path", ["/nonexistent", "/dev/zero"])
def test_a_missing_or_special_path_is_refused(path: str) -> None:
    with pytest.raises(UsageError, match=path):
        scanner.screen(path)


def test_links_of_a_delivery_are_recorded_and_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "outside.txt"
    secret.write_text("not part of it")
    folder = tmp_path / "delivery"
    folder.mkdir()
    (folder / "in.txt").write_text("part of it\n")
    (folder / "loop").symlink_to(folder)
    (folder / "out").symlink_to(secret)
    os.mkfifo(folder / "pipe")
    screening = scanner.screen(folder).screening
    assert [node["path"] for node in screening["nodes"]] == ["delivery/in.txt"]
    assert [(link["path"], link["kind"]) for link in screening["links"]] == [
        ("delivery/loop", "symlink"),
        ("delivery/out", "symlink"),
        ("delivery/pipe", "pipe"),
    ]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_link_that_is_the_delivery_itself_is_followed(kind: str, tmp_path: Path) -> None:
    """``latest.bin -> update-2.4.1.bin``: whoever named it means the file, and an unread file is no "nothing found"."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "update.txt").write_text("an ordinary note\n")
    latest = tmp_path / "latest"
    latest.symlink_to(tmp_path / "real" / ("update.txt" if kind == "file" else ""))
    report = scanner.screen(latest)
    assert report.coverage == 100
    assert report.screening["ledger"]["total"] == 17


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_cannot_be_opened_is_in_the_ledger(tmp_path: Path) -> None:
    locked = tmp_path / "locked.bin"
    locked.write_bytes(noise())
    locked.chmod(0)
    report = scanner.screen(tmp_path)
    assert report.verdict is Verdict.INCONCLUSIVE
    assert "Permission denied" in report.screening["ledger"]["regions"][0]["reason"]


def test_hostile_names_are_visible_in_the_report_and_harmless(tmp_path: Path) -> None:
    delivery = tmp_path / "d.tar"
    delivery.write_bytes(tar({"a\x1b[31m\u202etxt.exe": b"text\n", "../../escape": b"text\n", "/abs": b"text\n"}))
    report = scanner.screen(delivery)
    paths = [node["path"] for node in report.screening["nodes"]]
    assert all(path.isprintable() for path in paths)
    assert any("\\x1b" in path for path in paths)
    assert len(paths) == 4
    assert not (tmp_path.parent / "escape").exists()


@pytest.mark.parametrize("cut", [1 / 3, 2 / 3])
def test_a_cut_archive_is_inconclusive_and_keeps_what_came_out(tmp_path: Path, cut: float) -> None:
    whole = zipped({"one.txt": b"first\n" * 1000, "two.bin": noise(900_000), "three.bin": noise(900_000, 2)})
    delivery = tmp_path / "d.zip"
    delivery.write_bytes(whole[: int(len(whole) * cut)])
    report = scanner.screen(delivery)
    assert report.verdict is Verdict.INCONCLUSIVE
    assert any(node["path"].endswith("one.txt") for node in report.screening["nodes"])


def test_zeros_are_padding(tmp_path: Path) -> None:
    delivery = tmp_path / "zeros"
    with delivery.open("wb") as out:
        out.truncate(64 << 20)
    report = scanner.screen(delivery)
    assert report.screening["ledger"]["states"] == {"padding": 64 << 20}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("laughs.xml", b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><FDLib><enable>&c;</enable></FDLib>'),
        ("deep.json", b"[" * 100_000 + b"]" * 100_000),
        ("aliases.yaml", b"a: &a [x]\n" + b"".join(b"b%d: &b%d [*a,*a,*a,*a]\n" % (i, i) for i in range(2000))),
        ("broken.json", b'{"enabled": tru'),
    ],
)
def test_hostile_settings_end_in_a_report(tmp_path: Path, name: str, content: bytes) -> None:
    delivery = tmp_path / name
    delivery.write_bytes(content)
    screening = scanner.screen(delivery).screening
    assert sum(screening["ledger"]["states"].values()) == len(content)


def test_the_same_delivery_gives_the_same_screening(tmp_path: Path) -> None:
    delivery = tmp_path / "d.zip"
    delivery.write_bytes(zipped({f"{n}.txt": b"text %d\n" % n * 50 for n in range(40)} | {"x.bin": noise(100_000)}))
    assert scanner.screen(delivery).digest == scanner.screen(delivery).digest


def test_a_place_that_cannot_be_listed_is_never_a_verdict_of_nothing_found(tmp_path: Path, monkeypatch) -> None:
    from scanner.survey import intake

    (tmp_path / "note.txt").write_text("an ordinary note\n")
    listed = list(intake.intake(tmp_path))
    monkeypatch.setattr(intake, "intake", lambda *_: [*listed, intake.Refused("d/locked", "folder cannot be listed")])
    report = scanner.screen(tmp_path)
    assert report.verdict is Verdict.INCONCLUSIVE
    assert "d/locked" in report.screening["problems"][0]
    assert "d/locked" in report.screening["verdicts"][0]["reasons"][0]
