"""Six inputs about which other tools say nothing: each must end as inconclusive, with the unread bytes named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import scanner
from scanner.types import Verdict
from tests.deliveries import UNREAD_SIZE, encrypted_zip, gzips_around, nested, noise, tar, with_7z

CASES: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "a-random-in-tar": (lambda _: tar({"note.txt": b"hello\n", "blob.bin": noise()}), "opaque"),
    "c-encrypted-zip": (lambda _: encrypted_zip(), "encrypted"),
    "d-random-file": (lambda _: noise(), "opaque"),
    "e-7z-encrypted-header": (lambda folder: with_7z(folder, noise(), "-psecret", "-mhe=on"), "encrypted"),
    "f-between-gzips": (lambda _: gzips_around(noise()), "opaque"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_cannot_be_read_is_inconclusive_and_named(name: str, tmp_path: Path) -> None:
    make, state = CASES[name]
    delivery = tmp_path / name
    delivery.write_bytes(make(tmp_path))
    report = scanner.screen(delivery)
    assert report.verdict is Verdict.INCONCLUSIVE
    assert report.exit_code == 3
    regions = report.screening["ledger"]["regions"]
    assert sum(region["length"] for region in regions if region["state"] == state) >= UNREAD_SIZE
    assert sum(report.screening["ledger"]["delivery"].values()) == delivery.stat().st_size
    assert any(question["kind"] == "unread" for question in report.screening["questions"])


def test_b_fourteen_nested_tars_are_read_whole(tmp_path: Path) -> None:
    delivery = tmp_path / "nested.tar"
    delivery.write_bytes(nested(14, b"text in the middle\n" * 50_000))
    report = scanner.screen(delivery)
    assert report.verdict is Verdict.NOTHING_FOUND
    assert report.coverage == 100.0


def test_b_deeper_than_the_limit_says_so(tmp_path: Path) -> None:
    from scanner.screening import Options
    from scanner.types import Limits

    delivery = tmp_path / "nested.tar"
    delivery.write_bytes(nested(14, b"text in the middle\n" * 50_000))
    report = scanner.screen(delivery, options=Options(limits=Limits(depth=10)))
    assert report.verdict is Verdict.INCONCLUSIVE
    assert {region["state"] for region in report.screening["ledger"]["regions"]} == {"limit"}
