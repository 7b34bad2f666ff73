"""Settings that stand otherwise: what the configuration of both versions says, instance by instance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from scanner.compare.files import Files
from scanner.compare.names import alike
from scanner.types import State

Key = tuple[str, str, str, str]
"""Path (in the update where it is there), ``new`` or ``old`` for whose path that is, product, setting."""
Setting = tuple[str, str, str, str]
"""The name of the setting, its value, the state that it proves, and what it is in plain words (or nothing)."""


def switches(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]], files: Files) -> list[dict[str, Any]]:
    """Settings with another value or state than before, by path. Names and values that mean the same are the same."""
    before = _settings(old, lambda path: (files.after[path], "new") if path in files.after else (path, "old"))
    after = _settings(new, lambda path: (path, "new"))
    return [
        _row(key, before.get(key, set()), after.get(key, set()))
        for key in sorted(before.keys() | after.keys())
        if _meaning(before.get(key, set())) != _meaning(after.get(key, set()))
    ]


def turned_on(row: Mapping[str, Any]) -> bool:
    """Whether a setting reaches ``enabled`` that did not before."""
    new, old = row["new_state"], row["old_state"]
    return bool(new) and State.of(new) >= State.ENABLED and not (old and State.of(old) >= State.ENABLED)


def _settings(
    findings: Iterable[Mapping[str, Any]], place_of: Callable[[str], tuple[str, str]]
) -> dict[Key, set[Setting]]:
    found: dict[Key, set[Setting]] = defaultdict(set)
    for product, place in _config_places(findings):
        name, _, value = place["detail"].partition(" = ")
        name = name or place["value"]
        found[(*place_of(place["path"]), product, alike(name))].add(
            (name, value, place["state"], place.get("plain", ""))
        )
    return found


def _config_places(findings: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for finding in findings:
        for fact in finding["evidence"]:
            if fact["kind"] == "config":
                yield from ((finding["product"]["id"], p) for p in fact["places"] if p["place"] == "config")


def _meaning(settings: Iterable[Setting]) -> set[tuple[str, str]]:
    return {(alike(value), state) for _, value, state, _ in settings}


def _row(key: Key, before: set[Setting], after: set[Setting]) -> dict[str, Any]:
    path, whose, product, _ = key
    plain = min(after or before)[3]
    return {
        "path": path,
        "in_update": whose == "new",
        "product": product,
        "setting": min(after or before)[0],
        "old": _values(before),
        "new": _values(after),
        "old_state": _highest(before),
        "new_state": _highest(after),
    } | ({"plain": plain} if plain else {})


def _values(settings: Iterable[Setting]) -> str | None:
    return ", ".join(sorted({value for _, value, _, _ in settings})) if settings else None


def _highest(settings: Iterable[Setting]) -> str | None:
    highest = max((State.of(state) for _, _, state, _ in settings), default=None)
    return None if highest is None else highest.word
