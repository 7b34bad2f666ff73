"""Findings that appeared, vanished or moved on the ladder between two reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.compare.files import Files, unread
from scanner.types import Capability, State

Row = Mapping[str, Any]
RISEN = ("appeared", "rose", "marked")
"""Changes that a delivery makes worse by."""
SEEN_NOW = ("unread-before", "recognised")
"""Changes that only this screening makes: the bytes were there before."""
CHANGES = (*RISEN, *SEEN_NOW, "fell", "vanished", "unread-now", "unrecognised")
_CLASSES = ("recognition", "analysis", "context", "detection")


@dataclass(frozen=True, slots=True)
class Held:
    """What one report says of one product and capability; several findings of the same are one."""

    product: Row
    capability: str
    kind: str
    state: State
    qualifiers: frozenset[str]
    also_fits: frozenset[str]
    findings: tuple[Row, ...]

    @property
    def id(self) -> str:
        """Of the finding that reaches furthest."""
        return str(self.findings[0]["id"])

    def places(self) -> Iterator[Row]:
        """Where it stands, what proves the most first."""
        rows = (place for finding in self.findings for fact in finding["evidence"] for place in fact["places"])
        yield from sorted(rows, key=lambda row: (-State.of(row["state"]), row["path"], row["place"]))


def changes(old: Sequence[Row], new: Sequence[Row], files: Files, known: bool) -> list[dict[str, Any]]:
    """Every change, the weightiest first. ``known``: both were screened with the same signatures and program.

    A product that the other side's evidence also fits is the same finding under another name. A finding all of whose
    evidence lies in bytes that the other side has as well is no news where they could not be read there; where
    signatures or program differ, it is only recognised anew, or not any more.
    """
    rows, back = [], files.reversed()
    for was, now in _pairs(_held(old), _held(new)):
        change = _change(was, now)
        if change:
            seen = _seen(now, files, SEEN_NOW) if change in RISEN else _seen(was, back, ("unread-now", "unrecognised"))
            excused = seen and (seen.startswith("unread") or not known)
            rows.append(_row(seen if excused else change, was, now))
    return sorted(rows, key=_weight)


def _seen(held: Held | None, files: Files, words: tuple[str, str]) -> str:
    """The word for a finding that rests on the other side's bytes alone: where they were read less there, and where
    they were read; empty for one that rests on anything else, or on evidence that was left out."""
    if held is None or any(finding["left_out"] for finding in held.findings):
        return ""
    places = [_other_side(path, files) for path in sorted({place["path"] for place in held.places()})]
    if not places or None in places:
        return ""
    return words[0] if True in places else words[1]


def _other_side(path: str, files: Files) -> bool | None:
    """Whether the bytes of ``path`` were read less on the other side; None where that does not have them."""
    twin = files.twin(path)
    if twin is not None:
        return unread(files.old[twin]) > unread(files.new[path])
    return None if files.container(path) is None else True


def capabilities(old: Sequence[Row], new: Sequence[Row]) -> list[dict[str, Any]]:
    """Capabilities whose highest state over all products is another one than before."""
    before, after = highest(old), highest(new)
    return [
        {
            "capability": capability.value,
            "class": capability.capability_class.value,
            "old": _word(before.get(capability.value)),
            "new": _word(after.get(capability.value)),
        }
        for capability in Capability
        if before.get(capability.value) != after.get(capability.value)
    ]


def highest(findings: Iterable[Row]) -> dict[str, State]:
    """Capability → the highest state of any product."""
    states: dict[str, State] = {}
    for finding in findings:
        state = State.of(finding["state"])
        states[finding["capability"]] = max(state, states.get(finding["capability"], state))
    return states


def _held(findings: Sequence[Row]) -> dict[tuple[str, str], Held]:
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for finding in findings:
        grouped[finding["product"]["id"], finding["capability"]].append(finding)
    return {key: _joined(group) for key, group in grouped.items()}


def _joined(group: list[Row]) -> Held:
    ordered = sorted(group, key=lambda finding: (-State.of(finding["state"]), finding["id"]))
    first = ordered[0]
    return Held(
        first["product"],
        first["capability"],
        first["class"],
        State.of(first["state"]),
        frozenset(qualifier for finding in ordered for qualifier in finding["qualifiers"]),
        frozenset(other for finding in ordered for other in finding.get("also_fits", ())),
        tuple(ordered),
    )


def _pairs(
    old: Mapping[tuple[str, str], Held], new: Mapping[tuple[str, str], Held]
) -> Iterator[tuple[Held | None, Held | None]]:
    """Each finding of either side once: the same product first, then products that the evidence also fits."""
    for key in old.keys() & new.keys():
        yield old[key], new[key]
    left_old = {key: held for key, held in old.items() if key not in new}
    left_new = {key: held for key, held in new.items() if key not in old}
    for was, now in _other_names(left_old, left_new):
        if was in left_old and now in left_new:
            yield left_old.pop(was), left_new.pop(now)
    yield from ((held, None) for held in left_old.values())
    yield from ((None, held) for held in left_new.values())


def _other_names(
    old: Mapping[tuple[str, str], Held], new: Mapping[tuple[str, str], Held]
) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Keys of findings that may be one under two products' names, in an order that does not depend on the side."""
    by_old = {((other, key[1]), key) for key, held in new.items() for other in held.also_fits}
    by_new = {(key, (other, key[1])) for key, held in old.items() for other in held.also_fits}
    found = [pair for pair in by_old | by_new if pair[0] in old and pair[1] in new]
    return sorted(found, key=lambda pair: (pair[0][1], sorted((pair[0][0], pair[1][0]))))


def _change(was: Held | None, now: Held | None) -> str:
    """The word for what became of a finding; empty where nothing did."""
    if was is None or now is None:
        return "appeared" if was is None else "vanished"
    if now.state != was.state:
        return "rose" if now.state > was.state else "fell"
    return "marked" if now.qualifiers - was.qualifiers else ""


def _row(change: str, was: Held | None, now: Held | None) -> dict[str, Any]:
    held = now or was
    if held is None:
        raise ValueError("a change has one side at least")
    place = next(held.places(), None)
    return {
        "change": change,
        "product": held.product["id"],
        "name": held.product["name"],
        "kind": held.product["kind"],
        "before": was.product["id"] if was else None,
        "capability": held.capability,
        "class": held.kind,
        "old": _word(was.state if was else None),
        "new": _word(now.state if now else None),
        "qualifiers": sorted((now.qualifiers if now else frozenset()) - (was.qualifiers if was else frozenset())),
        "path": place["path"] if place else "",
        "id": now.id if now else None,
        "old_id": was.id if was else None,
    }


def _word(state: State | None) -> str | None:
    return None if state is None else state.word


def _weight(row: Mapping[str, Any]) -> tuple[int, int, int, str, str, str]:
    state = row["new"] or row["old"]
    return (
        CHANGES.index(row["change"]),
        _CLASSES.index(row["class"]),
        -State.of(state),
        row["capability"],
        row["product"],
        row["before"] or "",
    )
