"""What an update changes, in plain sentences: the same for every output that is made for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scanner.catalogue.config_terms import value_meets
from scanner.compare.findings import RISEN
from scanner.compare.headline import deployed, inner, use
from scanner.compare.versions import version_line
from scanner.compare.words import word
from scanner.text import plural, size_text

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
        [_finding(row) for row in change["findings"]], most, "more change of findings", "more changes of findings"
    )
    named = [version_line(row) for row in change.get("versions", ())]
    yield from _some(named, most, "more product in another version", "more products in other versions")
    yield from _visibility(change, most)
    yield from _doubts(change)
    yield from _some([_switch(row) for row in change["switches"]], most, "more setting", "more settings")
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


def _finding(row: Row) -> str:
    what = word("capability", row["capability"])
    moved = " -> ".join(state for state in (row["old"], row["new"]) if state)
    marked = f"; now marked: {', '.join(row['qualifiers'])}" if row["qualifiers"] and row["old"] else ""
    other = f"; under the name {row['before']} before" if row["before"] not in {None, row["product"]} else ""
    text = f"{what}: {word('change', row['change'])} ({moved}; {use(row)}{marked}{other})"
    return f"{text[0].upper()}{text[1:]}."


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
        yield f"{plural(seen['unread_same'], 'file')} with the same bytes could be read less than before."
    if seen.get("read_same"):
        yield f"{plural(seen['read_same'], 'file')} with the same bytes could be read further than before."
    yield from _some(
        [_gained(row) for row in seen["gained"]],
        most,
        "more file that became readable",
        "more files that became readable",
    )


def _lost(row: Row) -> str:
    reason = f": {row['reason']}" if row["reason"] else ""
    return (
        f"Was readable, is now {word('unread', row['state'])}: {size_text(row['bytes'])} "
        f"in {row['path']}{_held(row)}{reason}."
    )


def _gained(row: Row) -> str:
    what = f"{size_text(row['bytes'])} in {row['before']}{_held(row)}"
    return f"Was {word('unread', row['state'])}, is now readable: {what}."


def _held(row: Row) -> str:
    return f", {plural(row['files'], 'file')} inside it with it" if row["files"] else ""


def _switch(row: Row) -> str:
    where = f"setting {row['setting']} in {inner(row['path'])} ({row['product']})"
    if row.get("plain"):
        old, new = (_stands(row[side], row[f"{side}_state"]) for side in ("old", "new"))
        return f"{row['plain']}: {old} -> {new}; {where}."
    old = "not set" if row["old"] is None else f"{row['old'] or 'empty'} ({row['old_state']})"
    new = "not set" if row["new"] is None else f"{row['new'] or 'empty'} ({row['new_state']})"
    return f"S{where[1:]}: {old} -> {new}."


def _stands(value: str | None, state: str) -> str:
    """A value in plain words; the state where it is another than the word says."""
    if value is None:
        return "not set"
    for plain, expected in (("on", "enabled"), ("off", "available")):
        if value_meets(str(plain == "on").lower(), value):
            return plain if state == expected else f"{plain} ({state})"
    return f"{value or 'empty'} ({state})"


def _clause(row: Row) -> str:
    text = f"Because it is new: clause {row['clause']} of {row['policy']}: {word('outcome', row['outcome'])}"
    return f"{text}. {row['human_fact']}".strip() if row["human_fact"] else f"{text}."


def _files(change: Row) -> str:
    files = change["files"]
    counts = ", ".join(f"{files[kind]['count']:,} {kind}" for kind in ("added", "removed", "changed", "renamed"))
    for kind in ("opened", "closed"):
        if kind in files and files[kind]["count"]:
            counts += f", {files[kind]['count']:,} {word('inside', kind)}"
    return f"Files against {deployed(change)}: {counts}, {files['same']:,} the same."
