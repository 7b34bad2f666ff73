"""The lexicon: checked when it is read, in the main pack only, and cut into words in bounded time."""

from __future__ import annotations

import pytest
import yaml

from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.lexicon import lexicon_from
from scanner.catalogue.load import LEXICON, load
from scanner.catalogue.pack import Origin
from scanner.catalogue.packs import joined
from tests.catalogue.packs import write_pack
from tests.repo.tree import ROOT

TEXT = (ROOT / "signatures" / LEXICON).read_text(encoding="utf-8")
DATA = yaml.safe_load(TEXT)


def test_a_pack_may_be_without_one(tmp_path):
    assert load(write_pack(tmp_path, {})).lexicon is None


def test_the_installed_pack_has_one():
    assert load().lexicon == lexicon_from(DATA)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("roots: [FeatureExtract,", "roots: [fa,", "roots"),
        ("all: [face, recognize]", "all: [face, nonsense]", "no words are of the class nonsense"),
        ("weight: 2}", "weight: 99}", "weight"),
    ],
)
def test_an_unusable_one_is_refused_with_file_and_field(tmp_path, old, new, problem):
    assert old in TEXT
    with pytest.raises(CatalogueError, match=problem) as caught:
        load(write_pack(tmp_path, {LEXICON: TEXT.replace(old, new, 1)}))
    assert caught.value.file == LEXICON


def test_an_added_pack_brings_no_words(tmp_path):
    main = load(write_pack(tmp_path / "main", {}))
    added = load(write_pack(tmp_path / "added", {LEXICON: TEXT, "pack.yaml": _about("other")}), origin=Origin.ADDED)
    with pytest.raises(CatalogueError, match="only the main pack"):
        joined(main, [added])


def _about(name: str) -> str:
    return f"id: {name}\nname: Other\nversion: 2026.11.0\ndate: 2026-11-25\nmin_engine: 0.1.0\n"


def test_words_of_one_run_are_told_apart():
    assert {s.value for s in lexicon_from(DATA).senses("facefeatureextract")} == {"template"}


@pytest.mark.parametrize("text", ["face" * 5000, "facefea" * 700, "a" * 5000 + "face", "face compare " * 400])
def test_long_names_end(text):
    assert isinstance(lexicon_from(DATA).senses(text), tuple)


def test_every_word_is_in_small_letters_and_every_meaning_can_be_met():
    lexicon = lexicon_from(DATA)
    used = {name for meaning in DATA["meanings"] for name in meaning["all"]}
    assert used == set(DATA["words"]) - {"finding"}
    assert all(meaning.beside is not bool(meaning.needs & lexicon.face) for meaning in lexicon.meanings)
    assert len({value for meaning in DATA["meanings"] for value in (meaning["value"],)}) >= 6
