"""Every reader is declared completely, and every one meets a good and a corrupt input."""

from __future__ import annotations

from collections import Counter

import pytest

from scanner.formats import ids
from scanner.types import CARRIED
from scanner.types.delivery import READ, UNREAD
from scanner.unpack.known import WITHOUT_READER
from scanner.unpack.registry import READERS, reader_for
from tests.unpack.case import ReaderCase
from tests.unpack.cases import CASES
from tests.unpack.harness import read_bytes


def test_every_format_has_exactly_one_reader() -> None:
    count = Counter(format_id for reader in READERS for format_id in reader.FORMATS)
    assert set(count) == ids.ALL
    assert {format_id: n for format_id, n in count.items() if n > 1} == {}


def test_readers_state_who_they_are_and_what_they_cannot() -> None:
    names = [reader.NAME for reader in READERS]
    assert len(set(names)) == len(names)
    for reader in READERS:
        assert reader.NAME, reader
        assert reader.LIMITATIONS, reader.NAME
        assert all(reader.LIMITATIONS), reader.NAME
        assert reader.read.__doc__ is not None, reader.NAME


def test_every_reader_has_a_case() -> None:
    assert {reader.NAME for reader in READERS} - {case.reader for case in CASES} == set()


def test_unregistered_formats_are_judged_as_unknown_content() -> None:
    assert reader_for("a format of tomorrow").NAME == "unknown"
    assert all(reader_for(format_id).NAME == "known-container" for format_id in WITHOUT_READER)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.reader}-{c.format}")
def test_good_input_is_read_to_its_end(case: ReaderCase) -> None:
    outcome = read_bytes(case.good(), case.name)
    assert (outcome.format, outcome.reader, outcome.error) == (case.format, case.reader, "")
    if case.children is not None:
        assert len(outcome.children) == case.children
    if case.unread_when_good:
        assert set(outcome.totals) <= UNREAD
    else:
        assert set(outcome.totals) <= READ | {CARRIED}


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.reader}-{c.format}")
def test_corrupt_input_is_never_silently_read(case: ReaderCase) -> None:
    outcome = read_bytes(case.corrupt(), case.name, format_id=case.format)
    if not case.harmless:
        assert UNREAD & set(outcome.totals)
    for entry in outcome.entries:
        assert entry.state not in UNREAD or entry.reason, entry
