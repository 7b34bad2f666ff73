from __future__ import annotations

import pytest
import yaml

from scanner.detect.registry import DETECTORS
from scanner.unpack.registry import READERS
from tests.repo.pages import PAGES
from tests.repo.tree import ROOT


@pytest.mark.parametrize("name", PAGES)
def test_the_page_of_a_registry_is_fresh(name):
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run: python -m tests.repo.pages"


@pytest.mark.parametrize("entry", [*READERS, *DETECTORS], ids=lambda entry: entry.NAME)
def test_every_entry_says_what_it_cannot_tell(entry):
    assert entry.NAME
    assert entry.LIMITATIONS
    assert all(text.strip() and text[-1] == "." for text in entry.LIMITATIONS)


def test_the_installed_signatures_ask_for_every_detector():
    """One that is taken out of the registry alone leaves no screening with a verdict of nothing found."""
    stated = yaml.safe_load((ROOT / "signatures" / "pack.yaml").read_text(encoding="utf-8"))["detectors"]
    assert stated == [entry.NAME for entry in DETECTORS], "name it in signatures/pack.yaml, in the registry's order"


@pytest.mark.parametrize("registry", [READERS, DETECTORS], ids=["readers", "detectors"])
def test_names_are_unique(registry):
    names = [entry.NAME for entry in registry]
    assert len(names) == len(set(names)) > 0
