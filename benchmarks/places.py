"""Where the measurements keep what they download, build and write."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
LISTS = HERE / "lists"
WORK = HERE / ".work"
"""Everything downloaded or built; ignored by git, may be deleted at any time."""
PACKAGES = WORK / "packages"
WHEELS = WORK / "wheels"
DELIVERIES = WORK / "deliveries"
DOCS = ROOT / "docs"


def names(list_name: str) -> list[str]:
    """The package names in ``lists/<list_name>.txt``."""
    return (LISTS / f"{list_name}.txt").read_text().split()
