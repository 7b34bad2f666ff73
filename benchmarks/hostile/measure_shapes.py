"""Screen every hostile shape in every format that can hold it: nothing outside changes, no member gets lost."""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence

from benchmarks.hostile.arena import CANARY, Screened, screen
from benchmarks.places import WORK
from benchmarks.results import keep
from tests.unpack.build_hostile import FILE, PACKERS, Entry, siblings
from tests.unpack.build_hostile import shapes as hostile

_FOLDER = WORK / "shapes"


def shapes() -> int:
    """Make and screen all archives, one screening; fails on an escape or a lost member."""
    packed = _pack()
    done = screen(_FOLDER)
    if done.report is None:
        raise SystemExit(f"the screening ended with {done.cost.code} and wrote no report")
    lost = _lost(done, packed)
    attacks = hostile(str(CANARY))
    rows = [
        {
            "what": shape,
            "formats": [name.rpartition(".")[2] for name in packed if _is(name, number)],
            "lost": sum(len(found) for name, found in lost.items() if _is(name, number)),
        }
        for number, shape in enumerate(attacks)
    ]  # fmt: skip
    keep("shapes", [*rows, {"what": "all", "escapes": done.escapes, "left": done.left, "archives": len(packed)}])
    for name, found in lost.items():
        print(f"lost: {name}: {found}")
    for path in done.escapes:
        print(f"escaped: {path}")
    print(f"{len(attacks)} shapes in {len(packed)} archives: {len(done.escapes)} escapes, "
          f"{sum(map(len, lost.values()))} lost members, {done.left} files left in the work folder")  # fmt: skip
    return 1 if lost or done.escapes or done.left else 0


def _is(name: str, number: int) -> bool:
    return name.startswith(f"{number:02d}-")


def _pack() -> dict[str, Sequence[Entry]]:
    """File name → members of each archive."""
    shutil.rmtree(_FOLDER, ignore_errors=True)
    _FOLDER.mkdir(parents=True)
    packed: dict[str, Sequence[Entry]] = {}
    for number, (shape, attack) in enumerate(hostile(str(CANARY)).items()):
        for kind, (pack, kinds) in PACKERS.items():
            if {entry.kind for entry in attack} <= kinds:
                name = f"{number:02d}-{kind}.{kind}"
                packed[name] = siblings(shape, attack)
                (_FOLDER / name).write_bytes(pack(packed[name]))
    return packed


def _lost(done: Screened, packed: Mapping[str, Sequence[Entry]]) -> dict[str, list[bytes]]:
    """Archive → contents that no node below it has."""
    below: dict[str, set[str]] = defaultdict(set)
    for node in done.report.screening["nodes"] if done.report else ():
        below[node["path"].partition("!/")[0].rpartition("/")[2]].add(node["sha256"])
    lost = {}
    for name, entries in packed.items():
        wanted = [entry.data for entry in entries if entry.kind == FILE and entry.data]
        lost[name] = [data for data in wanted if hashlib.sha256(data).hexdigest() not in below[name]]
    return {name: found for name, found in lost.items() if found}
