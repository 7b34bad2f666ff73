"""``python -m vendor_samples``: exit codes and what it prints."""

from __future__ import annotations

import shutil

import pytest

from vendor_samples import PREBUILT, SAMPLES, building
from vendor_samples.__main__ import main


def test_list_names_every_sample_with_its_verdict(capsys):
    assert main(["list"]) == 0
    text = capsys.readouterr().out
    assert all(f"{sample.name:24} {sample.verdict.value}" in text for sample in SAMPLES)


def test_check_passes_on_what_is_committed(capsys):
    assert main(["check", "recorder-backup-on", "recorder-backup-off"]) == 0
    assert "2 samples rebuilt, 0 differences" in capsys.readouterr().out


def test_check_fails_on_other_bytes(tmp_path, monkeypatch, capsys):
    changed = tmp_path / "recorder-backup-on.zip"
    shutil.copyfile(PREBUILT / changed.name, changed)
    changed.write_bytes(changed.read_bytes() + b"x")
    monkeypatch.setattr(building, "PREBUILT", tmp_path)
    assert main(["check", "recorder-backup-on"]) == 1
    assert "recorder-backup-on.zip: other bytes" in capsys.readouterr().out


def test_build_writes_where_it_is_told(tmp_path):
    assert main(["build", "recorder-backup-off", "--out", str(tmp_path)]) == 0
    assert (tmp_path / "recorder-backup-off.zip").read_bytes() == (PREBUILT / "recorder-backup-off.zip").read_bytes()


def test_an_unknown_name_is_a_usage_error(capsys):
    assert main(["build", "no-such-sample"]) == 2
    assert "no such sample: no-such-sample" in capsys.readouterr().err


def test_no_command_is_a_usage_error():
    with pytest.raises(SystemExit) as error:
        main([])
    assert error.value.code == 2
