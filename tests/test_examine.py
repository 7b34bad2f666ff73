"""Whatever breaks while one node is examined costs that node's coverage, with the reason, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner import examine
from scanner.catalogue.vocabulary import Vocabulary
from scanner.types import ByteState, LimitReached, Limits, Node, ParseFailure, ToolMissing
from scanner.unpack.outlet import Artefact, Budget

CONTENT = b"plain text, long enough\n" * 10


class FakeReader:
    NAME, FORMATS, LIMITATIONS, TOOLS, SCANNED = "fake", frozenset({"text"}), ("",), (), True

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def read(self, source, outlet) -> None:
        outlet.state(0, 10, ByteState.RAW)
        if self.error:
            raise self.error


class FakeDetector:
    NAME, VERSION, LIMITATIONS, FORMATS = "fake-detector", "1.0.0", ("",), None

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def observe(self, subject):
        if self.error:
            raise self.error
        return ()


@pytest.fixture
def examined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def run(reader=None, *detectors):
        file = tmp_path / "node.txt"
        file.write_bytes(CONTENT)
        monkeypatch.setattr(examine, "DETECTORS", detectors or (FakeDetector(),))
        if reader is not None:
            monkeypatch.setattr(examine, "reader_for", lambda _: reader)
        node = Node("d/node.txt", None, len(CONTENT))
        budget = Budget(1 << 20, 100, Limits())
        task = examine.Task(node, Artefact(str(file), 0, len(CONTENT)), str(tmp_path / "work"), budget)
        parts: list = []
        examine.Examiner(Vocabulary(None, {}, {}, frozenset()))(task, parts.append)
        return parts[-1]

    return run


def states(result) -> dict[ByteState, int]:
    totals: dict[ByteState, int] = {}
    for entry in result.entries:
        totals[entry.state] = totals.get(entry.state, 0) + entry.length
    assert sum(totals.values()) == len(CONTENT)
    return totals


def test_undisturbed_the_node_is_read_and_seen(examined) -> None:
    result = examined()
    assert states(result) == {ByteState.RAW: len(CONTENT)}
    assert result.seen_by == ("fake-detector",)


@pytest.mark.parametrize("error", [ValueError("a bug"), LimitReached("took too long"), ParseFailure("cut off")])
def test_a_detector_that_does_not_finish_makes_every_byte_failed_and_the_others_still_look(examined, error) -> None:
    result = examined(None, FakeDetector(error), FakeDetector())
    assert states(result) == {ByteState.FAILED: len(CONTENT)}
    assert "fake-detector" in result.entries[0].reason
    said(error, result.entries[0].reason)
    assert result.seen_by == ("fake-detector",)


def said(error: Exception, reason: str) -> None:
    """A bug is told by type and place: its message may quote the delivery."""
    if isinstance(error, (ValueError, KeyError)):
        assert f"{type(error).__name__} in " in reason
        assert "a bug" not in reason
    else:
        assert str(error) in reason


def test_what_a_reader_forgets_is_failed(examined) -> None:
    result = examined(FakeReader())
    assert states(result) == {ByteState.RAW: 10, ByteState.FAILED: len(CONTENT) - 10}
    assert "not accounted for" in result.entries[-1].reason


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (ParseFailure("broken"), ByteState.FAILED),
        (LimitReached("too deep"), ByteState.LIMIT),
        (ToolMissing("no 7zz"), ByteState.NO_TOOL),
        (KeyError("a bug"), ByteState.FAILED),
    ],
)
def test_what_ends_a_reader_is_the_state_of_the_rest_with_its_reason(examined, error, state) -> None:
    result = examined(FakeReader(error))
    assert states(result) == {ByteState.RAW: 10, state: len(CONTENT) - 10}
    said(error, result.entries[-1].reason)
