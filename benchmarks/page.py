"""Write the measured pages of ``docs/`` from what the measurements kept: ``python -m benchmarks.page``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

from benchmarks import (
    page_accessibility,
    page_accuracy,
    page_config,
    page_config_speed,
    page_constants,
    page_fingerprint_records,
    page_fingerprints,
    page_hidden,
    page_loading,
    page_measured,
    page_packed,
    page_speed,
    page_unpacking,
)
from benchmarks.places import DOCS
from benchmarks.results import kept
from benchmarks.tables import Section

_ACCURACY = (
    *page_accuracy.SECTIONS,
    *page_constants.SECTIONS,
    *page_config.SECTIONS,
    *page_hidden.SECTIONS,
    *page_packed.SECTIONS,
    *page_fingerprints.ACCURACY,
)
_SPEED = (*page_speed.SECTIONS, *page_loading.SECTIONS, *page_config_speed.SECTIONS, *page_fingerprints.SPEED)
PAGES: tuple[tuple[str, Callable[[], str], Sequence[Section]], ...] = (
    ("unpacking.md", page_unpacking.introduction, page_unpacking.SECTIONS),
    ("accuracy.md", page_accuracy.introduction, _ACCURACY),
    ("speed.md", page_speed.introduction, _SPEED),
)
"""(file below docs, its head, its sections)."""


def main() -> int:
    """Write every page; a measurement that was never run is said to be missing."""
    for name, introduction, sections in PAGES:
        (DOCS / name).write_text(introduction() + "".join(map(_section, sections)), encoding="utf-8")
        print(DOCS / name)
    page_fingerprint_records.write()
    page_accessibility.write()
    print(page_measured.write())
    return 0


def _section(section: Section) -> str:
    name, title, command, shown = section
    result = kept(name)
    if result is None:
        return f"\n## {title}\n\nNot measured yet: `{command}`.\n"
    head = f"\n## {title}\n\n`{command}`, {result['date']}, facescreen {result['version']}.\n\n"
    lines: Iterator[str] = shown(result["rows"])
    return head + "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
