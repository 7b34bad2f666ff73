"""How much may stay unread is one rule, whether the verdict asks or a report is read again."""

from __future__ import annotations

from copy import deepcopy

import pytest

from scanner.assess.floor import floor_reasons
from scanner.document.build import build
from scanner.document.report import Report
from scanner.ledger import Coverage
from scanner.report.floors import unread_too_much
from scanner.report.groups import outcomes, weightiest
from scanner.types import ByteState, LedgerEntry
from tests.document import sample
from tests.document.sample_policy import BOSTON

KIB = 1 << 10


@pytest.mark.parametrize(
    ("read", "unread"),
    [(0, 1), (3 * KIB, 4 * KIB), (4 * KIB, 4 * KIB), (900 * KIB, 255 * KIB), (900 * KIB, 256 * KIB), (0, 0)],
)
def test_a_report_and_the_verdict_agree_on_what_is_too_much(read: int, unread: int) -> None:
    document = deepcopy(build(sample.nothing_found()).document)
    regions = [{"path": "a.bin", "offset": 0, "length": unread}] if unread else []
    document["screening"]["ledger"] |= {"total": read + unread, "read": read, "unread": unread, "regions": regions}
    report = Report(document)
    entries = [LedgerEntry("a.bin", 0, unread, ByteState.OPAQUE)] if unread else []
    told = floor_reasons(BOSTON, Coverage(read, read + unread, {}), entries)
    assert unread_too_much(report, report.screening["verdicts"][0]["policy"]) is bool(told)


def test_what_follows_from_a_report_is_worked_out_once() -> None:
    report = build(sample.found())
    assert outcomes(report) is outcomes(report)
    assert weightiest(report) is weightiest(report)
    assert outcomes(build(sample.review())) != outcomes(report)
