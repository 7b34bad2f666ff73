"""The first page: what was screened, the answer, three numbers, what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.compare.lines import details
from scanner.document.report import Report
from scanner.report import advice
from scanner.report.changes import change_of
from scanner.report.facts import STOPPED
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.report.pdf.blocks import (
    FINDINGS,
    QUESTIONS,
    UNREAD,
    Block,
    Cell,
    bar,
    facts,
    heading,
    numbers,
    paragraph,
    points,
    quoted,
    soft,
    text,
    typed,
    verdict,
)
from scanner.report.pdf.caps import LONGEST_NAME, MOST_CHANGES, MOST_PROBLEMS
from scanner.report.sentences import beside_the_verdict, unread_share, verdict_sentence
from scanner.report.sentences import numbers as three_numbers
from scanner.report.words import word
from scanner.text import size_text


def screened(report: Report) -> Iterator[Block]:
    """The delivery and what is known of it."""
    delivery = report.screening["delivery"]
    context = delivery["context"]
    yield heading(_("What was screened"))
    yield facts(
        (
            (_("Delivery"), [text(report.name)]),
            (_("SHA-256"), _digest(delivery)),
        ),
        (
            (_("Size"), [text(_size(delivery))]),
            (_("Screened on"), [text(report.screening["date"])]),
            (_("Vendor"), _given(context["vendor"])),
            (_("Product"), _given(context["product"])),
            (_("Contract"), _given(context["contract"])),
            (_("Received by"), _given(context["received_by"])),
        ),
    )


def _digest(delivery: dict[str, object]) -> Cell:
    if not delivery["sha256"]:
        return [soft(_("not computed"))]
    runs = [typed(delivery["sha256"])]
    return [*runs, soft(" " + _("over the list of its files"))] if delivery["kind"] == "files" else runs


def _size(delivery: dict[str, int]) -> str:
    size = ngettext("%(num)s byte", "%(num)s bytes", delivery["size"])
    if delivery["size"] >= 1000:
        size = f"{size_text(delivery['size'])} ({size})"
    if delivery["files"] == 1:
        return size
    return ngettext("%(size)s in %(num)s file", "%(size)s in %(num)s files", delivery["files"], size=size)


def _given(value: str) -> Cell:
    return [text(value)] if value else [soft(_("not stated"))]


def answer(report: Report) -> Iterator[Block]:
    """The verdict in one sentence, the three numbers, what went wrong."""
    mark = word("verdict", report.verdict.value)
    yield heading(_("The answer"))
    beside = beside_the_verdict(report)
    said = f"{mark['word']}. {beside}" if beside else mark["word"]
    yield verdict(report.verdict.value, mark["shape"], said, verdict_sentence(report), mark["plain"])
    read, findings, questions = three_numbers(report)
    asked = len(report.screening["questions"])
    yield numbers(
        (
            (read, _("of the bytes were read"), UNREAD),
            (findings, ngettext("finding", "findings", len(report.findings)), FINDINGS),
            (questions, ngettext("question to the vendor", "questions to the vendor", asked), QUESTIONS),
        )
    )
    if report.screening["ledger"]["unread"]:
        yield bar(report.coverage / 100, _bar_says(report))
    yield from _problems(report)
    yield from _change(report)


def _bar_says(report: Report) -> str:
    unread = report.screening["ledger"]["unread"]
    return ngettext(
        "Read: %(read)s. Not read: %(share)s, %(num)s byte (hatched).",
        "Read: %(read)s. Not read: %(share)s, %(num)s bytes (hatched).",
        unread,
        read=three_numbers(report)[0],
        share=unread_share(report),
    )


def _problems(report: Report) -> Iterator[Block]:
    found = report.screening["problems"]
    told = [text(_(STOPPED))] if report.run["interrupted"] else []
    told += [quoted(problem) for problem in found[:MOST_PROBLEMS]]
    if (left := len(found) - MOST_PROBLEMS) > 0:
        more = ngettext("%(num)s more problem in report.json.", "%(num)s more problems in report.json.", left)
        told.append(text(more))
    if told:
        yield heading(_("Problems of this run"), 2)
        yield points([each] for each in told)


def _change(report: Report) -> Iterator[Block]:
    change = change_of(report)
    if not change:
        return
    yield heading(_("What this update changes"), 2)
    yield paragraph(quoted(change["headline"]))
    lines = (*change["caveats"], *details(_telling_first(change), MOST_CHANGES))
    yield points(([quoted(each)] for each in lines), small=True)
    old = change["old"]
    yield paragraph(
        soft(
            _("Deployed version: %(name)s, screened on %(date)s.", name=old["name"], date=old["date"]), LONGEST_NAME * 2
        ),
        look="note",
    )


def _telling_first(change: dict[str, Any]) -> dict[str, Any]:
    """``change`` with the settings that switch something on or off before those that do so only with others."""
    switches = sorted(change["switches"], key=lambda row: not row.get("plain"))
    return {**change, "switches": switches}


def next_steps(report: Report) -> Iterator[Block]:
    """What to do now, in order."""
    yield heading(_("What to do next"))
    yield points(([text(step)] for step in advice.next_steps(report)), numbered=True)
