"""How the PDF is set: the same bytes each time, without files, network or packages; a hint where it cannot be."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from scanner.cli.main import cli
from scanner.document.build import build
from scanner.report.pdf import engine
from scanner.report.pdf.format import PdfFormat, dated, record_pdf
from scanner.report.pdf.typesetter import MEMORY
from scanner.types import FacescreenError, UsageError
from tests.document import sample
from tests.report.pdf.reading import opened, records
from tests.report.rendered import report

MOMENT = datetime(2026, 11, 25, 9, 0, 7, tzinfo=UTC)


def test_the_same_report_and_log_give_the_same_bytes() -> None:
    log = [{"what": "received", "by": "Front desk", "when": "2026-11-25T10:00:00-05:00", "note": "by courier"}]
    first, second = (record_pdf(build(sample.found()), log) for _ in range(2))
    assert first == second != PdfFormat().render(build(sample.found()))


def test_it_is_dated_when_the_run_ended() -> None:
    assert dated(report(sample.found)) == MOMENT
    assert "20261125090007" in str(opened(PdfFormat().render(report(sample.found))).docinfo["/CreationDate"])


def test_a_run_without_a_clock_has_the_day() -> None:
    timeless = replace(sample.found(), run=replace(sample.RUN, started="", finished=""))
    assert dated(build(timeless)) == datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    "attack",
    [
        '#read("/etc/passwd")',
        '#read("../../../../../../../../etc/passwd")',
        '#import "@preview/cetz:0.3.0"',
        '#include "/etc/hostname"',
        '#image("/etc/passwd", alt: "x")',
        '#plugin("/etc/passwd")',
    ],
)
def test_even_the_template_could_reach_nothing(attack: str) -> None:
    with pytest.raises(FacescreenError, match="could not be made"):
        engine.run(f'#set document(title: "x")\n{attack}', "{}", MOMENT)


def test_the_folder_that_it_sees_is_empty_and_gone_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    engine.run('#set document(title: "x")\n= Title', "{}", MOMENT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("endless", ["#let f(n) = f(n + 1)\n#f(0)", "#let s = range(2000000000).map(str)"])
def test_what_never_ends_or_grows_is_ended(endless: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "SECONDS", 3)
    with pytest.raises(FacescreenError, match="could not be made"):
        engine.run(f'#set document(title: "x")\n{endless}', "{}", MOMENT)


FALSE_TYPST = """
import os, pathlib, resource

class TypstError(Exception):
    pass

class Compiler:
    def __init__(self, **options):
        self.empty = options["root"]

    def compile(self, **options):
        held = {"leads": os.getsid(0) == os.getpid(), "memory": resource.getrlimit(resource.RLIMIT_DATA)[0]}
        for folder in (self.empty, pathlib.Path(os.environ["ELSEWHERE"])):
            try:
                (folder / "written").write_bytes(b"x")
            except OSError:
                pass
        raise TypstError(repr(held))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
def test_typst_works_behind_the_fence_of_the_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modules, elsewhere = tmp_path / "modules", tmp_path / "elsewhere"
    modules.mkdir()
    elsewhere.mkdir()
    (modules / "typst.py").write_text(FALSE_TYPST)
    monkeypatch.syspath_prepend(str(modules))
    monkeypatch.setenv("ELSEWHERE", str(elsewhere))
    with pytest.raises(FacescreenError) as told:
        engine.run("", "{}", MOMENT)
    assert f"'leads': True, 'memory': {MEMORY}" in str(told.value)
    assert not (elsewhere / "written").exists() or not (elsewhere / "written").stat().st_size


def test_names_that_look_like_markup_are_names() -> None:
    names = ('#panic("owned")', "$x^2$", '#read("/etc/passwd")', "*bold* _it_ = // /* */ @ref <label> \\u{41} `raw`")
    result = sample.found()
    evil = tuple(
        replace(finding, product=replace(finding.product, name=names[number % 4], id=f"evil-{number}"))
        for number, finding in enumerate(result.findings)
    )
    text = " ".join(records(PdfFormat().render(build(replace(result, findings=evil)))))
    assert all(name in text for name in names)


def test_fonts_that_lack_what_the_table_promises_do_not_stop_it() -> None:
    template = '#set document(title: "x")\n#set text(fallback: false)\n#json(bytes(sys.inputs.data)).a'
    assert records(engine.run(template, '{"a": "名"}', MOMENT)) == [r"\u{540d}"]


def test_without_typst_there_is_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'facescreen\[pdf\]'.*-f html"):
        PdfFormat().render(report(sample.found))


def test_without_typst_nobody_screens_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    asked = CliRunner().invoke(cli, ["screen", str(tmp_path), "-f", f"pdf={tmp_path}/x.pdf"])
    assert asked.exit_code
    assert isinstance(asked.exception, UsageError)


def test_typst_is_not_loaded_into_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "typst", raising=False)
    PdfFormat().render(report(sample.nothing_found))
    assert "typst" not in sys.modules
