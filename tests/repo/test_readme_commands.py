from __future__ import annotations

import re

import pytest
import yaml

import scanner
from tests.repo.shown import GENERATED, exists, lines, modules, problem
from tests.repo.test_readme import PAGES
from tests.repo.tree import ROOT, name_of

README = (ROOT / "README.md").read_text("utf-8")
TEXTS = {page: page.read_text("utf-8") for page in PAGES if page.name != GENERATED}
SHOWN = sorted({(line, name_of(page)) for page, text in TEXTS.items() for line in lines(text)})


def test_the_readme_and_the_pages_show_commands():
    assert sum(page == "README.md" for _, page in SHOWN) >= 15
    assert len({page for _, page in SHOWN}) >= 8


@pytest.mark.parametrize(("line", "page"), SHOWN)
def test_every_command_that_a_page_shows_exists_with_its_options(line, page):
    assert problem(line) == ""


@pytest.mark.parametrize("page", TEXTS, ids=name_of)
def test_every_module_that_a_page_starts_exists(page):
    assert {module for module in modules(TEXTS[page]) if not exists(module, ROOT)} == set()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("facescreen scren x", "no command scren"),
        ("facescreen screen x --polcy boston", "No such option '--polcy'"),
        ("facescreen screen x -f word", "'word' is no format"),
        ("facescreen screen x --fail-on maybe", "is not one of"),
        ("facescreen questions report.json more.json", "takes no more.json"),
        ("facescreen screen x --policy", "requires an argument"),
        ("facescreen policy shw x", "no command shw"),
    ],
)
def test_a_command_that_does_not_exist_is_noticed(line, said):
    assert said in problem(line)


def test_commands_are_found_in_blocks_and_in_sentences():
    block = "```sh\n$ .venv/bin/facescreen cache --clear # all\nls | facescreen screen - > x\n```\n"
    page = f"Call `facescreen doctor`.\n\n{block}"
    assert list(lines(page)) == ["facescreen cache --clear", "facescreen screen -", "facescreen doctor"]


def test_what_the_readme_shows_of_the_python_api_exists():
    block = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert block is not None
    assert callable(scanner.screen)
    used = set(re.findall(r"report\.(\w+)", block[1]))
    assert used
    assert {name for name in used if not hasattr(scanner.Report, name)} == set()


def test_the_signature_that_the_readme_teaches_obeys_the_schema():
    from scanner.catalogue.schema import check

    block = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    assert block is not None
    check(yaml.safe_load(re.sub(r"^ {3}", "", block[1], flags=re.MULTILINE)), "signature", "README.md")
