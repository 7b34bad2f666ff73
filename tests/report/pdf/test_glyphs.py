"""No character of a delivery can stop the record, and none changes how a name is read."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from scanner.report.pdf import glyphs
from scanner.report.pdf.glyphs import BREAK, ascii_only, breakable, covered, drawn
from tests.repo.tree import ROOT
from tests.report.pdf.covered import ranges

SPELLINGS = {
    "名前.so": r"\u{540d}\u{524d}.so",
    "cafe\u0301": r"cafe\u{0301}",
    "café": "café",
    "Ж Ω ł ñ ¿": "Ж Ω ł ñ ¿",
    "\U0001f600": r"\u{1f600}",
    "אב": r"\u{05d0}\u{05d1}",
    "عربي": r"\u{0639}\u{0631}\u{0628}\u{064a}",
    "\ue000": r"\u{e000}",
    "a\u200bb": r"a\u{200b}b",
    "a\u3000b": r"a\u{3000}b",
    "a\u00adb": r"a\xadb",
    "a\x1bb\n": r"a\x1bb\x0a",
    "#panic() $x$ *b* _i_ `r` @r <l> \\": "#panic() $x$ *b* _i_ `r` @r <l> \\",
}


@pytest.mark.parametrize("text", SPELLINGS)
def test_what_cannot_be_drawn_is_spelled(text: str) -> None:
    assert drawn(text) == SPELLINGS[text]
    assert drawn(drawn(text)) == drawn(text)


def test_the_data_file_is_what_the_installed_typst_draws() -> None:
    """``python -m tests.report.pdf.covered`` makes it anew.

    Asked in a process of its own: typst starts threads, and other tests fork.
    """
    command = [sys.executable, "-m", "tests.report.pdf.covered", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_ranges_hold_every_code_point_once() -> None:
    assert ranges("acbxz") == [[97, 99], [120, 120], [122, 122]]


@pytest.mark.parametrize("text", ["名" * 5_000, "W" * 5_000, "e\u0301" * 3_000, "a/" * 4_000])
def test_a_long_name_is_cut_visibly_and_keeps_its_end(text: str) -> None:
    shown = drawn(text + ".so", 300)
    assert len(shown) <= 300
    assert shown.count("…") == 1
    assert shown.endswith(".so")


@pytest.mark.parametrize("text", ["a" * 300, "W" * 300, "/usr/lib/" * 30, "\\u{540d}" * 30, "f" * 64, "a-b" * 100])
def test_a_long_word_can_go_on_in_the_next_line(text: str) -> None:
    parts = breakable(text).split(BREAK)
    assert "".join(parts) == text
    assert max(map(len, parts)) <= 9


def test_an_escape_is_never_broken() -> None:
    assert all(part == "\\u{540d}" for part in breakable("\\u{540d}" * 30).split(BREAK))


def test_ordinary_words_stay_whole() -> None:
    sentence = "An identification of responsibilities, and interoperability."
    assert breakable(sentence) == sentence


def test_only_ascii_is_left_where_the_fonts_are_others() -> None:
    assert json.loads(ascii_only(json.dumps({"a": ["■ é", "\\"]}, ensure_ascii=False))) == {
        "a": ["\\u{25a0} \\u{00e9}", "\\"]
    }


def test_the_shapes_of_the_verdicts_are_covered() -> None:
    assert set("■▲◆●◇○–☐“”…•") <= covered()
    assert glyphs.escape("名") == "\\u{540d}"
