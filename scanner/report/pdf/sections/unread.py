"""What could not be read: every region with its reason, and what would make it readable."""

from __future__ import annotations

from collections.abc import Iterator
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
    soft,
    table,
    text,
    typed,
)
from scanner.report.pdf.caps import MOST_REGIONS
from scanner.report.sentences import percent, unread_share
from scanner.report.words import word
from scanner.text import size_text

Row = dict[str, Any]


def section(report: Report) -> Iterator[Block]:
    """The largest regions first, up to a limit."""
    ledger = report.screening["ledger"]
    regions = ledger["regions"]
    yield heading(_("What could not be read"), anchor=UNREAD)
    if not ledger["balanced"]:
        yield paragraph(bold(_("The count of the bytes does not add up: a fault of the program.")), look="warning")
    yield paragraph(text(_told(report)), look="lead" if regions else "plain")
    if regions:
        yield table(
            (4.4, 1.6, 3, 3),
            (_("Place"), _("Size"), _("Reason"), _("How to resolve it")),
            [_region(region) for region in regions[:MOST_REGIONS]],
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


def _region(region: Row) -> list[Cell]:
    size = ngettext("%(num)s byte", "%(num)s bytes", region["length"])
    sized = [text(size_text(region["length"]))]
    if region["length"] >= 1000:
        sized += [NEW_LINE, soft(size)]
    reason = quoted(region["reason"]) if region["reason"] else text(word("bytes", region["state"]))
    return [
        [typed(region["path"]), beside(f" {at(region['offset'])}")],
        sized,
        [bold(said(region["state"])), NEW_LINE, reason],
        [quoted(region["resolve"])],
    ]
