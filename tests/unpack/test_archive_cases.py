"""Every archive reader's good and corrupt case: identified, read to the last byte, and honest when broken."""

from __future__ import annotations

import pytest

from scanner.types import CARRIED, ByteState
from scanner.unpack.tools import find
from tests.unpack.case_archives import CASES as ARCHIVES
from tests.unpack.case_images import CASES as IMAGES
from tests.unpack.harness import read_bytes

READ = {ByteState.PARSED, ByteState.RAW, ByteState.PADDING, CARRIED}
ALL = [*ARCHIVES, *(IMAGES if find("7zz") else ())]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.reader)
def test_good_case_is_read_to_its_last_byte(case):
    outcome = read_bytes(case.good(), case.name)
    assert (outcome.format, outcome.reader, outcome.error) == (case.format, case.reader, "")
    assert set(outcome.totals) <= READ, outcome.entries
    if case.children is not None:
        assert len(outcome.children) == case.children


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.reader)
def test_corrupt_case_leaves_failed_bytes(case):
    outcome = read_bytes(case.corrupt(), case.name)
    assert outcome.reader == case.reader
    assert outcome.totals.get(ByteState.FAILED), outcome.entries
