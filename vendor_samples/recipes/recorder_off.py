"""The same recorder backup with everything off."""

from __future__ import annotations

from pathlib import Path

from scanner.types import Verdict
from vendor_samples.interface import Sample
from vendor_samples.recipes.recorder import backup


def build(target: Path, work: Path) -> None:
    """Write the backup to ``target``."""
    backup(target, "off")


SAMPLE = Sample(
    name="recorder-backup-off",
    file="recorder-backup-off.zip",
    title="The same recorder backup with everything off",
    verdict=Verdict.REVIEW,
    why="The recorder declares face comparison; it is switched off and its list is empty, yet the function is there.",
    programs=(),
    recipe=build,
)
