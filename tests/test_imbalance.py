"""The ledger is checked at run time: bytes without a state, or with two, are an internal error and no verdict."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import scanner
from scanner.types import Verdict
from scanner.unpack import outlet
from tests.deliveries import zipped

Entries = tuple[Any, ...]


@pytest.mark.parametrize(
    ("break_it", "what"),
    [(lambda entries: entries[:-1], "lost"), (lambda entries: (*entries, entries[-1]), "twice")],
    ids=["bytes are lost", "bytes count twice"],
)
def test_a_ledger_that_does_not_add_up_is_inconclusive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, break_it: Callable[[Entries], Entries], what: str
) -> None:
    real = outlet.complete

    def complete(entries: Any, node: Any, *rest: Any) -> Entries:
        made = real(entries, node, *rest)
        return break_it(made) if node.path.endswith("victim.txt") else made

    monkeypatch.setattr(outlet, "complete", complete)
    delivery = tmp_path / "d.zip"
    delivery.write_bytes(zipped({"victim.txt": f"{what}\n".encode() * 9, "other.txt": b"an ordinary note\n"}))
    report = scanner.screen(delivery)
    assert report.verdict is Verdict.INCONCLUSIVE
    assert report.exit_code == 3
    assert report.screening["ledger"]["balanced"] is False
    assert report.screening["ledger"]["unbalanced"] == ["d.zip!/victim.txt"]
    assert any("does not add up" in reason for reason in report.screening["verdicts"][0]["reasons"])


def test_undisturbed_it_adds_up(tmp_path: Path) -> None:
    delivery = tmp_path / "d.zip"
    delivery.write_bytes(zipped({"victim.txt": b"a note\n"}))
    report = scanner.screen(delivery)
    assert report.screening["ledger"]["balanced"]
    assert report.verdict is Verdict.NOTHING_FOUND
