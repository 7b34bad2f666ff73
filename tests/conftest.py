"""What every test stands on: one screening date, signatures read once, and none that the developer has imported."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli import program
from tests.packs_once import packs_once

TODAY = "2026-11-25"
"""The signatures age: without a fixed day every screening here would be inconclusive half a year later."""


@pytest.fixture(autouse=True, scope="session")
def _same_day_and_own_data(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["FACESCREEN_AS_OF"] = TODAY
    os.environ["FACESCREEN_DATA_DIR"] = str(Path(tmp_path_factory.mktemp("data")))


@pytest.fixture(autouse=True, scope="session")
def _today() -> Iterator[None]:
    """For fixtures of whole modules too: they are made before those of one test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scanner.screening.today", lambda: TODAY)
        yield


@pytest.fixture(autouse=True, scope="session")
def _signatures_once() -> Iterator[None]:
    with packs_once():
        yield
    program.stop()
