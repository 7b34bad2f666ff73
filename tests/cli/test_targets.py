"""What could not be written, or would do harm, is refused before the work and says what to do instead."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import click
import pytest

from scanner.cli import targets
from scanner.cli.targets import Output, check_targets, to_stdout, write_file


class _Stream(io.TextIOWrapper):
    """Standard output as a terminal of an encoding."""

    def isatty(self) -> bool:
        return True


def _terminal(monkeypatch: pytest.MonkeyPatch, encoding: str) -> io.BytesIO:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", _Stream(raw, encoding=encoding))
    return raw


def _refused(*named: tuple[str, str], deliveries: tuple[Path, ...] = ()) -> str:
    with pytest.raises(click.UsageError) as told:
        check_targets([Output.named(*each) for each in named], deliveries)
    return str(told.value)


def test_a_delivery_is_never_written_over(tmp_path: Path) -> None:
    delivery = tmp_path / "update.bin"
    delivery.touch()
    (tmp_path / "link").symlink_to(delivery)
    for name in ("update.bin", "link", "../" + tmp_path.name + "/update.bin"):
        assert "is what is screened" in _refused(("json", f"{tmp_path}/{name}"), deliveries=(delivery,))


def test_two_formats_need_two_files_but_may_share_a_folder_or_a_device(tmp_path: Path) -> None:
    assert "is named twice" in _refused(("json", f"{tmp_path}/a"), ("html", f"{tmp_path}/a"))
    for target in (str(tmp_path), f"{tmp_path}/new/", "/dev/null"):
        check_targets([Output.named("json", target), Output.named("html", target)])


def test_a_dash_is_standard_output_and_no_file_of_that_name() -> None:
    assert Output.named("text", "-") == Output.named("text", "")
    assert "only one format can go to standard output" in _refused(("text", "-"), ("json", ""))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_told_before_the_work(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "no permission to write in the folder" in _refused(("json", f"{tmp_path}/deep/er/a.json"))


def test_a_file_in_the_place_of_a_folder_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for target in (f"{tmp_path}/file/a.json", f"{tmp_path}/file/b/a.json", f"{tmp_path}/file/"):
        assert "file is no folder" in _refused(("json", target))
    check_targets([Output.named("json", f"{tmp_path}/new/deep/a.json")])


@pytest.mark.parametrize(("form", "refused"), [("html", True), ("pdf", True), ("json", False), ("text", False)])
def test_what_nobody_can_read_there_is_not_written_to_a_terminal(
    form: str, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not refused:
        _terminal(monkeypatch, "utf-8")
        check_targets([Output.named(form, "")])
        return
    check_targets([Output.named(form, "")])
    _terminal(monkeypatch, "utf-8")
    assert f"give it a file: -f {form}=report.{form}" in _refused((form, ""))


def test_a_slash_at_the_end_means_a_folder(tmp_path: Path) -> None:
    assert Output.named("html", f"{tmp_path}/new/").file("report.html") == tmp_path / "new" / "report.html"
    assert Output.named("html", str(tmp_path)).file("report.html") == tmp_path / "report.html"
    assert Output.named("html", f"{tmp_path}/new").file("report.html") == tmp_path / "new"
    assert Output.named("html", f"{tmp_path}/new").file("001.html", always=True) == tmp_path / "new" / "001.html"


@pytest.mark.parametrize(("encoding", "shown"), [("cp1252", b"# \\u{540d} \x85\n"), ("utf-8", "■ 名 …\n".encode())])
def test_text_for_people_is_in_the_characters_of_the_terminal(
    encoding: str, shown: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = _terminal(monkeypatch, encoding)
    to_stdout("■ 名 …\n".encode(), "text")
    assert raw.getvalue() == shown


def test_what_programs_read_is_the_same_whatever_the_terminal_is(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = _terminal(monkeypatch, "cp1252")
    to_stdout("名".encode(), "json")
    assert raw.getvalue() == "名".encode()


def test_nothing_is_left_behind_where_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, mode: str) -> None:
        os.close(descriptor)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(targets.os, "fdopen", full)
    with pytest.raises(click.UsageError, match="No space left on device"):
        write_file(tmp_path / "report.json", b"x")
    assert not list(tmp_path.iterdir())
