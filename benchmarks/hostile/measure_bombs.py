"""Screen every bomb: time, disk, exit code and what the ledger says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.hostile.arena import Screened, screen
from benchmarks.hostile.bombs import BOMBS, GIB, Bomb
from benchmarks.places import WORK
from benchmarks.results import keep

SECONDS, DISK = 30.0, GIB
"""Targets: wall time of one screening, disk space at one time."""
_FOLDER = WORK / "bombs"
_CODES = (1, 3, 4)


@dataclass(frozen=True, slots=True)
class Exploded:
    """What became of one bomb; ``limits`` are the reasons that the ledger gives for unread bytes."""

    bomb: Bomb
    size: int
    screened: Screened

    @property
    def limits(self) -> list[str]:
        """Sentences of the ledger about limits and failures, without repetition."""
        report = self.screened.report
        if report is None:
            return []
        regions = report.screening["ledger"]["regions"]
        said = [f"{region['state']}: {region['reason']}" for region in regions] + report.screening["problems"]
        return sorted(dict.fromkeys(said), key=lambda text: (not text.startswith("limit"), text))

    @property
    def nodes(self) -> int:
        """Nodes of the partial result."""
        return len(self.screened.report.screening["nodes"]) if self.screened.report else 0

    @property
    def faults(self) -> list[str]:
        """What is not as it must be."""
        one = self.screened
        checks = {
            f"exit code {one.cost.code}": one.cost.code not in _CODES,
            "no report": one.report is None,
            "no ledger entry": not self.limits,
            f"{one.cost.wall:.0f} s": one.cost.wall >= SECONDS,
            f"{one.disk / 1e6:.0f} MB of disk": one.disk >= DISK,
            f"{one.left} files left behind": one.left > 0,
            "changed outside": bool(one.escapes),
        }
        return [text for text, wrong in checks.items() if wrong]


def bombs() -> int:
    """Make and screen every bomb; fails when one does not end as it must."""
    found = [_explode(bomb) for bomb in BOMBS]
    rows = [
        {
            "what": one.bomb.what, "size": one.size, "wall": one.screened.cost.wall, "cpu": one.screened.cost.cpu,
            "disk": one.screened.disk, "code": one.screened.cost.code, "nodes": one.nodes,
            "said": one.limits[:1], "faults": one.faults,
        }
        for one in found
    ]  # fmt: skip
    keep("bombs", rows)
    wrong = [one.bomb.name for one in found if one.faults]
    print(f"{len(found) - len(wrong)} of {len(found)} bombs end as they must; not: {', '.join(wrong) or 'none'}")
    return 1 if wrong else 0


def _explode(bomb: Bomb) -> Exploded:
    target = _made(bomb)
    one = Exploded(bomb, target.stat().st_size, screen(target))
    cost = one.screened.cost
    mark = "BAD" if one.faults else "ok "
    print(f"{mark} {bomb.name:13} {one.size:11,} bytes  {cost.wall:6.1f} s  {cost.cpu:6.1f} s CPU  "
          f"{one.screened.disk / 1e6:7.1f} MB disk  exit {cost.code}  {one.nodes} nodes", flush=True)  # fmt: skip
    for text in [*one.faults, *one.limits[:3]]:
        print(f"      {text[:200]}", flush=True)
    return one


def _made(bomb: Bomb) -> Path:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    target = _FOLDER / bomb.name
    if not target.exists():
        part = target.with_suffix(".part")
        bomb.make(part)
        part.rename(target)
    return target
