"""The PDF in a record: set where its program is installed, the same bytes everywhere, with the log in it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from scanner.record import pdf
from scanner.record.names import PDF
from scanner.record.verify import faults
from scanner.record.writing import add
from tests.document import sample
from tests.record.making import WHEN, record

HOSTILE = '接待处 #panic() $x$ <b> \\u{202e} `read("/etc/passwd")`'


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("typst")
    monkeypatch.setattr("scanner.record.writing.record_pdf", pdf.record_pdf)


def test_without_its_program_there_is_none(monkeypatch):
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    assert not pdf.can_set()
    assert pdf.record_pdf(None, None) is None


def test_the_record_has_a_pdf_with_the_log_in_it(real, tmp_path):
    pikepdf = pytest.importorskip("pikepdf")
    folder = record(tmp_path, sample.hostile)
    before = (folder / PDF).read_bytes()
    add(folder, "received", HOSTILE, WHEN, HOSTILE)
    after = (folder / PDF).read_bytes()
    assert after != before
    assert faults(folder) == []
    with pikepdf.open(folder / PDF) as opened:
        assert len(opened.pages) >= 2


def test_the_pdf_has_the_same_bytes_in_another_time_zone_and_folder(real, tmp_path, monkeypatch):
    made = []
    for zone in ("UTC", "Asia/Kathmandu"):
        monkeypatch.setenv("TZ", zone)
        if hasattr(time, "tzset"):
            time.tzset()
        place = Path(tmp_path / zone.replace("/", "-"))
        place.mkdir()
        folder = record(place)
        add(folder, "signed", "Head of procurement", WHEN)
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()
    assert made[0] == made[1]
