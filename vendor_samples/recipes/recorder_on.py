"""Recorder backup with a watch list and the face switch on."""

from __future__ import annotations

from pathlib import Path

from scanner.types import Verdict
from vendor_samples.interface import Sample
from vendor_samples.recipes.recorder import backup


def build(target: Path, work: Path) -> None:
    """Write the backup to ``target``."""
    backup(target, "on")


SAMPLE = Sample(
    name="recorder-backup-on",
    file="recorder-backup-on.zip",
    title="Recorder backup with a watch list and the face switch on",
    verdict=Verdict.FOUND,
    why="Face comparison is switched on and a watch list holds three entries.",
    programs=(),
    recipe=build,
)
