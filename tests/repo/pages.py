"""The pages that list what is registered, made from the registries: ``python -m tests.repo.pages`` writes them."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.detect.registry import DETECTORS
from scanner.unpack.registry import READERS
from tests.repo.tree import ROOT

MADE = "Made by `python -m tests.repo.pages` from the registry; a test fails when it is stale."


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


PAGES = {"formats.md": formats, "detectors.md": detectors}


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "nothing by format"


def _limits(limitations: Iterable[str]) -> str:
    return "".join(f"- {limitation}\n" for limitation in limitations)


if __name__ == "__main__":
    for name, page in PAGES.items():
        (ROOT / "docs" / name).write_text(page(), encoding="utf-8")
        print(f"docs/{name}")
