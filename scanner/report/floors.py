"""Which of a report's laws could not be answered, and which unread regions are too large for one of them."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.types import LEAST_READ_SHARE

Row = dict[str, Any]


def smallest_floor(report: Report) -> int:
    """Bytes: an unread region of this size or more is too much for at least one law."""
    return min((verdict["policy"]["region_floor"] for verdict in report.screening["verdicts"]), default=0)


def large_regions(report: Report) -> list[Row]:
    """Unread regions that one of the laws does not allow, the largest first."""
    floor = smallest_floor(report)
    return [region for region in report.screening["ledger"]["regions"] if region["length"] >= floor]


def small_regions(report: Report) -> list[Row]:
    """The other unread regions."""
    floor = smallest_floor(report)
    return [region for region in report.screening["ledger"]["regions"] if region["length"] < floor]


def unread_too_much(report: Report, policy: Row) -> bool:
    """Whether the ledger holds more unread bytes than ``policy`` allows, no byte at all, or does not add up;
    or whether more than half of it is unread."""
    ledger = report.screening["ledger"]
    if not ledger["total"] or not ledger["balanced"]:
        return True
    largest = max((region["length"] for region in ledger["regions"]), default=0)
    allowed = max(policy["total_floor"], int(policy["total_floor_share"] * ledger["total"]))
    read = ledger["total"] - ledger["unread"]
    too_little = read < ledger["total"] * LEAST_READ_SHARE
    return bool(largest >= policy["region_floor"] or ledger["unread"] > allowed or too_little)


def too_old(report: Report, policy: Row) -> bool:
    """Whether the signatures are older than ``policy`` allows, or past the day that their publisher named."""
    pack, date = report.screening["pack"], report.screening["date"]
    most = policy["max_pack_age_days"]
    expired = any(each["expires"] and each["expires"] < date for each in pack["packs"])
    return expired or (most is not None and pack["age_days"] > most)


def coverage_is_open(report: Report, verdict: Row) -> bool:
    """Whether what was read is too little for an answer under the law of ``verdict``.

    An inconclusive verdict that an old pack does not explain counts too: places that could not be listed at all stand
    in its reasons and in no region.
    """
    policy = verdict["policy"]
    if unread_too_much(report, policy):
        return True
    return verdict["verdict"] == "inconclusive" and not too_old(report, policy)


def is_open(report: Report, verdict: Row) -> bool:
    """Whether a clause that nothing reaches could not be checked."""
    return (
        verdict["verdict"] == "inconclusive" or coverage_is_open(report, verdict) or too_old(report, verdict["policy"])
    )
