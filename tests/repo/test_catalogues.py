"""The catalogues of the languages fit the sources, and each compiled one its text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scanner.report.languages import speaking
from scanner.report.languages.speaking import DOMAINS, ENGLISH, languages
from tests.repo import catalogues
from tests.repo.messages import PHRASES, REASONS, SOURCES, catalog
from tests.repo.reasons import reasons

PAIRS = [(language, domain) for language in catalogues.translated() for domain in DOMAINS]


def test_spanish_is_there() -> None:
    assert "es" in languages()
    assert set(languages()) == {ENGLISH, *catalogues.translated()}


def test_every_domain_has_sources() -> None:
    assert tuple(SOURCES) == DOMAINS
    assert all(len(list(catalog(domain))) > 200 for domain in DOMAINS)


@pytest.mark.parametrize("domain", DOMAINS)
def test_templates_have_every_message_and_no_other(domain: str) -> None:
    assert catalogues.stale(domain) == [], "python -m tests.repo.catalogues update"


def test_reasons_are_those_that_the_readers_give() -> None:
    assert json.loads(REASONS.read_text("utf-8"))["reasons"] == reasons(), "python -m tests.repo.reasons"


@pytest.mark.parametrize(("language", "domain"), PAIRS)
def test_a_language_is_complete(language: str, domain: str) -> None:
    assert list(catalogues.problems(language, domain)) == []


def test_no_sentence_stands_twice_in_the_phrasebook() -> None:
    data = json.loads(PHRASES.read_text("utf-8"))
    assert len(data["sentences"]) == len(set(data["sentences"]))
    assert len(data["counted"]) == len({one for one, _ in data["counted"]})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for catalogues."""
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    monkeypatch.setattr(speaking, "FOLDER", tmp_path)
    return tmp_path


def test_a_new_language_lacks_everything_at_first(folder: Path) -> None:
    catalogues.update(["fr"], ["laws"])
    assert catalogues.translated() == ["fr"]
    found = list(catalogues.problems("fr", "laws"))
    assert sum(text.startswith("not translated") for text in found) == len(list(catalog("laws"))) - 1
    assert catalogues.stale("laws") == []


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("Lu : %(lu)s", "has other placeholders"),
        ("", "not translated"),
        ("Bytes: %(states)s\nmore", "the compiled catalogue is another one"),
    ],
)
def test_what_does_not_fit_is_told(folder: Path, said: str, problem: str) -> None:
    catalogues.update(["fr"], ["report"])
    path = catalogues.translation("fr", "report")
    known = catalogues.read(path, "fr")
    for message in known:
        message.string = message.id
    catalogues._write(path, known)
    catalogues.compile_all(["report"])
    assert list(catalogues.problems("fr", "report")) == []
    known["Bytes: %(states)s"].string = said
    catalogues._write(path, known)
    assert any(text.startswith(problem) for text in catalogues.problems("fr", "report"))


def test_what_nothing_says_any_more_is_told_and_leaves_with_an_update(folder: Path) -> None:
    catalogues.update(["fr"], ["laws"])
    path = catalogues.translation("fr", "laws")
    known = catalogues.read(path, "fr")
    known.add("A law of yesterday.", "Une loi d'hier.")
    catalogues._write(path, known)
    assert "no longer said by anything: A law of yesterday." in list(catalogues.problems("fr", "laws"))
    catalogues.update(["fr"], ["laws"])
    assert "A law of yesterday." not in path.read_text("utf-8")


def test_an_update_changes_nothing_where_nothing_changed(folder: Path) -> None:
    catalogues.update(["fr"], ["laws"])
    before = catalogues.translation("fr", "laws").read_bytes()
    catalogues.update(["fr"], ["laws"])
    assert catalogues.translation("fr", "laws").read_bytes() == before
