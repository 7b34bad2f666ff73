"""Who had the delivery and this record, when, and what they did: from the log, or lines to fill in by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.report.pdf.blocks import Block, Cell, bold, heading, paragraph, sheet, soft, table, text
from scanner.report.pdf.caps import LONGEST_NAME, MOST_ENTRIES

Entry = Mapping[str, Any]
"""``what``, ``by``, ``when``, and where known ``note`` and ``before``, the SHA-256 of the entry before."""
_ROOM = 12
_MANY = 12
"""Entries that surely do not fit beside other things on a page."""
_DIGITS = 12
"""Of the digest of the entry before, enough to find it."""


def section(entries: Sequence[Entry]) -> Iterator[Block]:
    """The log, and some empty lines for what comes after it; on one page where that is not long."""
    if len(entries) > _MANY:
        yield from _log(entries)
    else:
        yield sheet(_log(entries))


def _log(entries: Sequence[Entry]) -> Iterator[Block]:
    yield heading(_("Custody"))
    known = {
        "received": _("Received"),
        "screened": _("Screened"),
        "opened": _("Opened"),
        "signed": _("Signed"),
    }
    if entries:
        yield paragraph(
            text(_("From custody.json, where each entry holds the SHA-256 of the one before it.")),
            text(" " + _("The empty line is for what happens on paper.")),
            look="lead",
        )
    else:
        by_hand = _("No log was given. Fill in by hand who had the delivery, when, and what for.")
        yield paragraph(text(by_hand), look="lead")
    rows = [_entry(entry, known) for entry in entries[:MOST_ENTRIES]]
    empty = [known["received"], known["screened"], known["opened"], known["signed"]] if not entries else [""]
    rows += [[[bold(each)] if each else [], [], [], []] for each in empty]
    yield table((1.5, 3, 3.1, 4.4), (_("What"), _("When"), _("By whom"), _("Note")), rows, room=_ROOM)
    left = len(entries) - MOST_ENTRIES
    if left > 0:
        told = ngettext("%(num)s more entry in custody.json.", "%(num)s more entries in custody.json.", left)
        yield paragraph(soft(told), look="note")


def _entry(entry: Entry, known: Mapping[str, str]) -> list[Cell]:
    put_over = said if entry["what"] == "screened" else str  # the program's own entry; the others are a person's words
    note: list[Any] = [text(put_over(str(entry["note"])) + " ")] if entry.get("note") else []
    if before := str(entry.get("before", "")):
        note.append(soft(_("before it: %(digest)s…", digest=before[:_DIGITS])))
    return [
        [bold(known.get(str(entry["what"]), str(entry["what"])))],
        [text(entry["when"], LONGEST_NAME)],
        [text(put_over(str(entry["by"])), LONGEST_NAME * 2)],
        note,
    ]
