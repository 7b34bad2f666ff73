"""The questions to the vendor by themselves: a letter in Markdown, or JSON for a system that tracks the answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from scanner.document.report import Report
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import draft_notice, marked, ngettext, untranslated_notice
from scanner.report.languages.speaking import gettext as _
from scanner.report.markdown import code
from scanner.report.sentences import percent

MOST_PATHS = 20
"""Files, or else folders, that one question of the letter names; the JSON has all files."""
DEEPEST = 32
"""Folders of one path that are looked at."""
_CONTEXT = {"vendor": marked("Vendor"), "product": marked("Product"), "contract": marked("Contract")}


def letter(report: Report) -> bytes:
    """All questions as numbered Markdown, with the files that each is about, or how many there are in which folder."""
    return "".join(f"{line}\n" for line in _letter(report)).encode("utf-8")


def as_json(report: Report) -> bytes:
    """All questions as JSON, each with number, kind, text and files, and every unread region with place and reason.

    Beside them the delivery, its SHA-256, who delivered it, the date and the digest of the report.
    """
    screening = report.screening
    delivery = screening["delivery"]
    document = {
        "delivery": report.name,
        "sha256": delivery["sha256"],
        "context": delivery["context"],
        "date": screening["date"],
        "report": report.digest,
        "questions": [{"number": n, **question} for n, question in enumerate(screening["questions"], 1)],
        "regions": screening["ledger"]["regions"],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _letter(report: Report) -> Iterator[str]:
    screening = report.screening
    asked = screening["questions"]
    yield "# " + _("Questions about %(delivery)s", delivery=code(report.name))
    yield ""
    if draft := draft_notice():
        yield from (f"*{draft}*", "")
    context = screening["delivery"]["context"]
    if known := [f"{_(title)}: {code(context[key])}" for key, title in _CONTEXT.items() if context[key]]:
        yield from (" · ".join(known), "")
    yield _(
        "This delivery was screened for face recognition on %(date)s; %(read)s %% of it could be read.",
        date=screening["date"],
        read=percent(report),
    )
    yield _please(len(asked))
    yield ""
    yield _("SHA-256 of the delivery: %(digest)s", digest=code(screening["delivery"]["sha256"]))
    for number, question in enumerate(asked, 1):
        yield from _question(number, question)
    if any(len(question["about"]) > MOST_PATHS for question in asked):
        yield ""
        yield _(
            "Where folders are named, the list (JSON) that goes with this letter has each file under the same number."
        )
    yield ""
    yield _("Report %(digest)s", digest=code(report.digest))
    if notice := untranslated_notice():
        yield from ("", notice)


def _please(asked: int) -> str:
    if not asked:
        return _("No question is open.")
    return ngettext("Please answer by number: %(num)s question.", "Please answer by number: %(num)s questions.", asked)


def _question(number: int, question: dict[str, Any]) -> Iterator[str]:
    about = question["about"]
    yield ""
    yield f"{number}. {code(said(question['text']), 4096)}"
    if not about or (question["kind"] == "unread" and len(about) == 1):  # the text names it
        return
    yield ""
    if len(about) <= MOST_PATHS:
        yield from (f"   - {code(path, 4096)}" for path in about)
    else:
        folders = _folders(about).items()
        for folder, count in folders:
            where = code(folder, 4096)
            yield "   - " + ngettext("%(num)s file in %(folder)s", "%(num)s files in %(folder)s", count, folder=where)


def _folders(paths: Sequence[str]) -> dict[str, int]:
    """Folder → number of the ``paths`` below it, all in all every path: the deepest folders that are few enough."""
    split = [path.split("/")[:-1] for path in paths]
    chosen = Counter({said("the delivery"): len(paths)})
    for depth in range(1, min(DEEPEST, max(map(len, split))) + 1):
        counted = Counter("/".join((*parts[:depth], "")) or "." for parts in split)
        if len(counted) > MOST_PATHS:
            break
        chosen = counted
    return dict(sorted(chosen.items(), key=lambda item: (-item[1], item[0])))
