"""What an update changes, in one sentence that says no more than the two reports do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scanner.compare.files import INNER
from scanner.compare.findings import RISEN, SEEN_NOW
from scanner.compare.switches import turned_on
from scanner.compare.words import table, word
from scanner.text import in_sentence, plural, shorten, size_text
from scanner.types import State

LONGEST = 90
"""Characters of a name or path inside the sentence; the whole of it stands below."""
MOST_NAMES = 4
_STOPPED = "a screening was stopped before its end"
Row = Mapping[str, Any]


def headline(change: Row) -> str:
    """The sentence. What weighs more than the outcome's own part comes with it: lost sight, other signatures."""
    says = {
        "risen": _risen,
        "visibility-lost": _hidden,
        "review": _review,
        "nothing-new": _nothing,
    }[change["outcome"]](change)
    if change["outcome"] == "risen" and (change["visibility"]["lost"] or change["visibility"]["below_floor"]):
        says += f"; {_lost(change)}"
    if change["partial"] and change["outcome"] != "nothing-new" and not says.endswith(_STOPPED):
        says += f"; {_STOPPED}"
    if change["old"]["pack"]["digest"] != change["new"]["pack"]["digest"]:
        says += "; the two were screened with different signatures"
    return f"{says}."


def deployed(change: Row) -> str:
    """What the old side is called: the product as the city named it, where that tells the two apart, else the file."""
    old, new = change["old"], change["new"]
    return shorten(old["product"] if old["product"] != new["product"] and old["product"] else old["name"], LONGEST)


def inner(path: str) -> str:
    """The last file of a nested path, as it is called on the device."""
    container, found, name = path.rpartition(INNER)
    return in_sentence(shorten(f"/{name}" if found and container else path, LONGEST))


def use(row: Row) -> str:
    """``ArcSoft ArcFace, called by /usr/bin/ipcamd``."""
    state = row["new"] or row["old"]
    words = table("use_client") if row["kind"] == "client" else {}
    how = words.get(state) or word("use", state)
    return f"{shorten(row['name'], LONGEST)}, {how} {inner(row['path']) if row['path'] else 'the delivery'}"


def seen(row: Row, state: str) -> str:
    """How far it gets, as a clause: ``a program in the delivery is built to use it``."""
    words = table("seen_client") if row["kind"] == "client" else {}
    return str(words.get(state) or word("seen", state))


def _where(row: Row) -> str:
    return f"{shorten(row['name'], LONGEST)} in {inner(row['path']) if row['path'] else 'the delivery'}"


def _risen(change: Row) -> str:
    rows = [r for r in change["findings"] if r["change"] in RISEN and State.of(r["new"]) > State.MENTIONED]
    before = {row["capability"]: row["old"] for row in change["capabilities"]}
    new = [row for row in rows if row["capability"] in before and before[row["capability"]] in {None, "mentioned"}]
    others = len({row["product"] for row in rows}) - 1
    more = f", and functions of {plural(others, 'more product')}" if others else ""
    return _adds(change, new, more) if new else _further(change, rows[0], before) + more


def _adds(change: Row, rows: Sequence[Row], more: str) -> str:
    first = rows[0]
    names = [word("capability", row["capability"]) for row in _of_one(first, rows)]
    rest = len(names) - MOST_NAMES
    shown = [*names[:MOST_NAMES], *([plural(rest, "more function")] if rest > 0 else [])]
    text = ", ".join(shown[:-1]) + f" and {shown[-1]}" if len(shown) > 1 else shown[0]
    return f"This update adds {text} ({use(first)}){more}, {_not_before(change)}"


def _of_one(first: Row, rows: Sequence[Row]) -> list[Row]:
    """The rows of the first row's product and class, its own first."""
    return [row for row in rows if row["product"] == first["product"] and row["class"] == first["class"]]


def _not_before(change: Row) -> str:
    old = change["old"]
    if old["percent"] < 100:
        return f"not found in the {old['percent']} % of the deployed version ({deployed(change)}) that could be read"
    return f"not found in the deployed version ({deployed(change)})"


def _further(change: Row, first: Row, before: Mapping[str, Any]) -> str:
    what, old = word("capability", first["capability"]), _as_read(change)
    if first["change"] == "appeared" and first["capability"] not in before:
        return f"This update adds another product for {what} ({use(first)}) to what the deployed version ({old}) has"
    if first["change"] == "marked":
        marks = ", ".join(word("qualifier", mark) for mark in first["qualifiers"])
        return f"This update adds to {what} ({use(first)}): {marks}, not found in the deployed version ({old})"
    steps = f"before, {seen(first, before.get(first['capability']) or first['old'])}; now, {seen(first, first['new'])}"
    return f"This update takes {what} further than the deployed version ({old}): {steps} ({_where(first)})"


def _as_read(change: Row) -> str:
    old = change["old"]
    return deployed(change) + (f", {old['percent']} % of it could be read" if old["percent"] < 100 else "")


def _hidden(change: Row) -> str:
    return f"This update can be read less than the deployed version ({deployed(change)}): {_lost(change)}"


def _lost(change: Row) -> str:
    sight = change["visibility"]
    if not sight["lost"]:
        return (
            f"{size_text(change['new']['unread'])} of it cannot be read, "
            f"{size_text(change['old']['unread'])} before, and that is too much for an answer"
        )
    first = sight["lost"][0]
    more = f" and {plural(len(sight['lost']) - 1, 'more file')}" if len(sight["lost"]) > 1 else ""
    return (
        f"{size_text(sight['lost_bytes'])} in {inner(first['path'])}{more} that could be read before "
        f"can no longer be read (now {word('unread', first['state'])})"
    )


def _review(change: Row) -> str:
    return (
        f"A person must look at this update compared with the deployed version ({deployed(change)}): {_doubt(change)}"
    )


def _doubt(change: Row) -> str:
    sight = change["visibility"]
    rows = [row for row in change["findings"] if row["change"] in {*RISEN, *SEEN_NOW}]
    if rows and rows[0]["change"] in SEEN_NOW:
        what = word("capability", rows[0]["capability"])
        return f"{what} ({use(rows[0])}){word('seen_now', rows[0]['change'])}"
    if rows:
        return f"{word('capability', rows[0]['capability'])} is named, and was not before ({use(rows[0])})"
    if on := [row for row in change["switches"] if turned_on(row)]:
        first = f"{in_sentence(shorten(on[0]['setting'], LONGEST))} in {inner(on[0]['path'])}"
        return f"{plural(len(on), 'setting')} switched on that did not stand so before, first {first}"
    if sight["unread_new"]["count"]:
        files = plural(sight["unread_new"]["count"], "new or changed file")
        return f"{size_text(sight['unread_new']['bytes'])} in {files} could not be read"
    if sight["unread_same"]:
        return f"less could be read this time of {plural(sight['unread_same'], 'file')} with the same bytes"
    return _STOPPED


def _nothing(change: Row) -> str:
    says = f"Nothing new was seen in this update compared with the deployed version ({deployed(change)})"
    gone = [row for row in change["findings"] if row["change"] in {"vanished", "fell"}]
    if gone:
        first, more = gone[0], f" and {plural(len(gone) - 1, 'more finding')}" if len(gone) > 1 else ""
        how = "no longer seen" if first["change"] == "vanished" else "goes less far than before"
        says += f"; {how}: {word('capability', first['capability'])} ({shorten(first['name'], LONGEST)}){more}"
    return says
