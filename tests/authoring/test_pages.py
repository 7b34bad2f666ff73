"""What README and docs teach comes out as they say: their signature passes lint and test, their listing is read."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace

import pytest

from scanner.authoring.lint.run import lint
from scanner.authoring.lint.shelf import shelf_of
from scanner.authoring.listing import cases
from scanner.authoring.trial import bench
from scanner.catalogue.load import load
from scanner.catalogue.location import pack_folder
from scanner.catalogue.signatures import signature_from
from scanner.catalogue.yamlfile import read_yaml
from tests.repo.tree import ROOT

PAGES = [("README.md", "example-face"), ("docs/signatures.md", "acme-face")]


def blocks(page, language):
    text = (ROOT / page).read_text("utf-8")
    fenced = re.findall(r"^( *)```(\w*)\n(.*?)^\1```", text, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(block) for _, name, block in fenced if name == language]


@pytest.mark.parametrize(("page", "identifier"), PAGES)
def test_the_signature_of_a_page_passes_lint_and_test(page, identifier):
    (text,) = (block for block in blocks(page, "yaml") if f"id: {identifier}\n" in block)
    shelf, subject = shelf_of(pack_folder()).with_file(f"sdk/example/{identifier}.yaml", text.encode())
    assert [str(problem) for problem in lint(shelf, [subject])] == []
    signature = signature_from(read_yaml(text.encode(), page))
    pack = load()
    with bench(replace(pack, signatures=(*pack.signatures, signature))) as tried:
        trials = list(tried.trials(signature))
    assert len(trials) >= 2
    assert [str(trial) for trial in trials if not trial.passed] == []


def test_the_listing_that_the_docs_teach_is_read():
    (listing,) = (block for block in blocks("docs/signatures.md", "") if "-> verification mentioned" in block)
    assert [len(case.expected) for case in cases(listing)] == [1, 1, 0]
