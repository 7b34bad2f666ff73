"""What an update changes, in plain sentences: the same for every output that is made for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scanner.compare.findings import RISEN
from scanner.compare.sentences import finding_line, setting_line
from scanner.compare.versions import version_line
from scanner.compare.words import word
from scanner.text import in_sentence, plural, size_text

MOST = 20
Row = Mapping[str, Any]


def change_lines(change: Row, most: int = MOST) -> Iterator[str]:
    """The headline, what it must be read with, then everything that changed: at most ``most`` lines of each kind, and
    a line that says how many are left out.
    """
    yield change["headline"]
    yield from change["caveats"]
    yield from details(change, most)


def details(change: Row, most: int = MOST) -> Iterator[str]:
    """The lines after headline and caveats."""
    yield from _some(
        [finding_line(row) for row in change["findings"]], most, "more change of findings", "more changes of findings"
    )
    named = [version_line(row) for row in change.get("versions", ())]
    yield from _some(named, most, "more product in another version", "more products in other versions")
    yield from _visibility(change, most)
    yield from _doubts(change)
    yield from _some([setting_line(row) for row in change["switches"]], most, "more setting", "more settings")
    yield from map(_clause, change.get("clauses", ()))
    yield _files(change)


def _doubts(change: Row) -> Iterator[str]:
    """What is new or gone may be so only because it could not be read on the other side."""
    seen, words = change["visibility"], {row["change"] for row in change["findings"]}
    hidden = seen["lost"] or seen["below_floor"] or seen["unread_same"] or seen["unread_new"]["count"]
    if hidden and words & {"vanished", "fell"}:
        yield "What is no longer seen may lie in what cannot be read."
    if words & set(RISEN) and (seen["gained"] or seen.get("read_same")):
        yield "What is new here may have been in what could not be read of the deployed version."


def _some(lines: list[str], most: int, one: str, many: str) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"And {plural(len(lines) - most, one, many)} in the JSON document."


def _visibility(change: Row, most: int) -> Iterator[str]:
    seen = change["visibility"]
    yield from _some(
        [_lost(row) for row in seen["lost"]],
        most,
        "more file that became unreadable",
        "more files that became unreadable",
    )
    if seen["below_floor"]:
        yield "The deployed version could be read far enough for an answer; this update cannot."
    unread = seen["unread_new"]
    if unread["count"]:
        files = plural(unread["count"], "new or changed file")
        yield f"{size_text(unread['bytes'])} in {files} could not be read, the most in {unread['files'][0]['path']}."
    if seen["unread_same"]:
        yield f"Less could be read this time of {plural(seen['unread_same'], 'file')} with the same bytes."
    if seen.get("read_same"):
        yield f"More could be read this time of {plural(seen['read_same'], 'file')} with the same bytes."
    yield from _some(
        [_gained(row) for row in seen["gained"]],
        most,
        "more file that became readable",
        "more files that became readable",
    )


def _lost(row: Row) -> str:
    reason = f" ({row['reason']})" if row["reason"] else ""
    return (
        f"Could be read before, and cannot be read now: {size_text(row['bytes'])} in {in_sentence(row['path'])}. "
        f"It is {word('unread', row['state'])}{reason}.{_held(row, 'Nor can')}"
    )


def _gained(row: Row) -> str:
    return (
        f"Could not be read before, and can be read now: {size_text(row['bytes'])} in {in_sentence(row['before'])}. "
        f"It was {word('unread', row['state'])}.{_held(row, 'So can')}"
    )


def _held(row: Row, how: str) -> str:
    return f" {how} {plural(row['files'], 'file')} inside it." if row["files"] else ""


def _clause(row: Row) -> str:
    law = row.get("law") or row["policy"]
    text = f"What is new here reaches clause {row['clause']} of the law “{law}”: {word('outcome', row['outcome'])}"
    return f"{text}. {row['human_fact']}".strip() if row["human_fact"] else f"{text}."


def _files(change: Row) -> str:
    files = change["files"]
    kinds = [kind for kind in ("opened", "closed") if kind in files and files[kind]["count"]]
    counts = ", ".join(
        f"{files[kind]['count']:,} {word('inside', kind)}"
        for kind in ("added", "removed", "changed", "renamed", *kinds)
    )
    return f"Files: {counts}, {files['same']:,} the same."
