from __future__ import annotations

from importlib import import_module

import pytest

from tests.repo.tree import ROOT

REGISTRIES = {
    "scanner.unpack.registry:READERS": "formats.md",
    "scanner.detect.registry:DETECTORS": "detectors.md",
}
"""Registry: the page that must describe every entry with its limitations."""


@pytest.mark.parametrize("registry", REGISTRIES)
def test_every_entry_of_a_registry_is_described(registry):
    module, _, name = registry.partition(":")
    entries = getattr(import_module(module), name)
    page = " ".join((ROOT / "docs" / REGISTRIES[registry]).read_text("utf-8").split())
    assert entries
    assert len({entry.NAME for entry in entries}) == len(entries)
    assert [entry.NAME for entry in entries if f"`{entry.NAME}`" not in page] == []
    told = [limit for entry in entries for limit in entry.LIMITATIONS]
    assert [limit for limit in told if " ".join(limit.split()) not in page] == []
