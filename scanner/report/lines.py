"""The lines of the summary for people, made once for the plain text file and for the terminal.

An officer reads from the top: the verdict, why, how much was read, what to do next. Testers and engineers go on: what
was found where, what was not read, what to ask, which law, made with what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scanner.compare.lines import details
from scanner.document.report import Report
from scanner.report.advice import next_steps
from scanner.report.changes import change_of
from scanner.report.clauses import law_line
from scanner.report.facts import STOPPED
from scanner.report.fitting import GAP, Line, columns, fit, side_by_side, wrapped
from scanner.report.groups import Group, Product, places, products
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import draft_notice, ngettext, untranslated_notice
from scanner.report.languages.speaking import gettext as _
from scanner.report.packs import age, holds, warnings
from scanner.report.paths import at
from scanner.report.sentences import beside_the_verdict, missing_tools, numbers, unread, verdict_sentence
from scanner.report.versions import named
from scanner.report.words import table, word
from scanner.text import ELLIPSIS, size_text
from scanner.types import ByteState, State, Verdict

WIDTH = 80
_SHORTEST_NAME = 10
"""Columns that the delivery's name needs beside the verdict, which is never cut; else it has a line of its own."""
_ALL = 1 << 30
_MARGIN = 12
"""Columns that are lost where a text is broken between two lines."""
HEIGHT = 20
"""Of the 24 lines of a terminal: one is the command's, two name the files that were written, one is the next prompt."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How much of each thing a summary shows; what is left out is counted."""

    products: int
    regions: int
    questions: int
    changes: int
    problems: int
    reason: int
    """Lines for why the region that decides was not read."""
    one_line: bool
    """A product's capabilities in one paragraph, instead of a line for each step of the ladder."""
    asides: int
    """1: what explains the numbers, bytes by state and missing programs. 2: also what the signatures hold."""


_CAPS = (
    Caps(3, 2, 3, 3, 3, 3, one_line=False, asides=2),
    Caps(3, 2, 2, 2, 2, 3, one_line=False, asides=2),
    Caps(3, 2, 2, 2, 2, 3, one_line=False, asides=1),
    Caps(3, 2, 1, 2, 2, 3, one_line=False, asides=1),
    Caps(3, 2, 1, 2, 2, 3, one_line=False, asides=0),
    Caps(3, 2, 1, 2, 2, 3, one_line=True, asides=0),
    Caps(2, 2, 1, 2, 2, 3, one_line=True, asides=0),
    Caps(2, 1, 1, 1, 1, 2, one_line=True, asides=0),
    Caps(2, 1, 0, 1, 1, 1, one_line=True, asides=0),
    Caps(1, 1, 0, 1, 1, 1, one_line=True, asides=0),
    Caps(1, 1, 0, 0, 1, 1, one_line=True, asides=0),
    Caps(1, 1, 0, 0, 0, 1, one_line=True, asides=0),
)
"""From generous to scarce: the first that fits is taken, the last where none does."""


def lines(report: Report, width: int = WIDTH) -> Iterator[Line]:
    """The summary, line by line, none wider than ``width`` columns."""
    made: list[Line] = []
    found = products(report)
    for caps in _CAPS:
        made = list(_all(report, found, width, caps))
        if len(made) <= HEIGHT:
            break
    yield from (Line(fit(line.text, width), line.style) for line in made)


def head(report: Report, width: int) -> Iterator[Line]:
    """The answer: verdict, sentence, numbers, what to do next."""
    mark = word("verdict", report.verdict.value)
    badge = f" {mark['shape']} {mark['word'].upper()} "
    if columns(badge) + _SHORTEST_NAME < width:
        yield Line(f"{badge} {fit(report.name, width - columns(badge) - 2)} ", report.verdict.value)
    else:
        yield from (Line(line, report.verdict.value) for line in (badge, f" {fit(report.name, width - 2)} "))
    if beside := beside_the_verdict(report):
        yield from (Line(f"   {line.text} ", report.verdict.value) for line in wrapped(beside, width - 4))
    if draft := draft_notice():
        yield from wrapped(draft, width)
    for line in wrapped(verdict_sentence(report), width):
        yield Line(line.text, "sentence")
    if report.run["interrupted"]:
        yield from wrapped(_(STOPPED), width)
    read, found, asked = numbers(report)
    told = _(
        "Read: %(read)s   Findings: %(found)s   Questions to the vendor: %(asked)s   Exit code: %(code)s",
        read=read,
        found=found,
        asked=asked,
        code=report.exit_code,
    )
    yield from side_by_side(told.split(GAP), width)
    yield from wrapped(_("Next: %(step)s", step=next_steps(report)[0]), width, indent="  ")


