from __future__ import annotations

import json
from functools import cache

import pytest
import yaml

from tests.repo.tree import ROOT, name_of, walk

LARGEST_FIXTURE = 1 << 20
LARGEST_SAMPLES = 2_000_000
"""Bytes; samples are counted together."""


@cache
def _data(path):
    return yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


@pytest.mark.parametrize("path", list(walk("scanner", "signatures", suffix=".json")), ids=name_of)
def test_json_of_the_package_is_read_by_a_strict_parser(path):
    def no_doubles(pairs):
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names)), names
        return dict(pairs)

    json.loads(path.read_text("utf-8"), object_pairs_hook=no_doubles)


@pytest.mark.parametrize("path", list(walk("signatures", suffix=".yaml")), ids=name_of)
def test_signature_files_hold_plain_data(path):
    assert isinstance(_data(path), dict)


def test_every_signature_file_is_named_by_what_it_describes():
    wrong = []
    for path in walk("signatures", suffix=".yaml"):
        data = _data(path)
        if "facts" in data and data.get("id") != path.stem:
            wrong.append(name_of(path))
    assert wrong == []


def test_fixtures_are_small():
    sizes = {name_of(path): path.stat().st_size for path in walk("tests") if path.suffix != ".py"}
    assert {name: size for name, size in sizes.items() if size > LARGEST_FIXTURE} == {}


def test_the_prebuilt_samples_stay_small_together():
    assert 0 < sum(path.stat().st_size for path in walk("vendor_samples/prebuilt")) < LARGEST_SAMPLES


def test_text_files_are_utf8_with_unix_line_ends():
    endings = {".py", ".md", ".yaml", ".json", ".j2", ".html", ".css", ".js", ".yar", ".cfg", ".toml", ".txt"}
    files = [*walk("scanner", "signatures", "docs", "vendor_samples", "benchmarks"), *ROOT.glob("*.*")]
    files = [path for path in files if path.suffix in endings and "prebuilt" not in path.parts]
    wrong = [
        name_of(path) for path in files if b"\r" in path.read_bytes() or not path.read_text("utf-8").endswith("\n")
    ]
    assert [name for name in wrong if (ROOT / name).stat().st_size] == []
