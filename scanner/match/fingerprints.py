"""Fingerprints over several files: the classes of one archive and the dex files of one app are one library each.

Every class file and every dex file is looked at alone and says which features of a record it has. What the files of one
archive have together is judged here, as if it stood in one file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scanner.catalogue.fingerprints import ABSENT, CERTAIN, GROUPS, LIKELY, TRACES, Record
from scanner.fingerprints.telling import part_told
from scanner.types import FactKind, Node, Observation, Place

_DIVIDED = frozenset({"class", "dex"})
"""Formats of which several files make one library."""
_ORDER = (ABSENT, TRACES, LIKELY, CERTAIN)
_DIGITS = 6


@dataclass(slots=True)
class _Together:
    """What the files of one archive have of one record."""

    hits: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    files: Counter[str] = field(default_factory=Counter)
    best: str = ABSENT

    def add(self, seen: Observation, word: str) -> None:
        """One file's share."""
        for kind, places in _hits(seen.setting):
            self.hits[kind].update(places)
            self.files[seen.path] += len(places)
        self.best = max(self.best, word, key=_ORDER.index)


def united(
    records: Sequence[Record], nodes: Iterable[Node], observations: Iterable[Observation]
) -> Iterator[Observation]:
    """One more observation for each record and archive whose files say more together than any of them alone."""
    divided = {node.path: node.parent for node in nodes if node.format in _DIVIDED}
    known = {record.id: record for record in records}
    together: dict[tuple[str, str], _Together] = defaultdict(_Together)
    for seen in observations:
        name, _, word = seen.value.partition(" ")
        if seen.kind is FactKind.FINGERPRINT and name in known and seen.path in divided:
            together[divided[seen.path] or "", name].add(seen, word or CERTAIN)
    for (archive, name), found in sorted(together.items()):
        if len(found.files) > 1:
            yield from _told(archive, known[name], found)


def _told(archive: str, record: Record, found: _Together) -> Iterator[Observation]:
    # numpy comes with it, which takes a tenth of a second to load.
    from scanner.fingerprints.score import judge

    totals = {part.kind: part.total for part in record.parts}
    hits = {kind: sorted(p for p in places if p < totals.get(kind, 0)) for kind, places in found.hits.items()}
    answer = judge(record, hits)
    if _ORDER.index(answer.word) <= _ORDER.index(found.best):
        return
    yield Observation(
        FactKind.FINGERPRINT,
        record.id if answer.word == CERTAIN else f"{record.id} {answer.word}",
        archive or min(found.files, key=lambda path: (-found.files[path], path)),
        Place.TEXT,
        detail=f"in {len(found.files):,} files together: " + "; ".join(map(part_told, answer.parts)),
        setting=";".join(f"{one.part.kind}:{','.join(map(str, one.hits))}" for one in answer.parts),
        count=len(found.files),
    )


def _hits(setting: str) -> Iterator[tuple[str, list[int]]]:
    """(type, places of the features) as the detector writes them: ``str:1,5;call:2``. A worker wrote it: what is not
    so is passed over."""
    for part in setting.split(";"):
        kind, _, numbers = part.partition(":")
        if kind in GROUPS:
            yield (
                kind,
                [
                    int(number)
                    for number in numbers.split(",")
                    if len(number) <= _DIGITS and number.isascii() and number.isdigit()
                ],
            )
