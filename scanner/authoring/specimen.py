"""A first example and counter-example of a new signature: what shows its best fact, and what nearly does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from scanner.authoring.draft import Draft, Wanted
from scanner.types import Capability, FactKind, State, Strength

_SHOWN: dict[FactKind, tuple[str, str]] = {
    FactKind.SYMBOL: ("app/program elf", "imported symbol {}"),
    FactKind.SONAME: ("app/program elf", "imported needed {}"),
    FactKind.NEEDED: ("app/program elf", "imported needed {}"),
    FactKind.STRING: ("app/program elf", "text string {}"),
    FactKind.ENDPOINT: ("app/program elf", "text endpoint {}"),
    FactKind.CLASS: ("app/classes.dex dex", "invoked class {}"),
    FactKind.IMPORT: ("app/main.py text:script", "script import {}"),
    FactKind.PACKAGE: ("app/packages.txt text", "file package {}"),
    FactKind.HASH: ("app/model.bin unknown", "file hash {}"),
    FactKind.CONFIG: ("app/settings.json text:json", "config config {} = true"),
}
"""Kind → the file that shows it, and its line. All in one folder, where weaker facts add up; a name shows itself."""

Results = Iterable[tuple[Capability, State]]


def shown(draft: Draft) -> tuple[Wanted, ...]:
    """The facts that the examples show: the first strong one, of a function if there is any; without one, all."""
    strong = [fact for fact in draft.facts if draft.strength(fact) is Strength.STRONG]
    telling = [fact for fact in strong if fact.capabilities] or strong
    return tuple(telling[:1]) or draft.facts


def example(draft: Draft, expected: Results) -> str:
    """The listing that shows the product."""
    return _case(f"A delivery uses {draft.name}.", shown(draft), expected)


def counter_example(draft: Draft, expected: Results) -> str:
    """The listing that shows names which begin or end like the product's."""
    near = [Wanted(fact.kind, _NEAR.get(fact.kind, _longer)(fact.value)) for fact in shown(draft)]
    return _case(f"Names of another maker that only look like those of {draft.name}.", near, expected)


def _case(title: str, facts: Iterable[Wanted], expected: Results) -> str:
    lines = [title]
    for fact in facts:
        if fact.kind is FactKind.PATH:
            lines.append(f"  app/{fact.value} unknown")
            continue
        file, line = _SHOWN[fact.kind]
        value = json.dumps(fact.value) if fact.value != fact.value.strip(' "') else fact.value
        lines += [f"  {file}", f"    {line.format(value)}"]
    ordered = sorted(expected, key=lambda pair: pair[0].value)
    lines += [f"  -> {capability.value} {state.word}" for capability, state in ordered] or ["  -> nothing"]
    return "\n".join(lines)


def _longer(value: str) -> str:
    return f"{value}Other"


def _other_library(value: str) -> str:
    stem, dot, ending = value.partition(".")
    return f"{stem}other{dot}{ending}"


_NEAR: dict[FactKind, Callable[[str], str]] = {
    FactKind.SONAME: _other_library,
    FactKind.NEEDED: _other_library,
    FactKind.PATH: _other_library,
    FactKind.ENDPOINT: lambda value: f"{value}other" if value.startswith("/") else f"not{value}",
    FactKind.STRING: lambda value: value[: len(value) // 2].strip(),
    FactKind.CLASS: lambda value: f"org.other.{value.rpartition('.')[2]}",
    FactKind.PACKAGE: lambda value: f"{value}-tools",
    FactKind.HASH: lambda value: ("0" if value[0] != "0" else "1") + value[1:],
}
