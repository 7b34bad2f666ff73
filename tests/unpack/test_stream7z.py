"""Containers of many files, unpacked in one stream: every file has its own bytes; where in doubt, file by file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.unpack.seven import run7z, stream7z
from scanner.unpack.tools import find
from tests.unpack.case_images import fixture
from tests.unpack.harness import read_bytes

pytestmark = pytest.mark.skipif(find("7zz") is None, reason="needs 7-Zip")


@pytest.fixture
def always(monkeypatch):
    """The fixture image has few files."""
    monkeypatch.setattr(stream7z, "MANY", 1)


def contents(outcome):
    return {name: found.data for name, found in outcome.children.items()}


def links(outcome):
    return sorted((link.path, link.target, link.kind) for link in outcome.links)


@pytest.mark.parametrize("name", ["gzip.squashfs", "xz.squashfs", "zstd.squashfs"])
def test_streaming_gives_what_single_files_give(name, monkeypatch):
    single = read_bytes(fixture(name), "r.sqfs")
    monkeypatch.setattr(stream7z, "MANY", 1)
    at_once = read_bytes(fixture(name), "r.sqfs")
    assert contents(at_once) == contents(single)
    assert links(at_once) == links(single)
    assert at_once.totals == single.totals
    assert single.children


@pytest.mark.usefixtures("always")
def test_a_stream_of_another_length_is_not_believed(monkeypatch):
    expected = contents(read_bytes(fixture("xz.squashfs"), "r.sqfs"))
    whole = run7z.Job.stream

    def longer(job):
        run = whole(job)
        with run.output.open("ab") as out:
            out.write(b"x")
        return run

    monkeypatch.setattr(run7z.Job, "stream", longer)
    assert contents(read_bytes(fixture("xz.squashfs"), "r.sqfs")) == expected


@pytest.mark.usefixtures("always")
@pytest.mark.parametrize("change", [{"code": 2}, {"errors": "ERROR: something"}])
def test_a_stream_that_is_complained_about_is_not_believed(monkeypatch, change):
    expected = contents(read_bytes(fixture("xz.squashfs"), "r.sqfs"))
    whole = run7z.Job.stream
    monkeypatch.setattr(run7z.Job, "stream", lambda job: replace(whole(job), **change))
    handed_over = []
    monkeypatch.setattr(stream7z, "_hand_over", lambda *args: handed_over.append(args))
    assert contents(read_bytes(fixture("xz.squashfs"), "r.sqfs")) == expected
    assert not handed_over
