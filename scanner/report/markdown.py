"""A summary in Markdown for the page of a CI job, below 900 kB: GitHub drops one of 1,024 kB or more entirely."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, ClassVar

from scanner.compare.lines import change_lines
from scanner.document.report import Report
from scanner.report.clauses import law_name
from scanner.report.facts import STOPPED, key_facts, left_out
from scanner.report.groups import outcomes, places, weight
from scanner.report.languages.speaking import ENGLISH, speaking
from scanner.report.packs import described, warnings
from scanner.report.paths import at
from scanner.report.sentences import LONGEST_NAME, numbers, verdict_sentence
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
    yield code(verdict_sentence(report), 1000)
    yield ""
    yield f"{mark['plain']}"
    yield ""
    if report.run["interrupted"]:
        yield from (f"**{STOPPED}**", "")
    yield f"Read **{read}** · findings **{found}** · questions to the vendor **{questions}**"
    if change := report.screening.get("change"):
        yield from ("", "### Against the deployed version", "")
        yield from (f"- {code(sentence, 500)}" for sentence in change_lines(change))
    yield from _laws(report)
    yield from _findings(report)
    yield from _regions(report)
    yield from _questions(report)
    yield from _footer(report)


def _laws(report: Report) -> Iterator[str]:
    rows = []
    for verdict in report.screening["verdicts"]:
        reached = [clause for clause in verdict["clauses"] if clause["outcome"] != "not_reached"]
        clauses = _whole([f"{c['number']} ({c['outcome']}, {word('checked', c['verified'])})" for c in reached])
        title = word("verdict", verdict["verdict"])["word"]
        reasons = " ".join(verdict["reasons"][:3])
        rows.append((code(law_name(verdict)), title, code(clauses), code(reasons, 600)))
    yield from _bounded("Laws", ("law", "verdict", "clauses touched", "first reasons"), rows, LAWS, "law", report)


def _whole(clauses: Sequence[str]) -> str:
    """As many as one cell holds, each with its mark; the others are counted."""
    shown = len(clauses)
    while shown > 1 and len(", ".join(clauses[:shown])) > LONGEST - 20:
        shown -= 1
    rest = [f"and {len(clauses) - shown} more"] if shown < len(clauses) else []
    return ", ".join([*clauses[:shown], *rest])


def _findings(report: Report) -> Iterator[str]:
    said = outcomes(report)
    ordered = sorted(report.findings, key=lambda finding: (weight(finding, said), finding["id"]))
    rows = [_finding(finding, said.get(finding["id"], "not_reached")) for finding in ordered]
    heads = ("id", "law", "product", "capability", "state", "first place")
    yield from _bounded("Findings", heads, rows, FINDINGS, "finding", report)


def _finding(finding: Row, outcome: str) -> Sequence[str]:
    _, place = next(places(finding), (None, None))
    where = f"{place['path']} {at(place['offset'])}".rstrip() if place else ""
    key = "no_clause" if outcome == "not_reached" else outcome
    return (
        code(finding["id"]),
        str(word("outcome", key)["word"]),
        code(named(finding, LONGEST_NAME)),
        " ".join((finding["capability"], *finding["qualifiers"])),
        finding["state"],
        code(where),
    )


def _regions(report: Report) -> Iterator[str]:
    regions = report.screening["ledger"]["regions"]
    rows = [
        (f"{r['length']:,}", r["state"], code(f"{r['path']} {at(r['offset'])}"), code(r["reason"]), code(r["resolve"]))
        for r in regions
    ]
    heads = ("bytes", "state", "where", "reason", "what would help")
    yield from _bounded("Not read", heads, rows, REGIONS, "region", report)


def _questions(report: Report) -> Iterator[str]:
    rows = [(str(n), code(question["text"], 600)) for n, question in enumerate(report.screening["questions"], 1)]
    yield from _bounded("Questions to the vendor", ("no.", "question"), rows, QUESTIONS, "question", report)


def _footer(report: Report) -> Iterator[str]:
    rows = [(name, code(text, 600)) for name, text in key_facts(report) if name not in {"sentence", "delivery"}]
    yield ""
    yield f"Signatures {code(described(report.screening['pack']))}"
    yield from (f"\n**Note:** {code(text, 600)}" for text in list(warnings(report))[:10])
    yield ""
    yield "<details><summary>Facts of this screening</summary>"
    yield from _bounded("", ("fact", "value"), rows, FACTS, "fact", report)
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
