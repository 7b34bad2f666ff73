"""A summary in Markdown for the page of a CI job, below 900 kB: GitHub drops one of 1,024 kB or more entirely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from scanner.compare.lines import change_lines
from scanner.document.report import Report
from scanner.report.changes import change_of
from scanner.report.clauses import answer, law_name
from scanner.report.facts import STOPPED, key_facts, left_out
from scanner.report.groups import outcomes, places, weight
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import ENGLISH, draft_notice, ngettext, speaking, untranslated_notice
from scanner.report.languages.speaking import gettext as _
from scanner.report.packs import described, warnings
from scanner.report.paths import at
from scanner.report.sentences import LONGEST_NAME, beside_the_verdict, numbers, verdict_sentence
from scanner.report.versions import named
from scanner.report.words import word
from scanner.text import safe_text, shorten

Row = dict[str, Any]

LARGEST = 900_000
"""Bytes of the whole summary."""
FINDINGS, REGIONS, QUESTIONS, LAWS, FACTS = 420_000, 230_000, 80_000, 50_000, 50_000
"""Bytes of the rows of each part; the rest is for what is always shown."""
LONGEST = 300
"""Characters of one cell."""
_TICKS = re.compile("`+")


class MarkdownFormat:
    """``report.md``: verdict, laws, findings, unread regions, questions. What does not fit is counted."""

    NAME: ClassVar[str] = "markdown"
    SUFFIX: ClassVar[str] = ".md"

    def __init__(self, language: str = ENGLISH) -> None:
        self._language = language

    def render(self, report: Report) -> bytes:
        """The summary as GitHub-flavoured Markdown."""
        with speaking(self._language):
            return "".join(f"{line}\n" for line in _lines(report)).encode("utf-8")


def code(text: object, longest: int = LONGEST) -> str:
    """``text`` as a code span: no link, no mention and no HTML begins in it."""
    shown = shorten(safe_text(str(text)), longest).strip() or "–"
    fence = "`" * (max((len(run) for run in _TICKS.findall(shown)), default=0) + 1)
    pad = " " if len(fence) > 1 else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _lines(report: Report) -> Iterator[str]:
    mark = word("verdict", report.verdict.value)
    read, found, questions = numbers(report)
    yield f"## {mark['shape']} {mark['word']}: {code(report.name)}"
    yield ""
    if beside := beside_the_verdict(report):
        yield from (f"**{beside}**", "")
    if draft := draft_notice():
        yield from (f"*{draft}*", "")
    yield code(verdict_sentence(report), 1000)
    yield ""
    yield f"{mark['plain']}"
    yield ""
    if report.run["interrupted"]:
        yield from (f"**{_(STOPPED)}**", "")
    yield _(
        "Read **%(read)s** · findings **%(found)s** · questions to the vendor **%(asked)s**",
        read=read,
        found=found,
        asked=questions,
    )
    if change := change_of(report):
        yield from ("", f"### {_('Against the deployed version')}", "")
        yield from (f"- {code(said(sentence), 500)}" for sentence in change_lines(change))
    yield from _laws(report)
    yield from _findings(report)
    yield from _regions(report)
    yield from _questions(report)
    yield from _footer(report)


def _laws(report: Report) -> Iterator[str]:
    rows = []
    for verdict in report.screening["verdicts"]:
        reached = [clause for clause in verdict["clauses"] if clause["outcome"] != "not_reached"]
        clauses = _whole([_clause(clause) for clause in reached])
        title = answer(verdict)["word"]
        reasons = " ".join(map(said, verdict["reasons"][:3]))
        rows.append((code(law_name(verdict)), title, code(clauses), code(reasons, 600)))
    heads = (_("law"), _("verdict"), _("clauses touched"), _("first reasons"))
    yield from _bounded(_("Laws"), heads, rows, LAWS, "law", report)


def _clause(clause: Row) -> str:
    outcome = word("outcome", clause["outcome"])["word"]
    return f"{said(clause['number'])} ({outcome}, {word('checked', clause['verified'])})"


def _whole(clauses: Sequence[str]) -> str:
    """As many as one cell holds, each with its mark; the others are counted."""
    shown = len(clauses)
    while shown > 1 and len(", ".join(clauses[:shown])) > LONGEST - 20:
        shown -= 1
    left = len(clauses) - shown
    rest = [ngettext("and %(num)s more", "and %(num)s more", left)] if left else []
    return ", ".join([*clauses[:shown], *rest])


def _findings(report: Report) -> Iterator[str]:
    outcome = outcomes(report)
    ordered = sorted(report.findings, key=lambda finding: (weight(finding, outcome), finding["id"]))
    rows = [_finding(finding, outcome.get(finding["id"], "not_reached")) for finding in ordered]
    heads = (_("id"), _("law"), _("product"), _("capability"), _("state"), _("first place"))
    yield from _bounded(_("Findings"), heads, rows, FINDINGS, "finding", report)


def _finding(finding: Row, outcome: str) -> Sequence[str]:
    _, place = next(places(finding), (None, None))
    where = f"{place['path']} {at(place['offset'])}".rstrip() if place else ""
    key = "no_clause" if outcome == "not_reached" else outcome
    return (
        code(finding["id"]),
        str(word("outcome", key)["word"]),
        code(named(finding, LONGEST_NAME)),
        " ".join(map(said, (finding["capability"], *finding["qualifiers"]))),
        said(finding["state"]),
        code(where),
    )


def _regions(report: Report) -> Iterator[str]:
    regions = report.screening["ledger"]["regions"]
    rows = [
        (
            f"{region['length']:,}",
            said(region["state"]),
            code(f"{region['path']} {at(region['offset'])}"),
            code(said(region["reason"])),
            code(said(region["resolve"])),
        )
        for region in regions
    ]
    heads = (_("bytes"), _("state"), _("where"), _("reason"), _("what would help"))
    yield from _bounded(_("Not read"), heads, rows, REGIONS, "region", report)


def _questions(report: Report) -> Iterator[str]:
    rows = [(str(n), code(said(question["text"]), 600)) for n, question in enumerate(report.screening["questions"], 1)]
    heads = (_("no."), _("question"))
    yield from _bounded(_("Questions to the vendor"), heads, rows, QUESTIONS, "question", report)


def _footer(report: Report) -> Iterator[str]:
    rows = [(code(name), code(text, 600)) for name, text in key_facts(report) if name not in {"sentence", "delivery"}]
    yield ""
    yield _("Signatures %(pack)s", pack=code(described(report.screening["pack"])))
    yield from (f"\n**{_('Note:')}** {code(text, 600)}" for text in list(warnings(report))[:10])
    yield ""
    if notice := untranslated_notice():
        yield from (notice, "")
    yield f"<details><summary>{_('Facts of this screening')}</summary>"
    yield from _bounded("", (_("fact"), _("value")), rows, FACTS, "fact", report)
    yield ""
    yield "</details>"


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield from ("", f"### {title}") if title else ()
    yield ""
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _bounded(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], room: int, noun: str, report: Report
) -> Iterator[str]:
    """A table whose rows have at most ``room`` bytes; how many are left out is said below it."""
    if not rows:
        return
    shown = 0
    rows = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    for row in rows:
        room -= sum(len(cell.encode("utf-8")) + 3 for cell in row) + 2
        if room < 0:
            break
        shown += 1
    yield from _table(title and f"{title} ({len(rows):,})", heads, rows[:shown])
    if shown < len(rows):
        yield ""
        yield left_out(len(rows) - shown, noun, report)
