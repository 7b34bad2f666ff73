"""The pages that list what is registered, made from the registries: ``python -m tests.repo.pages`` writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields

from scanner.detect.registry import DETECTORS
from scanner.types import Limits
from scanner.types.limits import GIB, MIB, option
from scanner.unpack.registry import READERS
from tests.repo.commands import manual, page
from tests.repo.coverage import coverage
from tests.repo.laws import laws
from tests.repo.tree import ROOT

MADE = "Made by `python -m tests.repo.pages` from the registry; a test fails when it is stale."
_KNOWN = (
    "Made by `python -m tests.repo.pages` from `signatures/` and `docs/coverage.yaml`; a test fails when it is stale."
)

_OF_LAWS = "Made by `python -m tests.repo.pages` from `signatures/policies/`; a test fails when it is stale."
_OF_COMMANDS = "Made by `python -m tests.repo.pages` from the program itself; a test fails when it is stale."

_ABOUT_LIMITS = """
Every limit of a screening, its option of `facescreen screen`, its default, and where a hit is recorded. A limit never
ends a run without a report: what came before is kept. Each option can also be set as an environment variable
(`FACESCREEN_MAX_FILES`) or in `facescreen.toml`.

| option | default | what it bounds | a hit is recorded as |
|---|---|---|---|
"""


def formats() -> str:
    """``docs/formats.md``: every reader with what it reads, what it needs and what it cannot tell."""
    parts = [f"# Formats that are read\n\n{MADE}\n"]
    for reader in READERS:
        parts.append(f"\n## `{reader.NAME}`\n\nReads: {_codes(reader.FORMATS)}.\n")
        if reader.TOOLS:
            parts.append(f"Needs the program {_codes(reader.TOOLS)}; without it these formats are `no-tool`.\n")
        parts.append(_limits(reader.LIMITATIONS))
    return "".join(parts)


def detectors() -> str:
    """``docs/detectors.md``: every detector with its version, what it is due to see and what it cannot tell."""
    parts = [f"# Detectors\n\n{MADE}\n"]
    for detector in DETECTORS:
        due = "every node that has bytes of its own" if detector.FORMATS is None else _codes(detector.FORMATS)
        parts.append(f"\n## `{detector.NAME}` {detector.VERSION}\n\nSees: {due}.\n")
        parts.append(_limits(detector.LIMITATIONS))
    return "".join(parts)


def limits() -> str:
    """``docs/limits.md``: every limit with its option, its default and where a hit is recorded."""
    parts = [f"# Limits\n\n{MADE}\n{_ABOUT_LIMITS}"]
    for field in fields(Limits):
        cells = (f"`{option(field.name)}`", _value(field.name, field.default))
        parts.append(f"| {' | '.join((*cells, field.metadata['meaning'], field.metadata['recorded']))} |\n")
    return "".join(parts)


def _value(name: str, value: float) -> str:
    """``20 GiB``, ``600 s`` or a plain number."""
    if name.endswith("seconds"):
        return f"{value:,g} s"
    if name.endswith(("bytes", "memory")) and value >= MIB:
        return f"{value / GIB:g} GiB" if value >= GIB else f"{value / MIB:g} MiB"
    return f"{value:,g}" if isinstance(value, float) else f"{value:,}"


PAGES: dict[str, Callable[[], str]] = {
    "formats.md": formats,
    "detectors.md": detectors,
    "limits.md": limits,
    "coverage.md": lambda: coverage(_KNOWN),
    "laws.md": lambda: laws(_OF_LAWS),
    "commands.md": lambda: page(_OF_COMMANDS),
    "man/facescreen.1": manual,
}
"""File below ``docs/`` → what makes it."""


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "nothing by format"


def _limits(limitations: Iterable[str]) -> str:
    return "".join(f"- {limitation}\n" for limitation in limitations)


if __name__ == "__main__":
    for name, make in PAGES.items():
        (ROOT / "docs" / name).write_text(make(), encoding="utf-8")
        print(f"docs/{name}")
