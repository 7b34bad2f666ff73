"""One switch has many spellings, and many settings come near to one: each delivery of two lists, screened alone."""

from __future__ import annotations

import gzip
import plistlib
from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.types import State
from tests.alone import Files, states

_LISTS = Path(__file__).parent / "fixtures" / "settings"
ON = yaml.safe_load((_LISTS / "spellings.yaml").read_text(encoding="utf-8"))
HARMLESS = yaml.safe_load((_LISTS / "harmless.yaml").read_text(encoding="utf-8"))
NOT_SEEN_YET = frozenset({"zlib in xml base64"})
SAID_YET: frozenset[str] = frozenset()
"""Known faults: what is missed, and what is said without reason. A name leaves its set when it is mended."""

Found = dict[str, dict[str, State]]


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return states(tmp_path_factory.mktemp("on"), {name: _files(entry["files"]) for name, entry in ON.items()})


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return states(tmp_path_factory.mktemp("harmless"), {name: _files(entry) for name, entry in HARMLESS.items()})


@pytest.mark.parametrize("name", sorted(set(ON) - NOT_SEEN_YET))
def test_what_is_on_is_seen_in_every_spelling(on: Found, name: str) -> None:
    got = on[name]
    for capability, lowest in ON[name]["expect"].items():
        assert capability in got, got
        assert got[capability] >= State.of(lowest), got


@pytest.mark.parametrize("name", sorted(set(HARMLESS) - SAID_YET))
def test_what_comes_near_accuses_nobody(harmless: Found, name: str) -> None:
    assert not {key: state for key, state in harmless[name].items() if state > State.MENTIONED}


def _files(listed: dict[str, Any]) -> Files:
    """Path → bytes; a file that is no UTF-8 stands below the name of its encoding."""
    return {path: _bytes(content) for path, content in listed.items()}


def _bytes(content: str | dict[str, str]) -> bytes:
    if isinstance(content, str):
        return content.encode()
    encoding, text = next(iter(content.items()))
    if encoding == "plist":
        return plistlib.dumps(plistlib.loads(text.encode()), fmt=plistlib.FMT_BINARY)
    return gzip.compress(text.encode(), mtime=0) if encoding == "gzip" else text.encode(encoding)
