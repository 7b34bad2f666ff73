"""What a sample delivery is: its name, its expected verdict and the recipe that builds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scanner.types import Verdict

PREBUILT = Path(__file__).parent / "prebuilt"
"""The committed samples, one file or folder each."""

SOURCES = Path(__file__).parent / "sources"
"""C sources and static files that recipes start from."""

EPOCH = 1_704_067_200
"""2024-01-01T00:00:00Z: the time of every file inside every sample, so that a rebuild gives the same bytes."""

Recipe = Callable[[Path, Path], None]
"""``recipe(target, work)`` writes the sample to ``target``; ``work`` is an empty scratch folder, removed later."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One delivery that the project can make by itself."""

    name: str
    file: str
    """Name of the file or folder in ``prebuilt/``."""
    title: str
    verdict: Verdict
    """What ``facescreen screen`` with the default policy must say."""
    why: str
    """The reason for that verdict, in one sentence."""
    programs: tuple[str, ...]
    """Programs that the recipe calls; :mod:`vendor_samples.tools` knows their Debian packages."""
    recipe: Recipe

    @property
    def prebuilt(self) -> Path:
        """Where the committed copy lies."""
        return PREBUILT / self.file
