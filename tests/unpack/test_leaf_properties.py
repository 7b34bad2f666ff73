"""Whatever bytes come, no leaf reader breaks and every byte has one state (the harness checks the sum)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scanner.formats import ids
from scanner.formats.magics import AT_START
from tests.unpack.cases import CASES
from tests.unpack.harness import Outcome, read_bytes

LEAVES = sorted(ids.NATIVE | ids.MEDIA | ids.STRUCTURED | ids.TEXT | ids.ENCRYPTED | {"uimage", "unknown"})
EXAMPLES = [case for case in CASES if case.format in LEAVES]
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
EXPECTED_ERRORS = ("", "ParseFailure", "LimitReached")


def allowed(outcome: Outcome) -> bool:
    """It ended on purpose: no exception of another kind than those that readers may raise."""
    return outcome.error.partition(":")[0] in EXPECTED_ERRORS


@FEW
@given(st.sampled_from(AT_START), st.binary(max_size=2000))
def test_any_bytes_behind_any_magic(magic: object, data: bytes) -> None:
    assert allowed(read_bytes(magic.pattern + data))  # type: ignore[attr-defined]


@pytest.mark.parametrize("format_id", LEAVES)
@FEW
@given(data=st.binary(max_size=400))
def test_any_bytes_for_any_leaf_reader(format_id: str, data: bytes) -> None:
    outcome = read_bytes(data, format_id=format_id)
    assert allowed(outcome), outcome.error


@pytest.mark.parametrize("case", EXAMPLES, ids=lambda c: c.format)
@FEW
@given(draw=st.data())
def test_damaged_good_files(case: object, draw: st.DataObject) -> None:
    data = bytearray(case.good())  # type: ignore[attr-defined]
    for _ in range(draw.draw(st.integers(1, 4))):
        position = draw.draw(st.integers(0, len(data) - 1))
        data[position] = draw.draw(st.integers(0, 255))
    cut = draw.draw(st.integers(0, len(data)))
    outcome = read_bytes(bytes(data[:cut]), format_id=case.format)  # type: ignore[attr-defined]
    assert allowed(outcome), outcome.error
