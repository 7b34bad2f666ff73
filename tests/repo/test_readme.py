from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import scanner
from scanner.types import Verdict
from tests.repo import readme
from tests.repo.tree import ROOT, name_of, walk

PAGES = [*sorted(ROOT.glob("*.md")), *walk("docs", "vendor_samples", "signatures", suffix=".md")]


@pytest.mark.parametrize("name", ["screen", "tests"])
def test_the_opening_lines_make_their_own_environment_from_the_pinned_versions(name):
    words = shlex.split(readme.line(name).replace(";", " ; "))
    assert words[:3] == ["python3", "-m", "venv"]
    environment = words[3]
    assert f"{environment}/bin/pip" in words
    assert words[words.index("-c") + 1] == "constraints.txt"
    assert all(word.startswith(f"{environment}/") for word in words if "/bin/" in word)


def test_the_first_line_screens_a_sample_that_is_in_the_repository():
    line = readme.line("screen")
    sample = next(word for word in shlex.split(line) if word.startswith("vendor_samples/prebuilt/"))
    assert (ROOT / sample).is_file()
    assert "-f html=" in line


def test_a_missing_or_doubled_marker_is_an_error(tmp_path, monkeypatch):
    page = tmp_path / "README.md"
    monkeypatch.setattr(readme, "README", page)
    block = "<!-- line: tests -->\n```sh\npytest\n```\n"
    page.write_text(block)
    assert readme.line("tests") == "pytest"
    for wrong in ("", block + block, block.replace("pytest", "cd x\npytest")):
        page.write_text(wrong)
        with pytest.raises(KeyError):
            readme.line("tests")


def test_the_readme_lists_every_verdict_with_its_exit_code():
    codes = {Verdict.FOUND: 1, Verdict.INCONCLUSIVE: 3, Verdict.REVIEW: 4, Verdict.NOTHING_FOUND: 0}
    assert set(codes) == set(Verdict)
    rows = dict(re.findall(r"^\| (\d) \| . ([A-Z][a-z ]+) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    words = {"1": "Found", "3": "Could not be checked", "4": "Needs a person", "0": "Nothing found"}
    assert rows == words


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_between_pages_lead_somewhere(page: Path):
    text = page.read_text(encoding="utf-8")
    targets = {target for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in target}
    assert {target for target in targets if not (page.parent / target).exists()} == set()


def test_the_changelog_begins_with_this_version():
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert first is not None
    assert first[1] == scanner.__version__
