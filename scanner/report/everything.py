"""What ``--verbose`` shows: every finding with its places, every unread region, every question, every file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanner.compare.lines import change_lines
from scanner.document.report import Report
from scanner.report.changes import change_of
from scanner.report.clauses import law_line
from scanner.report.fitting import Line, wrapped
from scanner.report.groups import Group, Product, outcomes, places, products, touched
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext, untranslated_notice
from scanner.report.languages.standins import stand_ins
from scanner.report.lines import byte_line, head, ladder, pack_parts, region_line, whole_pack_line
from scanner.report.packs import warnings
from scanner.report.paths import at
from scanner.report.sentences import missing_tools
from scanner.report.versions import named
from scanner.report.words import word

Row = dict[str, Any]
_ALL = 1 << 30


def everything(report: Report, width: int, *, files: bool = True) -> Iterator[Line]:
    """Every line; sentences in ``width`` columns, paths whole. ``files`` False: a log has told them already."""
    yield from head(report, width)
    if change := change_of(report):
        yield _heading(_("What this update changes"))
        for sentence in change_lines(change, _ALL):
            yield from wrapped(said(sentence), width, "  ", "    ")
    yield from _findings(report, width)
    yield from _unread(report, width)
    yield from _questions(report, width)
    yield from _laws(report, width)
    if files:
        yield from _files(report)
    yield from _made_with(report, width)


def _heading(text: str) -> Line:
    return Line(text, "heading")


def _findings(report: Report, width: int) -> Iterator[Line]:
    if not report.findings:
        return
    yield _heading(_("What was found: %(count)s", count=f"{len(report.findings):,}"))
    reached, clauses = outcomes(report), touched(report)
    for product in products(report):
        yield from _product(product, width)
        for group in product.groups:
            for finding in group.findings:
                yield from _finding(
                    finding, group, reached.get(finding["id"], ""), clauses.get(finding["id"], []), width
                )


def _product(product: Product, width: int) -> Iterator[Line]:
    first = product.groups[0].first
    yield Line(f"  {named(first, _ALL)} ({product.product['vendor'] or _('maker unknown')})", "name", whole=True)
    yield from wrapped(said(product.product["sentence"]), width, "    ", "    ")
    for remark in first.get("remarks", ()):
        yield from wrapped(said(remark), width, "    ", "    ")


def _finding(finding: Row, group: Group, outcome: str, clauses: list[str], width: int) -> Iterator[Line]:
    capability = str(word("name", group.capability))
    qualifiers = ", ".join(str(word("qualifier", each)) for each in finding["qualifiers"])
    marks = f" ({qualifiers})" if qualifiers else ""
    law = word("outcome", outcome or "no_clause")["word"]
    told = _(
        "%(id)s  %(step)s: %(capability)s. Law: %(law)s",
        id=finding["id"],
        step=ladder(Group(group.capability, (finding,), "", (), ())),
        capability=f"{capability}{marks}",
        law=", ".join([law, *clauses]),
    )
    yield from wrapped(told, width, "    ", "      ")
    for fact, place in places(finding):
        times = ngettext(" (%(num)s time)", " (%(num)s times)", place["count"]) if place["count"] > 1 else ""
        where = f"{place['path']} {at(place['offset'])}".rstrip()
        shown = stand_ins(place["detail"] or place["value"] or fact["value"])
        yield Line(f"      {where}: {shown}{times}; {word('place', place['place'])}", whole=True)
    if left := finding["left_out"]:
        yield Line("      " + ngettext("and %(num)s more place", "and %(num)s more places", left))


def _unread(report: Report, width: int) -> Iterator[Line]:
    ledger = report.screening["ledger"]
    if not ledger["regions"]:
        return
    yield _heading(
        _("Not read: %(count)s", count=ngettext("%(num)s region", "%(num)s regions", len(ledger["regions"])))
    )
    for region in ledger["regions"]:
        yield Line(f"  {region_line(region)}", whole=True)
        reason = f"{said(region['reason'])}. " if region["reason"] else ""
        yield from wrapped(f"{reason}{said(region['resolve'])}", width, "    ", "    ")


def _questions(report: Report, width: int) -> Iterator[Line]:
    questions = report.screening["questions"]
    if not questions:
        return
    yield _heading(_("Ask the vendor"))
    for number, question in enumerate(questions, 1):
        yield from wrapped(f"{number}. {said(question['text'])}", width, "  ", "     ")
        yield from (Line(f"       {path}", whole=True) for path in question["about"])


def _laws(report: Report, width: int) -> Iterator[Line]:
    for verdict in report.screening["verdicts"]:
        yield from wrapped(law_line(verdict), width, indent="  ")
        for reason in verdict["reasons"]:
            yield from wrapped(said(reason), width, "    ", "      ")


def _files(report: Report) -> Iterator[Line]:
    """What was done to which file, as the log says it while the screening runs."""
    nodes = report.screening["nodes"]
    yield _heading(_("Files: %(count)s", count=f"{len(nodes):,}"))
    for node in nodes:
        yield Line(f"  {file_line(node)}", whole=True)


def file_line(node: Row) -> str:
    """``update.bin!/etc/passwd: text, 62 bytes, seen by names, bytes``."""
    seen = ", ".join(node["seen_by"]) or _("no detector")
    size = ngettext("%(num)s byte", "%(num)s bytes", node["size"])
    return _(
        "%(path)s: %(format)s, %(size)s, seen by %(seen)s",
        path=node["path"],
        format=node["format"],
        size=size,
        seen=seen,
    )


def _made_with(report: Report, width: int) -> Iterator[Line]:
    screening = report.screening
    yield _heading(_("How it was screened"))
    for problem in screening["problems"]:
        yield from wrapped(_("Problem of this run: %(problem)s", problem=said(problem)), width, "  ", "    ")
    for warning in warnings(report):
        yield from wrapped(said(warning), width, "  ", "    ")
    yield from wrapped(byte_line(report), width, "  ", "    ")
    if missing := missing_tools(report):
        yield from wrapped(_("Not installed: %(programs)s", programs=missing), width, "  ", "    ")
    yield from wrapped(whole_pack_line(report), width, "  ", "    ")
    yield from pack_parts(report, width)
    for fence in report.run["isolation"]:
        yield from wrapped(_("Workers: %(fence)s", fence=said(fence)), width, "  ", "    ")
    told = _(
        "Screened on %(date)s; exit code %(code)s (--fail-on %(limit)s); SHA-256 of the delivery %(sha256)s",
        date=screening["date"],
        code=report.exit_code,
        limit=screening["fail_on"],
        sha256=screening["delivery"]["sha256"],
    )
    yield from wrapped(told, width, "  ", "    ")
    yield from wrapped(_("Report digest %(digest)s", digest=report.digest), width)
    if notice := untranslated_notice():
        yield from wrapped(notice, width, indent="  ")