def byte_line(report: Report) -> str:
    """``Bytes: 1.2 MB searched, 3.0 kB padding, 4.2 MB encrypted``."""
    counts = report.screening["ledger"]["states"]
    told = [f"{size_text(counts[key])} {word('bytes_short', key)}" for key in map(str, _STATES) if key in counts]
    return _("Bytes: %(states)s", states=", ".join(told)) if told else ""


_STATES = tuple(state.value for state in ByteState)


def ladder(group: Group) -> str:
    """How far the weightiest finding of ``group`` has got: ``A program calls it``."""
    client = group.first["product"]["kind"] == "client"
    words = table("how_far_client") if client else {}
    state = group.first["state"]
    return str(words.get(state) or word("how_far", state))


def _all(report: Report, found: Sequence[Product], width: int, caps: Caps) -> Iterator[Line]:
    yield from head(report, width)
    yield from _change(report, width, caps)
    yield from _findings(found, width, caps)
    yield from _unread(report, width, caps)
    yield from _questions(report, width, caps)
    yield from _problems(report, width, caps)
    for verdict in report.screening["verdicts"]:
        told = law_line(verdict, width)
        if ELLIPSIS in told and caps.reason > 1:  # there is room for a citation that is not cut
            told = law_line(verdict, 2 * width - _MARGIN)
        yield from wrapped(told, width, indent="  ")
    if caps.asides:
        if told := byte_line(report):
            yield from wrapped(told, width, indent="  ", most=2)
        if missing := missing_tools(report):
            yield from wrapped(_("Not installed: %(programs)s", programs=missing), width, indent="  ")
    yield from _made_with(report, width, caps)


def _change(report: Report, width: int, caps: Caps) -> Iterator[Line]:
    """What the update changes, where the screening was against a deployed version."""
    change = change_of(report)
    if not change:
        return
    yield Line(_("What this update changes"), "heading")
    yield from wrapped(said(change["headline"]), width, "  ", "  ", most=4)
    for sentence in change["caveats"]:
        yield from wrapped(said(sentence), width, "  ", "  ", most=2)
    if caps.changes:
        for sentence in details(change, caps.changes):
            yield from wrapped(said(sentence), width, "    ", "      ", most=2)
    else:
        left = sum(1 for _sentence in details(change, _ALL))
        yield Line(
            "  "
            + ngettext("and %(num)s more sentence in report.json", "and %(num)s more sentences in report.json", left)
        )


def _findings(found: Sequence[Product], width: int, caps: Caps) -> Iterator[Line]:
    if not found:
        return
    yield Line(_("What was found"), "heading")
    for product in found[: caps.products]:
        yield from _product(product, width, caps)
    left = sum(len(group.findings) for product in found[caps.products :] for group in product.groups)
    if left:
        others = ngettext("%(num)s more product", "%(num)s more products", len(found) - caps.products)
        yield from wrapped(
            ngettext(
                "and %(num)s finding of %(others)s in report.json",
                "and %(num)s findings of %(others)s in report.json",
                left,
                others=others,
            ),
            width,
            "  ",
            "  ",
        )


def _product(product: Product, width: int, caps: Caps) -> Iterator[Line]:
    groups = sorted(product.groups, key=lambda group: -State.of(group.first["state"]))
    first = groups[0].first
    steps: dict[str, list[str]] = {}
    for group in groups:
        steps.setdefault(ladder(group), []).append(str(word("name", group.capability)))
    told = [_("%(step)s: %(capabilities)s", step=step, capabilities=", ".join(each)) for step, each in steps.items()]
    count = sum(len(group.findings) for group in groups)
    more = ngettext(" (%(num)s finding)", " (%(num)s findings)", count) if count > len(groups) else ""
    name = f"{fit(named(first, width), width - 24)}{more}"
    if caps.one_line:
        yield from wrapped(f"{name}. {'. '.join(told)}", width, "  ", "    ")
    else:
        yield Line(f"  {name}", "name")
        for step in told:
            yield from wrapped(step, width, "    ", "      ")
    for _fact, place in list(places(product.groups[0].first))[:1]:
        yield Line(f"    {place['path']} {at(place['offset'])}".rstrip())
    for remark in first.get("remarks", ())[:1]:
        if first["product"]["kind"] == "client":
            yield from wrapped(said(remark), width, "    ", "    ", most=2)


