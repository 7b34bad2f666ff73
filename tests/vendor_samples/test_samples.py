"""The committed samples: complete, small, documented, and screened as each recipe says."""

from __future__ import annotations

import io
import tarfile
import zipfile

import pytest

import scanner
from scanner.screening import Options
from vendor_samples import PREBUILT, SAMPLES
from vendor_samples.building import contents
from vendor_samples.images import sealed, uimage
from vendor_samples.tools import PACKAGES, RecipeError, require

MAX_TOTAL = 2_000_000
README = (PREBUILT.parent / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reports():
    """Every sample, screened once."""
    return {sample.name: scanner.screen(sample.prebuilt, options=Options(jobs=1)) for sample in SAMPLES}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_verdict(sample, reports):
    assert reports[sample.name].verdict is sample.verdict


def test_the_daemon_of_the_sdk_sample_is_what_lifts_the_engine(reports):
    findings = reports["camera-update-sdk"].findings
    assert "called" in {finding["state"] for finding in findings if finding["class"] == "recognition"}
    places = [place["path"] for finding in findings for group in finding["evidence"] for place in group["places"]]
    assert any(path.endswith("/usr/bin/ipcamd") for path in places)


def test_using_a_library_for_something_else_does_not_lift_its_recogniser(reports):
    found = [finding for finding in reports["camera-update-opencv"].findings if finding["class"] == "recognition"]
    assert {finding["state"] for finding in found} == {"available"}


def test_the_watch_list_is_enrolled_and_no_person_is_named(reports):
    report = reports["recorder-backup-on"]
    assert "enrolled" in {finding["state"] for finding in report.findings}
    assert "Person 1" not in report.to_json()


def test_the_backup_with_everything_off_has_nothing_enabled(reports):
    states = {finding["state"] for finding in reports["recorder-backup-off"].findings}
    assert states
    assert states.isdisjoint({"called", "enabled", "enrolled"})


def test_the_encrypted_partition_is_named_with_its_size(reports):
    screening = reports["camera-update-encrypted"].screening
    (node,) = (node for node in screening["nodes"] if node["path"].endswith("app.img.enc"))
    assert node["size"] == 720_000
    assert any(question["kind"] == "unread" for question in screening["questions"])


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_is_documented_and_prebuilt(sample):
    files = contents(sample.prebuilt)
    assert files
    assert all(files.values())
    assert f"| {sample.name} | `{sample.file}" in README
    assert f"| {sample.verdict.value} |" in next(line for line in README.splitlines() if f"| {sample.name} " in line)
    assert set(sample.programs) <= set(PACKAGES)


def test_nothing_else_lies_in_prebuilt_and_all_of_it_is_small():
    assert {path.name for path in PREBUILT.iterdir()} == {sample.file for sample in SAMPLES}
    assert sum(len(data) for sample in SAMPLES for data in contents(sample.prebuilt).values()) < MAX_TOTAL


@pytest.mark.parametrize("sample", [s for s in SAMPLES if not s.programs], ids=lambda sample: sample.name)
def test_rebuilding_without_programs_gives_the_same_bytes(sample, tmp_path):
    target, work = tmp_path / sample.file, tmp_path / "work"
    work.mkdir()
    sample.recipe(target, work)
    assert contents(target) == contents(sample.prebuilt)


def test_a_missing_program_is_named_with_its_package(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(RecipeError, match=r"mksquashfs.*apt-get install squashfs-tools"):
        require(["mksquashfs"])


def test_the_uimage_header_is_the_one_in_the_committed_update():
    update = next(sample for sample in SAMPLES if sample.name == "camera-update-sdk").prebuilt.read_bytes()
    assert uimage(update[64:], "ipcam-2.4.1 rootfs") == update
    assert update[64:68] == b"hsqs"


def test_sealed_bytes_are_fixed_by_their_seed_and_marked():
    assert sealed(100, "a") == sealed(100, "a")
    assert sealed(100, "a") != sealed(100, "b")
    assert sealed(100, "a").startswith(b"Salted__")


def test_members_have_fixed_times_and_owners():
    by_name = {sample.name: sample.prebuilt for sample in SAMPLES}
    with tarfile.open(by_name["camera-update-encrypted"]) as archive:
        assert {(member.uid, member.mtime) for member in archive} == {(0, 1_704_067_200)}
    with zipfile.ZipFile(io.BytesIO(by_name["recorder-backup-on"].read_bytes())) as backup:
        assert {member.date_time for member in backup.infolist()} == {(2024, 1, 1, 0, 0, 0)}
