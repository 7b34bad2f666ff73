"""Which clause of which law a finding touches, why, and what somebody could attest: the lines of ``policy explain``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from scanner.document.report import Report
from scanner.report.clauses import clause_name, law_line
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import draft_notice
from scanner.report.languages.speaking import gettext as _
from scanner.report.sentences import verdict_sentence
from scanner.report.words import word

Row = dict[str, Any]


def explained(report: Report, findings: Sequence[str] = ()) -> Iterator[str]:
    """Plain lines about every law of ``report``, or about what it says of the findings with these ids.

    :raises KeyError: for an id that the report does not have.
    """
    known = {finding["id"]: finding for finding in report.findings}
    chosen = [known[identifier] for identifier in findings] or list(report.findings)
    if draft := draft_notice():
        yield draft
    yield f"{report.name}: {word('verdict', report.verdict.value)['word']}. {verdict_sentence(report)}"
    for verdict in report.screening["verdicts"]:
        yield ""
        yield law_line(verdict)
        if against := verdict.get("standing"):
            yield f"  {said(against['sentence'])}"
        yield from (f"  {said(reason)}" for reason in verdict["reasons"] if not findings)
        for finding in chosen:
            yield from _finding(finding, verdict)
        yield from _exemptions(verdict, chosen)


def _finding(finding: Row, verdict: Row) -> Iterator[str]:
    row = next((row for row in verdict["outcomes"] if row["finding"] == finding["id"]), None)
    if row is None:
        return
    marks = "".join(f"+{said(qualifier)}" for qualifier in finding["qualifiers"])
    what = _(
        "%(product)s: %(capability)s is %(state)s",
        product=said(finding["product"]["name"]),
        capability=f"{said(finding['capability'])}{marks}",
        state=said(finding["state"]),
    )
    key = "no_clause" if row["outcome"] == "not_reached" else row["outcome"]
    why = f" ({_reason(row['why'])})" if row.get("why") else ""
    yield f"  {finding['id']} {what}: {word('outcome', key)['word'].lower()}{why}"
    for clause in verdict["clauses"]:
        if finding["id"] in clause["findings"]:
            yield f"    {clause_name(clause)}: {said(clause['says'])}"
            if clause["human_fact"]:
                yield f"      {said(clause['human_fact'])}"


def _reason(why: str) -> str:
    """A clause by its number; what stands in no clause is this program's reading, and is called so."""
    return said(why) if why.startswith("clause ") else _("this program's reading: %(why)s", why=said(why))


def _words(finding: Row) -> Iterator[str]:
    """The words under which a law may speak of it: ``analysis``, ``analysis+emotion``, ``+emotion``."""
    yield finding["capability"]
    for qualifier in finding["qualifiers"]:
        yield from (f"{finding['capability']}+{qualifier}", f"+{qualifier}")


def _exemptions(verdict: Row, findings: Sequence[Row]) -> Iterator[str]:
    """Exemptions that the chosen findings could fall under; the tool applies none."""
    words = {word for finding in findings for word in _words(finding)}
    for exemption in verdict["exemptions"]:
        if exemption["capabilities"] and not words & set(exemption["capabilities"]):
            continue
        told = {"number": clause_name(exemption), "summary": said(exemption["summary"])}
        yield "  " + _("Exemption %(number)s: %(summary)s It counts only if signed.", **told)
        signers = _(" and ").join(map(said, exemption["signers"]))
        for statement in exemption["statements"]:
            yield "    " + _("To sign by %(signers)s: %(statement)s", signers=signers, statement=said(statement))
        for check in exemption["checks"]:
            yield "    " + _("To be confirmed: %(check)s.", check=said(check).rstrip("."))
        for fact in exemption.get("facts", ()):
            yield f"    {word('speaks', fact['speaks'])['word']}: {said(fact['sentence'])}"