def _unread(report: Report, width: int, caps: Caps) -> Iterator[Line]:
    regions = unread(report, caps.regions)
    if not regions.shown:
        return
    yield Line(_("Not read: %(regions)s", regions=regions.summary), "heading")
    deciding = report.verdict is Verdict.INCONCLUSIVE
    for number, region in enumerate(regions.shown):
        yield Line(f"  {region_line(region)}")
        reason = f"{said(region['reason'])}. " if region["reason"] else ""
        most = caps.reason if deciding and not number else 1
        yield from wrapped(f"{reason}{said(region['resolve'])}", width, "    ", "    ", most=most)
    if left := regions.left_out:
        yield Line(
            "  " + ngettext("and %(num)s more region in report.json", "and %(num)s more regions in report.json", left)
        )


def region_line(region: dict[str, object]) -> str:
    """``720.0 kB encrypted: update.bin!/app.img at 0x0``."""
    size, offset = int(str(region["length"])), region["offset"]
    where = f"{region['path']} {at(offset if isinstance(offset, int) else None)}".rstrip()
    return f"{size_text(size)} {word('bytes_short', str(region['state']))}: {where}"


def _questions(report: Report, width: int, caps: Caps) -> Iterator[Line]:
    questions = report.screening["questions"]
    if not questions:
        return
    shown = questions[: caps.questions]
    left = len(questions) - len(shown)
    if shown:
        yield Line(_("Ask the vendor"), "heading")
    for number, question in enumerate(shown, 1):
        yield from wrapped(f"{number}. {said(question['text'])}", width, "  ", "     ", most=2)
    if left:
        told = (
            ngettext("and %(num)s more question", "and %(num)s more questions", left)
            if shown
            else ngettext("Ask the vendor %(num)s question", "Ask the vendor %(num)s questions", left)
        )
        yield from wrapped(f"{told}: facescreen questions report.json", width, "  " if shown else "", "  ")


def _problems(report: Report, width: int, caps: Caps) -> Iterator[Line]:
    problems = report.screening["problems"]
    for problem in problems[: caps.problems]:
        yield Line(_("Problem of this run: %(problem)s", problem=said(problem)))
    if (left := len(problems) - caps.problems) > 0:
        told = (
            ngettext("and %(num)s more problem in report.json", "and %(num)s more problems in report.json", left)
            if caps.problems
            else ngettext(
                "%(num)s problem of this run in report.json", "%(num)s problems of this run in report.json", left
            )
        )
        yield Line(f"  {told}" if caps.problems else told)


def _made_with(report: Report, width: int, caps: Caps) -> Iterator[Line]:
    for warning in warnings(report):
        yield from wrapped(said(warning), width, indent="  ")
    told = whole_pack_line(report) if caps.asides > 1 else pack_line(report)
    yield from wrapped(told, width, indent="  ")
    if (limit := report.screening["fail_on"]) != "review":
        yield from wrapped(
            _("Weaker verdicts than this exit 0: %(limit)s (--fail-on)", limit=limit), width, indent="  "
        )
    yield from pack_parts(report, width)
    yield from wrapped(_("Report digest %(digest)s", digest=report.digest), width)
    if notice := untranslated_notice():
        yield from wrapped(notice, width, indent="  ")


def pack_line(report: Report) -> str:
    """The signatures that the report was made with, and their age on the day of the screening."""
    pack = report.screening["pack"]
    return _(
        "Signatures %(version)s (%(digest)s), %(age)s on %(date)s",
        version=pack["version"],
        digest=pack["digest"][:12],
        age=age(pack["age_days"]),
        date=report.screening["date"],
    )


def whole_pack_line(report: Report) -> str:
    """As :func:`pack_line`, with what the signatures hold and what they need."""
    pack = report.screening["pack"]
    return _(
        "%(pack)s: %(holds)s; needs facescreen %(version)s",
        pack=pack_line(report),
        holds=holds(pack),
        version=pack["min_engine"],
    )


def pack_parts(report: Report, width: int) -> Iterator[Line]:
    """Each pack, where there are several."""
    packs = report.screening["pack"]["packs"]
    for each in packs if len(packs) > 1 else ():
        told = f"{each['id']} {each['version']} ({each['digest'][:12]}), {age(each['age_days'])}: {holds(each)}"
        yield from wrapped(told, width, "  ", "    ")
