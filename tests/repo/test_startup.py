from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"lief", "yara", "pefile", "jinja2", "jsonschema_rs", "rich", "click", "yaml", "zstandard", "defusedxml"}


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_no_parser_and_no_report_engine():
    loaded = loaded_by("import scanner; scanner.__version__")
    assert "scanner" in loaded
    assert loaded & HEAVY == set()
    assert [name for name in loaded if name.startswith("scanner.")] == []


@pytest.mark.parametrize("name", ["screen", "Report"])
def test_a_public_name_loads_without_the_parsers_of_the_workers(name):
    loaded = loaded_by(f"from scanner import {name}")
    assert loaded & {"lief", "yara", "pefile", "jinja2"} == set()


def test_the_version_is_printed_without_loading_a_parser():
    code = (
        "import sys\nfrom scanner.cli.main import main\nsys.argv = ['facescreen', '--version']\n"
        "try:\n    main()\nfinally:\n    print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "0." in done.stdout
    assert set(done.stderr.split()) & {"lief", "yara", "pefile", "jinja2", "jsonschema_rs", "rich"} == set()
