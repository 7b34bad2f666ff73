"""The documentation as a site, as far as it can be told without mkdocs: `.ci/run` builds it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import yaml

from tests.repo import site
from tests.repo.built import complaints
from tests.repo.commands import every, manual
from tests.repo.tree import ROOT, walk

SETTINGS: dict[str, Any] = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
DOCS = ROOT / "docs"


def _pages(entries: list[Any]) -> list[str]:
    found = []
    for entry in entries:
        value = next(iter(entry.values())) if isinstance(entry, dict) else entry
        found += _pages(value) if isinstance(value, list) else [value]
    return found


def test_the_navigation_has_every_page_once():
    named = _pages(SETTINGS["nav"])
    pages = {path.relative_to(DOCS).as_posix() for path in walk("docs", suffix=".md")} | set(site.PAGES.values())
    assert sorted(named) == sorted(pages)
    assert [next(iter(entry)) for entry in SETTINGS["nav"]] == ["Start", "Guides", "Reference", "Measured", "Project"]


def test_the_site_asks_nobody_else():
    assert SETTINGS["theme"]["font"] is False
    assert SETTINGS["use_directory_urls"] is False
    addresses = [SETTINGS["theme"]["favicon"], *SETTINGS["extra"]["polyfills"]]
    addresses += [*SETTINGS["extra_css"], *SETTINGS["extra_javascript"]]
    assert [address for address in addresses if not (DOCS / address).is_file()] == []
    assert any("iframe-worker" in address for address in addresses), "without one of ours the plugin fetches its own"


@pytest.mark.parametrize("page", [*walk("docs", suffix=".md")], ids=lambda page: page.name)
def test_no_column_of_a_table_is_without_a_name(page: Path):
    """A screen reader tells each cell with the name of its column."""
    heads = re.findall(r"^(\|.*\|)\n\|[-:| ]+\|$", page.read_text("utf-8"), re.MULTILINE)
    assert [head for head in heads if re.search(r"\|\s*\|", head)] == []


def test_a_link_to_a_file_outside_of_docs_leads_to_its_place_in_the_site():
    text = "[a](../SECURITY.md) [b](../reports/INPUTS.sha256#x) [c](ci.md) [d](https://x.y/z) [e](../gone.md)"
    said = "[a](security.md) [b](repository/reports/INPUTS.sha256#x) [c](ci.md) [d](https://x.y/z) [e](../gone.md)"
    assert site.moved(text, "index.md") == said
    assert site.moved("[a](../../README.md#use) [b](../ci.md)", "guides/x.md") == "[a](../index.md#use) [b](../ci.md)"
    assert site.moved("[a](docs/limits.md) [b](LICENSE)", "security.md") == "[a](limits.md) [b](repository/LICENSE)"


def test_lists_are_as_the_site_wants_them():
    item = "It can\n- one\n  goes on\n- two\n  - three\n\nEnd\n- x\n"
    assert site.indented(item) == "It can\n\n- one\n    goes on\n- two\n    - three\n\nEnd\n\n- x\n"
    text = "1. First:\n\n   ```sh\n   ls\n     -l\n   ```\n2. Second\n"
    said = "1. First:\n\n    ```sh\n    ls\n      -l\n    ```\n\n2. Second\n"
    assert site.indented(text) == said
    code = "```\na\n- b\n```\n\n- a\n- b\n\nText\n"
    assert site.indented(code) == code


def test_the_security_model_is_the_readmes_with_how_it_is_done():
    page = site.text_of("security.md")
    assert page.startswith("# Security model\n")
    for part in ("**It CAN**", "**It CANNOT**", "**It MUST NOT**", "## How hostile input is kept in"):
        assert page.count(part) == 1
    assert len(re.findall("^# ", page, re.MULTILINE)) == 1


def test_what_is_wrong_with_a_built_site_is_told(tmp_path: Path):
    (tmp_path / "index.html").write_text('<a href="b.html#there">b</a><img src="p.svg"><a href="https://x.y">c</a>')
    (tmp_path / "b.html").write_text('<h1 id="there">b</h1><a href="#there">up</a>')
    (tmp_path / "p.svg").write_text("<svg/>")
    assert complaints(tmp_path) == []
    (tmp_path / "b.html").write_text('<script src="https://cdn.x/y.js"></script><a href="gone.html">b</a>')
    (tmp_path / "a.css").write_text("@font-face {src: url(https://fonts.x/y)}")
    assert complaints(tmp_path) == [
        "b.html fetches https://cdn.x/y.js",
        "b.html leads to gone.html, which is not there",
        "index.html leads to b.html#there, which is not there",
        "a.css fetches url(https://fonts.x/y)",
    ]


def test_the_manual_has_every_command():
    text = manual()
    for path, _, _ in every():
        assert " ".join(path) in text
    assert "Show this message" in text


def test_an_option_is_named_alike_in_the_environment():
    """What docs/commands.md says of all of them."""
    for _, command, _ in every():
        for parameter in command.params:
            if parameter.envvar:
                long = next(name for name in parameter.opts if name.startswith("--"))
                assert parameter.envvar == f"FACESCREEN_{long[2:].upper().replace('-', '_')}"


@pytest.mark.skipif(which("groff") is None, reason="needs groff")
def test_the_manual_is_set_without_a_warning():
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-z"], input=manual(), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
