"""What could not be read: every region with its reason, and what would make it readable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scanner.document.report import Report
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.report.paths import at
from scanner.report.pdf.blocks import (
    NEW_LINE,
    UNREAD,
    Block,
    Cell,
    beside,
    bold,
    heading,
    paragraph,
    quoted,
    table,
    text,
    typed,
)
from scanner.report.pdf.caps import MOST_REGIONS
from scanner.report.sentences import percent, unread_share
from scanner.report.words import word
from scanner.text import size_text

Row = dict[str, Any]
_MANY = 12
"""Places of one row that surely fit on a page."""


def section(report: Report) -> Iterator[Block]:
    """The largest regions first, up to a limit; those with one reason and one remedy share a row."""
    ledger = report.screening["ledger"]
    regions = ledger["regions"]
    rows = _alike(regions[:MOST_REGIONS])
    yield heading(_("What could not be read"), anchor=UNREAD)
    if not ledger["balanced"]:
        yield paragraph(bold(_("The count of the bytes does not add up: a fault of the program.")), look="warning")
    yield paragraph(text(_told(report)), look="lead" if regions else "plain")
    if regions:
        yield table(
            (6, 3, 3),
            (_("Place and size"), _("Reason"), _("How to resolve it")),
            [_row(alike) for alike in rows],
            breakable_rows=any(len(alike) > _MANY for alike in rows),
        )
    left = len(regions) - MOST_REGIONS
    if left > 0:
        told = ngettext(
            "%(num)s more region is in report.json, report digest (SHA-256) %(digest)s.",
            "%(num)s more regions are in report.json, report digest (SHA-256) %(digest)s.",
            left,
            digest=report.digest,
        )
        yield paragraph(bold(told, 4096))


def _told(report: Report) -> str:
    ledger = report.screening["ledger"]
    if not ledger["total"]:
        return _("The delivery does not hold a single byte.")
    if not ledger["unread"]:
        return _("Every byte was read.")
    return ngettext(
        "%(percent)s %% of the bytes in the innermost files were read; %(num)s byte (%(share)s) was not.",
        "%(percent)s %% of the bytes in the innermost files were read; %(num)s bytes (%(share)s) were not.",
        ledger["unread"],
        percent=percent(report),
        share=unread_share(report),
    )


def _alike(regions: Sequence[Row]) -> list[list[Row]]:
    """The regions of each row: those with one state, reason and remedy."""
    rows: dict[tuple[str, ...], list[Row]] = {}
    for region in regions:
        rows.setdefault((region["state"], region["reason"], region["resolve"]), []).append(region)
    return list(rows.values())


def _row(alike: Sequence[Row]) -> list[Cell]:
    region = alike[0]
    where: list[Any] = []
    for each in alike:
        where += [NEW_LINE] if where else []
        where += [typed(each["path"]), beside(f" {at(each['offset'])}, {_size(each['length'])}")]
    reason = quoted(region["reason"]) if region["reason"] else text(word("bytes", region["state"]))
    return [where, [bold(said(region["state"])), NEW_LINE, reason], [quoted(region["resolve"])]]


def _size(length: int) -> str:
    size = ngettext("%(num)s byte", "%(num)s bytes", length)
    return f"{size_text(length)} ({size})" if length >= 1000 else size
