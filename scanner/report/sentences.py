"""The verdict in one plain sentence, and the three numbers beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from scanner.document.report import Report
from scanner.report.floors import unread_too_much
from scanner.report.groups import outcomes, places, weightiest
from scanner.report.languages.phrasebook import said
from scanner.report.languages.speaking import gettext as _
from scanner.report.languages.speaking import ngettext
from scanner.report.paths import inner
from scanner.report.versions import named
from scanner.report.words import table, word
from scanner.text import shorten, size_text
from scanner.types import ByteState, Verdict

LONGEST_NAME = 90
"""Characters of a product's or file's name inside a sentence; the whole name stands with the finding."""


def verdict_sentence(report: Report) -> str:
    """The answer of the screening in one sentence. It never says more than the evidence does."""
    return _SENTENCES[report.verdict](report)


def beside_the_verdict(report: Report) -> str:
    """The second line of the verdict's badge, where its word alone would tell a reader to go on; else empty."""
    if report.verdict is not Verdict.NOTHING_FOUND or "process" not in outcomes(report).values():
        return ""
    return _("No ban reached, but a legal process may come first.")


def numbers(report: Report) -> tuple[str, str, str]:
    """Share read, number of findings, number of questions to the vendor."""
    return (f"{percent(report)} %", f"{len(report.findings):,}", f"{len(report.screening['questions']):,}")


def percent(report: Report) -> str:
    """The share read; 100 only when every byte was read."""
    return f"{report.coverage:.2f}".removesuffix(".00")


def unread_share(report: Report) -> str:
    """What is missing from 100, so that the two numbers add up; rounded up."""
    if not report.coverage and report.screening["ledger"]["read"]:
        return "> 99.99 %"
    return f"{100 - report.coverage:.2f} %"


def bytes_by_state(report: Report) -> str:
    """``raw 1.2 MB, padding 3.0 kB, encrypted 4.2 MB``: the leaves' bytes, in the order of the states."""
    counts = report.screening["ledger"]["states"]
    shown = [state.value for state in ByteState if state.value in counts]
    return ", ".join(f"{said(state)} {size_text(counts[state])}" for state in shown)


def missing_tools(report: Report) -> str:
    """``unsquashfs (squashfs-tools)``: programs that are not installed, with their Debian packages."""
    tools = [tool for tool in report.screening["capabilities"]["tools"] if tool["missing"]]
    return ", ".join(f"{t['name']} ({t['package']})" if t["package"] else str(t["name"]) for t in tools)


def evidence_phrase(finding: dict[str, Any]) -> str:
    """``ArcSoft ArcFace 3.0, called by /usr/bin/ipcamd``."""
    where = next((_where(fact, place) for fact, place in places(finding)), said("the delivery"))
    return _(
        "%(product)s, %(use)s %(place)s",
        product=named(finding, LONGEST_NAME),
        use=_use(finding),
        place=shorten(where, LONGEST_NAME),
    )


def _where(fact: dict[str, Any], place: dict[str, Any]) -> str:
    """The file of some evidence; of a gallery its folder, above those that are each one person's."""
    path = inner(place["path"])
    if fact["kind"] != "folder":
        return path
    _, star, below = fact["value"].partition("*")
    return "/".join(path.split("/")[: -1 - (len(below.split("/")) if star else 0)]) or path


def _use(finding: dict[str, Any]) -> str:
    """A kit that operates devices is no use of faces by being there: it gets a wording of its own."""
    words = table("use_client") if finding["product"]["kind"] == "client" else {}
    return str(words.get(finding["state"]) or word("use", finding["state"]))


def _found(report: Report) -> str:
    finding = weightiest(report)
    if finding is None:
        return _("This delivery has something that the wording of the law reaches.")
    return _(
        "This delivery contains %(what)s that the wording of the law reaches: %(evidence)s.",
        what=word("class", finding["class"]),
        evidence=evidence_phrase(finding),
    )


def _inconclusive(report: Report) -> str:
    ledger = report.screening["ledger"]
    if not ledger["total"]:
        return _("This delivery could not be checked: it does not hold a single byte.")
    if not ledger["balanced"]:
        return _("This delivery could not be checked: the count of its bytes does not add up.")
    if _unread_decides(report):
        return ngettext(
            "This delivery could not be checked: %(num)s byte (%(share)s) could not be read.",
            "This delivery could not be checked: %(num)s bytes (%(share)s) could not be read.",
            ledger["unread"],
            share=unread_share(report),
        )
    reasons = [r for v in report.screening["verdicts"] if v["verdict"] == "inconclusive" for r in v["reasons"]]
    if not reasons:
        return _("This delivery could not be checked: a part of the screening failed.")
    return _("This delivery could not be checked: %(reason)s", reason=said(reasons[0]))


def _unread_decides(report: Report) -> bool:
    """Unread bytes are above the floor of a policy that is inconclusive (the floors are printed in the document)."""
    policies = [v["policy"] for v in report.screening["verdicts"] if v["verdict"] == "inconclusive"]
    return any(unread_too_much(report, policy) for policy in policies)


def _review(report: Report) -> str:
    finding = weightiest(report)
    if finding is None:
        return _("A person must decide about this delivery; the reasons are below.")
    return _(
        "A person must decide on %(what)s here: %(evidence)s.",
        what=word("class", finding["class"]),
        evidence=evidence_phrase(finding),
    )


def _nothing_found(report: Report) -> str:
    """Findings that only ask for a process, or of which no law speaks, are no notes: each kind is counted."""
    counts = Counter(outcomes(report).get(finding["id"], "note") for finding in report.findings)
    read = percent(report)
    told = [_("Nothing found in %(read)s %% read.", read=read)]
    if process := counts.pop("process", 0):
        told[0] = _("Nothing that a law bans was found in %(read)s %% read.", read=read)
        told.append(
            ngettext(
                "A legal process may come first for %(num)s finding.",
                "A legal process may come first for %(num)s findings.",
                process,
            )
        )
    if silent := counts.pop("not_reached", 0):
        told.append(
            ngettext(
                "%(num)s finding lies outside the wording of the law.",
                "%(num)s findings lie outside the wording of the law.",
                silent,
            )
        )
    if notes := counts.total():
        told.append(ngettext("%(num)s finding is a note only.", "%(num)s findings are notes only.", notes))
    return " ".join(told)


_SENTENCES = {
    Verdict.FOUND: _found,
    Verdict.INCONCLUSIVE: _inconclusive,
    Verdict.REVIEW: _review,
    Verdict.NOTHING_FOUND: _nothing_found,
}


@dataclass(frozen=True, slots=True)
class Unread:
    """The regions that were not read, for a short list: those shown and the number left out."""

    shown: tuple[dict[str, Any], ...]
    left_out: int
    summary: str
    """``2 regions, 4.2 MB``."""


def unread(report: Report, most: int) -> Unread:
    """At most ``most`` unread regions, the largest first."""
    ledger = report.screening["ledger"]
    regions = ledger["regions"]
    text = f"{ngettext('%(num)s region', '%(num)s regions', len(regions))}, {size_text(ledger['unread'])}"
    return Unread(tuple(regions[:most]), max(0, len(regions) - most), text)
