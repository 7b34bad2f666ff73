"""The pictures of README and docs are those of today's program, small, described, and used."""

from __future__ import annotations

import re

import pytest

from benchmarks.pictures import ALL, LARGEST, LARGEST_ALL
from benchmarks.pictures_inputs import INPUTS, PICTURES, stale
from tests.repo.tree import ROOT, walk

MEND = "run `python -m benchmarks.pictures` (Debian: chromium, poppler-utils) and commit docs/pictures/"
PAGES = (ROOT / "README.md", *walk("docs", suffix=".md"))
SHOWN = [
    (page, alt, target)
    for page in PAGES
    for alt, target in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
]
_SHORTEST_ALT = 20


def test_the_pictures_are_of_todays_samples_templates_words_and_code() -> None:
    assert not stale(), f"changed since the pictures were made: {', '.join(stale())}; {MEND}"


def test_every_picture_that_the_script_makes_is_there_and_no_other() -> None:
    assert {path.name for path in PICTURES.iterdir()} == {picture.name for picture in ALL} | {INPUTS.name}, MEND


def test_they_are_small_enough_for_a_page() -> None:
    sizes = {path.name: path.stat().st_size for path in PICTURES.iterdir()}
    assert max(sizes.values()) <= LARGEST, sizes
    assert sum(sizes.values()) <= LARGEST_ALL


@pytest.mark.parametrize("picture", [picture.name for picture in ALL if picture.name.endswith(".svg")])
def test_a_drawn_terminal_fetches_nothing_and_runs_nothing(picture: str) -> None:
    text = (PICTURES / picture).read_text(encoding="utf-8")
    assert "@font-face" not in text
    assert "<script" not in text
    assert set(re.findall(r"https?://[^\"'\s)]+", text)) <= {"http://www.w3.org/2000/svg", "https://www.textualize.io"}


def test_every_picture_is_used_and_every_used_one_is_there_and_described() -> None:
    used = set()
    for page, alt, target in SHOWN:
        file = (page.parent / target).resolve()
        assert file.is_file(), f"{page.name}: {target}"
        assert len(alt) >= _SHORTEST_ALT, f"{page.name}: {target} has no description"
        used.add(file.name)
    assert {picture.name for picture in ALL} <= used, MEND
