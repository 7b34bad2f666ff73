from __future__ import annotations

import re
import shlex
import subprocess
import sys

import pytest
import yaml

import scanner
from tests.repo.tree import ROOT

README = (ROOT / "README.md").read_text("utf-8")
SHELL = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
SHOWN = [line.partition("#")[0].strip() for line in SHELL if line.startswith("facescreen ")]


def help_of(command: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "scanner", *command, "--help"], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_readme_shows_commands():
    assert len(SHOWN) >= 5


@pytest.mark.parametrize("line", SHOWN)
def test_every_command_that_the_readme_shows_exists_with_its_options(line):
    words = shlex.split(line)[1:]
    command = words[:2] if words[0] == "signatures" else words[:1]
    known = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", help_of(command)))
    assert {word for word in words if word.startswith("-")} <= known


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
