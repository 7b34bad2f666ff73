"""The change document: what an update changes, as data and in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scanner.compare.conditions import caveats, same_means, side
from scanner.compare.files import pair, summary
from scanner.compare.findings import RISEN, SEEN_NOW, capabilities, changes
from scanner.compare.headline import headline
from scanner.compare.laws import clauses
from scanner.compare.switches import switches, turned_on
from scanner.compare.versions import versions
from scanner.compare.visibility import visibility
from scanner.document.report import Report
from scanner.text import shorten
from scanner.types import Policy, State

SCHEMA = "facescreen-change/1"
EXIT_CODES = {"nothing-new": 0, "risen": 1, "visibility-lost": 3, "review": 4}
"""Outcome of a comparison → exit code of ``facescreen compare``; the earlier of 1, 3 and 4 wins."""


def compare(
    old: Report, new: Report, own_digest: bool = True, laws: Sequence[Policy] = (), unknown: Sequence[str] = ()
) -> dict[str, Any]:
    """What ``new`` changes against ``old``, the version in use, and what ``laws`` say of it because it is new.

    Neither report is altered. ``unknown`` names laws that a report was judged by and that are not at hand.

    The document has the shape of ``$defs/change`` in the report's schema. Without ``own_digest`` the digest of ``new``
    is left out: a report that holds the change cannot name itself.
    """
    was, now = old.document["screening"], new.document["screening"]
    files = pair(was["nodes"], now["nodes"])
    change: dict[str, Any] = {
        "schema": SCHEMA,
        "old": side(old, old.digest),
        "new": side(new, new.digest if own_digest else ""),
        "caveats": [*caveats(old, new), *map(_not_at_hand, unknown)],
        "findings": changes(was["findings"], now["findings"], files, same_means(was, now)),
        "capabilities": capabilities(was["findings"], now["findings"]),
        "versions": versions(was["findings"], now["findings"]),
        "visibility": visibility(was, now, files),
        "switches": switches(was["findings"], now["findings"], files),
        "clauses": list(clauses(laws, old, new)),
        "files": summary(files),
        "partial": _partial(old, new),
    }
    outcome = _outcome(change)
    return {**change, "outcome": outcome, "headline": headline({**change, "outcome": outcome})}


def with_change(new: Report, old: Report, laws: Sequence[Policy] = ()) -> Report:
    """``new`` with what it changes against ``old`` as ``screening.change``; a change it had already is replaced.

    Verdicts stay as they are: the screening that ``new`` comes of has judged ``laws`` with the version in use.
    """
    bare = Report({**new.document, "screening": {k: v for k, v in new.document["screening"].items() if k != "change"}})
    screening = {**bare.document["screening"], "change": compare(old, bare, own_digest=False, laws=laws)}
    return Report({**new.document, "screening": screening})


def exit_code(change: Mapping[str, Any]) -> int:
    """0 nothing new, 1 a capability appeared or rose, 3 visibility was lost, 4 something for a person to judge."""
    return EXIT_CODES[change["outcome"]]


def _outcome(change: Mapping[str, Any]) -> str:
    seen = change["visibility"]
    if any(row["change"] in RISEN and State.of(row["new"]) > State.MENTIONED for row in change["findings"]):
        return "risen"
    if seen["lost"] or seen["below_floor"]:
        return "visibility-lost"
    return "review" if any(_doubts(change)) else "nothing-new"


def _doubts(change: Mapping[str, Any]) -> tuple[bool, ...]:
    """What a person must look at: a name that is only mentioned, something that today's signatures know, a switch,
    new bytes that could not be read, or a screening that was not whole."""
    seen = change["visibility"]
    return (
        any(row["change"] in {*RISEN, *SEEN_NOW} for row in change["findings"]),
        any(turned_on(row) for row in change["switches"]),
        seen["unread_new"]["count"] > 0,
        seen["unread_same"] > 0,
        change["partial"],
    )


def _not_at_hand(law: str) -> str:
    return f"The law {shorten(law, 60)} is not among the laws in use here: what it says of an update is not shown."


def _partial(old: Report, new: Report) -> bool:
    """Whether a run was stopped before its end."""
    return any(report.document["run"]["interrupted"] for report in (old, new))
