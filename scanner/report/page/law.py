"""The laws: each with its verdict, its reasons and its clauses."""

from __future__ import annotations

from typing import Any

from scanner.document.report import Report
from scanner.report.groups import outcomes
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import ngettext
from scanner.report.page.limits import MOST_NAMES, MOST_REASONS


def section(report: Report) -> dict[str, Any]:
    """The verdicts, and ``because(clause)``: the products that give a clause its outcome."""
    known = outcomes(report)
    names = {finding["id"]: (finding["product"]["name"], known.get(finding["id"], "")) for finding in report.findings}
    return {
        "verdicts": report.screening["verdicts"],
        "most_reasons": MOST_REASONS,
        "because": lambda clause: _because(clause, names),
    }


def _because(clause: dict[str, Any], names: dict[str, tuple[str, str]]) -> list[str]:
    """Products whose findings give a clause its outcome, each once; all that it speaks of when none stands out."""
    rows = [names[identifier] for identifier in clause["findings"]]
    deciding = [name for name, outcome in rows if outcome == clause["outcome"]]
    chosen = [said(name) for name in sorted(set(deciding or (name for name, _ in rows)))]
    rest = len(chosen) - MOST_NAMES
    more = [ngettext("%(num)s more product", "%(num)s more products", rest)] if rest > 0 else []
    return [*chosen[:MOST_NAMES], *more]
