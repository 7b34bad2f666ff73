"""Whole screenings with a cache: the report is the same, the work is not done again."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import scanner.examine
from scanner import screen
from scanner.cache.store import FILE, overview
from scanner.sandbox.fence import Fence
from scanner.screening import Options
from scanner.types import Limits
from tests.cli.program import environment, run
from tests.deliveries import tar, zipped

SAME = zipped({"x": b"y" * 300})
FACES = b"#!/usr/bin/python3\nimport face_sdk_3divi\nservice = face_sdk_3divi.FacerecService.create_service()\n"


def delivery(folder: Path, version: int = 1) -> Path:
    """A tar with a zip in it; one script differs from version to version."""
    inner = zipped({"app/main.py": FACES, "app/readme.txt": b"hello", "app/version.txt": b"%d" % version})
    plain = {f"etc/{n}.conf": b"name = %d\n" % n * 20 for n in range(40)}
    file = folder / f"update-{version}.tar"
    file.write_bytes(tar({**plain, "app.zip": inner, "copy/app.zip": inner, "same.zip": SAME}))
    return file


def options(folder: Path, **more: object) -> Options:
    return Options(cache_dir=folder / "cache", as_of="2026-11-25", jobs=2, **more)  # type: ignore[arg-type]


def again(report: object) -> int:
    """How many nodes the run says it did not examine."""
    notes = " ".join(report.run["notes"])  # type: ignore[attr-defined]
    found = re.search(r"([\d,]+) of [\d,]+ nodes? had bytes that were examined before", notes)
    return int(found[1].replace(",", "")) if found else 0


def test_the_second_run_examines_nothing_and_reports_the_same(tmp_path):
    file = delivery(tmp_path)
    without = screen(file, options=Options(as_of="2026-11-25"))
    first = screen(file, options=options(tmp_path))
    second = screen(file, options=options(tmp_path))
    assert first.screening == second.screening == without.screening
    assert again(second) == len(second.screening["nodes"])


def test_of_an_update_only_what_changed_is_examined(tmp_path):
    screen(delivery(tmp_path, 1), options=options(tmp_path))
    file = delivery(tmp_path, 2)
    update = screen(file, options=options(tmp_path))
    assert update.screening == screen(file, options=Options(as_of="2026-11-25")).screening
    # Anew: the tar, the zip (once, though it is there twice) and the file in it that differs.
    assert again(update) == len(update.screening["nodes"]) - 3


def test_equal_files_of_one_delivery_are_examined_once(tmp_path, monkeypatch):
    file = delivery(tmp_path)
    seen = tmp_path / "seen"
    seen.mkdir(mode=0o777)
    seen.chmod(0o777)
    told = scanner.examine.identify

    def counting(source):
        (seen / re.sub(r"\W", "_", source.path)).write_text("")
        return told(source)

    monkeypatch.setattr(scanner.examine, "identify", counting)
    monkeypatch.setattr(Fence, "close_in", lambda self, supervisor: ())
    report = screen(file, options=Options(as_of="2026-11-25"))
    zips = [node for node in report.screening["nodes"] if node["path"].endswith("app.zip")]
    assert [node["states"] for node in zips] == [zips[0]["states"]] * 2
    assert len([file for file in seen.iterdir() if file.name.endswith("main_py")]) == 1
    proofs = set(re.findall(r"[\w./!-]*main\.py", json.dumps(report.screening["findings"])))
    assert proofs == {f"update-1.tar!/{zip_}!/app/main.py" for zip_ in ("app.zip", "copy/app.zip")}


@pytest.mark.parametrize(
    "changed", [{"limits": Limits(config_depth=150)}, {"passwords": ("secret",)}], ids=["limits", "passwords"]
)
def test_results_are_not_used_where_they_could_differ(tmp_path, changed):
    file = delivery(tmp_path)
    screen(file, options=options(tmp_path))
    before = overview(tmp_path / "cache" / FILE)[0]
    other = screen(file, options=options(tmp_path, **changed))
    cold = again(screen(file, options=Options(as_of="2026-11-25")))
    assert again(other) == cold
    if "passwords" in changed:
        assert overview(tmp_path / "cache" / FILE)[0] == before
        assert "passwords" in " ".join(other.run["notes"])


def test_no_name_of_a_person_and_no_byte_of_a_delivery_is_kept(tmp_path):
    folder = tmp_path / "recorder"
    (folder / "clips" / "faces" / "erika-mustermann").mkdir(parents=True)
    (folder / "clips" / "faces" / "erika-mustermann" / "1.txt").write_text("inhalt-der-datei")
    (folder / "media.zip").write_bytes(zipped({"clips/faces/max-mustermann/2.txt": b"noch-ein-inhalt"}))
    for _ in range(2):
        screen(folder, options=options(tmp_path))
    kept = b"".join(file.read_bytes() for file in (tmp_path / "cache").rglob("*") if file.is_file())
    for word in (b"mustermann", b"inhalt-der-datei", b"noch-ein-inhalt"):
        assert word not in kept


KILLED = """
import os, signal, sys
from pathlib import Path
from scanner import screen
from scanner.cache import store
from scanner.sandbox.fence import Fence
from scanner.screening import Options
store.PENDING = 1
def progress(state):
    if state.examined >= 12:
        os.kill(os.getpid(), signal.SIGKILL)
folder = Path(sys.argv[1])
screen(sys.argv[2], options=Options(cache_dir=folder / "cache", work_dir=folder, as_of="2026-11-25", progress=progress))
"""


@pytest.mark.skipif(os.name == "nt", reason="needs kill -9")
def test_a_killed_run_goes_on_and_ends_as_if_nothing_had_been(tmp_path):
    file = delivery(tmp_path)
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path, file], env=environment(), check=False)
    assert killed.returncode == -signal.SIGKILL
    left = list(tmp_path.glob("facescreen-*"))
    assert len(left) == 1
    report = screen(file, options=options(tmp_path, resume=True))
    assert report.screening == screen(file, options=Options(as_of="2026-11-25")).screening
    assert "Went on with the run of" in " ".join(report.run["notes"])
    assert again(report) > again(screen(file, options=Options(as_of="2026-11-25")))
    assert not left[0].exists()


def test_resume_without_a_run_to_go_on_with_says_so(tmp_path):
    report = screen(delivery(tmp_path), options=options(tmp_path, resume=True))
    assert "No run over this delivery was cut off" in " ".join(report.run["notes"])


def test_a_cache_that_cannot_be_used_stops_nothing(tmp_path):
    (tmp_path / "cache").write_text("a file")
    file = delivery(tmp_path)
    report = screen(file, options=options(tmp_path))
    assert any(note.startswith("Cache: ") for note in report.run["notes"])
    assert report.screening == screen(file, options=Options(as_of="2026-11-25")).screening


def test_the_command_line_keeps_shows_and_empties_the_cache(tmp_path):
    file, cache = delivery(tmp_path), tmp_path / "kept"
    run("screen", file, "-q", FACESCREEN_CACHE_DIR=str(cache), FACESCREEN_NO_CACHE="")
    shown = run("cache", "--cache-dir", cache).stdout.decode()
    assert re.search(r": [1-9]\d* results, [\d,]+ bytes", shown)
    assert ": 0 results" in run("cache", "--cache-dir", cache, "--clear").stdout.decode()
    assert run("screen", file, "--no-cache", "--resume").returncode == 2
