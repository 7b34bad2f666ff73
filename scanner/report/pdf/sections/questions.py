"""The annex: questions to the vendor, numbered, with room for the answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.document.report import Report
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.report.pdf.blocks import (
    NEW_LINE,
    QUESTIONS,
    Block,
    Cell,
    beside,
    bold,
    fill_in,
    heading,
    paragraph,
    questions,
    quoted,
    sheet,
    soft,
    text,
    typed,
)
from scanner.report.pdf.caps import MOST_PATHS, MOST_QUESTIONS
from scanner.report.pdf.sections.places import within

_FEW = 3
_LINES = 2


def section(report: Report) -> Iterator[Block]:
    """Each question with the files that it is about, up to a limit; on a page of its own rather than on two."""
    yield sheet(_annex(report))


def _annex(report: Report) -> Iterator[Block]:
    asked = report.screening["questions"]
    yield heading(_("Annex: questions to the vendor"), anchor=QUESTIONS)
    if not asked:
        yield paragraph(text(_("None: no part was left unread, and no finding needs an answer.")))
        return
    yield paragraph(
        text(
            _(
                "About the delivery %(name)s, screened for face recognition on %(date)s. Please answer by number.",
                name=report.name,
                date=report.screening["date"],
            )
        )
    )
    lines = _LINES if len(asked) <= _FEW else 1
    yield questions([_runs(each, report) for each in asked[:MOST_QUESTIONS]], lines)
    if (left := len(asked) - MOST_QUESTIONS) > 0:
        yield paragraph(bold(_pointer(left, report), 4096))
    yield fill_in(_("Answered by (name, position, date)"))


def _runs(asked: dict[str, Any], report: Report) -> Cell:
    shown: list[Any] = [quoted(asked["text"])]
    for number, path in enumerate(asked["about"][:MOST_PATHS]):
        shown += [beside(" · ") if number else NEW_LINE, typed(within(path, report))]
    if (left := len(asked["about"]) - MOST_PATHS) > 0:
        told = ngettext("and %(num)s more file, in report.json", "and %(num)s more files, in report.json", left)
        shown += [text(" "), soft(told)]
    return shown


def _pointer(left: int, report: Report) -> str:
    return ngettext(
        "%(num)s more question is in report.json, report digest (SHA-256) %(digest)s; the command questions prints it.",
        "%(num)s more questions are in report.json, report digest (SHA-256) %(digest)s;"
        " the command questions prints them.",
        left,
        digest=report.digest,
    )
