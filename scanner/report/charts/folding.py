"""Files in the folders and containers they lie in, folded until there are few enough of them to be drawn."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from scanner.report.charts.leaves import Amount

_SEPARATORS = re.compile(r"!/|/")


@dataclass(slots=True)
class Part:
    """A file, a folder or container, or (``others``) those of a folder that are too small or too many."""

    path: str
    read: int = 0
    padding: int = 0
    unread: int = 0
    files: int = 0
    others: bool = False
    folders: dict[str, Part] = field(default_factory=dict)
    leaves: list[Part] = field(default_factory=list)
    shown: list[Part] = field(default_factory=list)
    """The parts it is drawn as, the largest first; empty where it is drawn as one."""

    @property
    def amount(self) -> Amount:
        """Its bytes."""
        return Amount(self.read, self.padding, self.unread)

    @property
    def size(self) -> int:
        """All its bytes."""
        return self.read + self.padding + self.unread

    def add(self, amount: Amount | Part, files: int) -> None:
        """Count ``files`` more files."""
        self.read += amount.read
        self.padding += amount.padding
        self.unread += amount.unread
        self.files += files

    def below(self) -> list[Part]:
        """Folders and files in it, the largest first."""
        return sorted((*self.folders.values(), *self.leaves), key=lambda part: (-part.size, part.path))


def folded(files: Iterable[tuple[str, Amount]], most: int, smallest: float) -> Part:
    """The tree of ``files`` with at most ``most`` parts; one below the share ``smallest`` is not drawn by itself.

    The largest folders are opened first. Of a folder with more parts than there is room for, the largest are shown.
    """
    root = _tree(files)
    least, count = smallest * root.size, 1
    waiting = [(-root.size, 0, root)]
    number = 0
    while waiting and count < most:
        _, _, part = heapq.heappop(waiting)
        below = part.below()
        part.shown = _first(below, most - count + 1, least)
        if len(part.shown) == 1 and part.shown[0].others:
            part.shown = []
            continue
        count += len(part.shown) - 1
        for each in part.shown:
            if each.folders or each.leaves:
                number += 1
                heapq.heappush(waiting, (-each.size, number, each))
    return root


def _tree(files: Iterable[tuple[str, Amount]]) -> Part:
    """Every file in its folder, then every folder in those above it: there are far fewer folders than files."""
    root = Part("")
    direct: dict[str, Part] = {}
    for path, amount in files:
        if amount.total:
            above = path[: path.rfind("/") + 1]
            if above not in direct:
                direct[above] = Part(above)
            direct[above].add(amount, 1)
            direct[above].leaves.append(Part(path, amount.read, amount.padding, amount.unread, 1))
    for path, own in direct.items():
        place = root
        place.add(own, own.files)
        for found in _SEPARATORS.finditer(path):
            above = path[: found.end()]
            if above not in place.folders:
                place.folders[above] = Part(above)
            place = place.folders[above]
            place.add(own, own.files)
        place.leaves = own.leaves
    return root


def _first(below: list[Part], room: int, least: float) -> list[Part]:
    """The largest of ``below``, and one part for all others."""
    large = [part for part in below if part.size >= least]
    if len(large) > room or len(large) < len(below):
        large = large[: max(0, room - 1)]
    others = below[len(large) :]
    if len(others) == 1:
        return below
    if not others:
        return large
    together = Part(others[0].path, others=True)
    for part in others:
        together.add(part, part.files)
    return sorted((*large, together), key=lambda part: -part.size)
