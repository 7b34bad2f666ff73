"""What the template is given: the whole record as pieces, in the order that a reader needs them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from scanner.document.report import Report
from scanner.report.languages.speaking import draft_notice, spoken
from scanner.report.languages.speaking import gettext as _
from scanner.report.pdf.blocks import Block, ready
from scanner.report.pdf.sections import custody, exemptions, findings, forms, front, law, method, questions, unread
from scanner.report.pdf.sections.custody import Entry
from scanner.report.pdf.sections.method import Digests

LETTER = frozenset({"en", "es"})
"""Languages of the record's readers in the United States, who file on Letter paper; others get A4."""
_LONGEST_TITLE = 80


def whole(report: Report, entries: Sequence[Entry] = (), sha256: str = "") -> dict[str, Any]:
    """The record of ``report`` in the spoken language. ``entries`` are the custody log; ``sha256`` is that of the file
    ``report.json`` where it is not the one that ``-f json`` writes.
    """
    digests = Digests(report.digest, sha256 or hashlib.sha256(report.to_bytes()).hexdigest())
    over = _("Face recognition screening record")
    return {
        "lang": spoken(),
        "paper": "us-letter" if spoken() in LETTER else "a4",
        "title": ready(f"{over}: {report.name}", _LONGEST_TITLE * 2),
        "over": ready(over, _LONGEST_TITLE),
        "name": ready(report.name, _LONGEST_TITLE),
        "footer": ready(_("Report digest %(digest)s", digest=report.digest), _LONGEST_TITLE * 2),
        "draft": ready(draft_notice(), _LONGEST_TITLE * 2),
        "page": _("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"),
        "blocks": list(_blocks(report, entries, digests)),
    }


def _blocks(report: Report, entries: Sequence[Entry], digests: Digests) -> Iterator[Block]:
    yield from front.screened(report)
    yield from front.answer(report)
    yield from law.section(report)
    yield from front.next_steps(report)
    yield from findings.section(report)
    yield from unread.section(report)
    yield from exemptions.section(report)
    yield from custody.section(entries)
    yield from method.section(report, digests)
    yield from forms.signatures()
    yield from forms.certification(report, digests)
    yield from questions.section(report)
