"""Limits of detectors: the bytes count as failed, and the ledger names the option."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yara

import scanner
from scanner.detect.bytes import Bytes
from scanner.screening import Options
from scanner.types import LimitReached, Limits
from tests.detect.vocabulary import subject


class Slow:
    """Rules that never come to an end."""

    def match(self, **arguments: object) -> object:
        assert arguments["timeout"] == 7
        raise yara.TimeoutError("took too long")


def test_a_scan_that_takes_too_long_names_its_option(tmp_path: Path) -> None:
    (tmp_path / "node").write_bytes(b"content")
    with subject(tmp_path / "node", "d/node", "text", Limits(match_seconds=7)) as one:
        slow = replace(one, vocabulary=replace(one.vocabulary, rules=Slow()))
        with pytest.raises(LimitReached, match="--max-match-seconds"):
            list(Bytes().observe(slow))


@pytest.mark.parametrize(
    ("limits", "option"),
    [(Limits(config_depth=10), "--max-config-depth"), (Limits(config_bytes=100), "--max-config-bytes")],
)
def test_settings_beyond_a_limit_are_failed_and_the_remedy_names_the_option(
    tmp_path: Path, limits: Limits, option: str
) -> None:
    deep = b'{"AccessControl": {"isSupportFDLib": ' * 30 + b"true" + b"}}" * 30
    (tmp_path / "settings.json").write_bytes(deep)
    report = scanner.screen(tmp_path / "settings.json", options=Options(limits=limits))
    (region,) = report.screening["ledger"]["regions"]
    assert region["state"] == "failed"
    assert option in region["reason"]
    assert f"a higher {option}" in region["resolve"]
