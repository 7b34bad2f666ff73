"""Finds texts that a repeating XOR key hides."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from scanner.catalogue.constants.rules import CONSTANTS
from scanner.catalogue.fingerprints import FINGERPRINTS
from scanner.catalogue.lexicon import WORDS
from scanner.catalogue.versions import version_in
from scanner.detect.bytes import RULE_KEY
from scanner.detect.constants.clusters import Clock
from scanner.detect.once import Once
from scanner.detect.search import hits, matched_in
from scanner.detect.snippet import snippet
from scanner.formats.ids import NATIVE, UNKNOWN
from scanner.text import plural
from scanner.types import FactKind, LimitReached, Observation, Place

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Term, Vocabulary
    from scanner.detect.hidden.cribs import Cribs
    from scanner.detect.hidden.decoded import View
    from scanner.detect.hidden.learned import Readings
    from scanner.detect.hidden.search import Sighting
    from scanner.detect.interface import Subject
    from scanner.types import Span

Found = dict[tuple[FactKind, str], tuple[int, Observation]]
"""What was found: each value at its first place, each fingerprint where it is surest (the number says how sure)."""
TASK = "the search for hidden texts"
LEAST = 8
"""Bytes of a hit that is believed: shorter texts stand somewhere in what a wrong key makes of megabytes."""
MOST_TEXTS = 20_000
"""Known texts under keys in one section; a program has some hundred, if it has any."""
_SHORT = 4096
"""Bytes of a view that are read even when the time is up: of those there are a thousand at most."""
_OTHERS = frozenset({CONSTANTS, FINGERPRINTS, WORDS})
"""Namespaces of rules that stand for no text of a fact."""


def warm() -> None:
    """Load numpy before workers are forked. Of its mathematics nothing is used: no threads are made for that."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import numpy  # noqa: F401


def _cribs(vocabulary: Vocabulary) -> Cribs:
    from scanner.detect.hidden.cribs import cribs_of

    return cribs_of(vocabulary)


_CRIBS = Once(_cribs)


class Hidden:
    """Looks for the pack's texts under a key that repeats after 1 to 16 bytes."""

    NAME: ClassVar[str] = "hidden"
    VERSION: ClassVar[str] = "1.0.0"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Finds texts under an XOR key of 1 to 16 bytes that repeats, where one of the pack's texts of at least 20 to "
        "27 bytes (by the key's length) stands under it too; other encryption, keys that change from place to place, "
        "and texts that a program computes are not seen.",
        "Looks at the data sections of programs (of one without a table of sections at its first 64 MiB), and at the "
        "first 16 MiB of content of an unknown kind in which no text of the pack stands openly. Code, linkers' tables "
        "(.data.rel.ro, .reloc, .pdata, __LINKEDIT), debug information, scripts, bytecode, documents and images are "
        "not looked at.",
        "Under a key that was found, texts of 8 bytes or more count, in the same section only; general words and sets "
        "of numbers are not looked for, and fingerprints see one section at a time without its keys. Of more "
        "than 3 keys in one section, as where every text has its own, the rarer ones give the known texts alone.",
        "Not believed: a key on which less than ten bytes of a known text depend, as one of mostly zeros; letters in "
        "the other case; bytes that are readable as they stand, but for a long text or two under one key.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = NATIVE | {UNKNOWN}

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """One observation for each pattern or rule that matches what stood under a key.

        :raises LimitReached: where the search does not end within ``limits.match_seconds``, after what was found.
        """
        if subject.vocabulary.rules is None or not subject.source.size or _speaks(subject):
            return
        from scanner.detect.hidden.stretches import grouped, stretches

        found: Found = {}
        clock = Clock(subject.limits.match_seconds, TASK)
        late: LimitReached | None = None
        try:
            for group in grouped(stretches(subject.source.data, subject.node.format)):
                if len(group) == 1 or _any(subject, group, clock):
                    for stretch in group:
                        _look(subject, stretch, found, clock)
        except LimitReached as error:  # what was found until then counts
            late = error
        yield from (one for _, one in found.values())
        if late is not None:
            raise late


def _speaks(subject: Subject) -> bool:
    """Whether content of an unknown kind shows texts of the pack openly."""
    return subject.node.format == UNKNOWN and any(match.namespace not in _OTHERS for match in hits(subject))


def _any(subject: Subject, group: Iterable[Span], clock: Clock) -> bool:
    """Whether there may be anything in ``group``: looking at the many small sections of a file together is faster."""
    from scanner.detect.hidden.search import sightings

    data = subject.source.data
    joined = b"".join(data[one.offset : one.offset + one.length] for one in group)
    return any(True for _ in sightings(memoryview(joined), _CRIBS(subject.vocabulary), clock))


def _look(subject: Subject, stretch: Span, found: Found, clock: Clock) -> None:
    from scanner.detect.hidden.decoded import views
    from scanner.detect.hidden.learned import Readings
    from scanner.detect.hidden.search import sightings

    data = subject.source.data[stretch.offset : stretch.offset + stretch.length]
    seen: set[Sighting] = set()
    late: LimitReached | None = None
    try:
        for one in sightings(data, _CRIBS(subject.vocabulary), clock):
            seen.add(one)
            if len(seen) > MOST_TEXTS:
                raise LimitReached(f"{TASK} met more than {MOST_TEXTS:,} of them in one section")
    except LimitReached as error:
        late = error
    readings = Readings(subject)
    period = 0
    for view in views(data, seen):
        if len(view.data) > _SHORT:
            clock.check()
        start = stretch.offset + view.offset
        triggers = _read(subject, view, start, found, clock)
        if triggers:
            period = period or view.period
            readings.add(view, start, triggers)
    _learn(readings, found, period)
    if late is not None:
        raise late


def _read(subject: Subject, view: View, start: int, found: Found, clock: Clock) -> list[str]:
    """Add what the pack knows of ``view``, which begins at ``start``; names of the fingerprints' patterns in it."""
    raw = subject.source.data[start : start + len(view.data)]
    triggers = []
    for match in matched_in(subject.vocabulary.rules, view.data, max(1, int(clock.left))):
        if match.namespace == FINGERPRINTS:
            triggers += [string.identifier for string in match.strings if _was_hidden(string.instances, raw)]
        elif match.namespace not in _OTHERS:
            _note(subject, match, view, start, found)
    return triggers


def _learn(readings: Readings, found: Found, period: int) -> None:
    """Add the surest answer for each fingerprint."""
    for record, rank, one in readings.answers():
        key = (FactKind.FINGERPRINT, record)
        if rank > found.get(key, (0, one))[0]:
            found[key] = rank, replace(one, detail=f"{one.detail} ({_how(period)})")


def _note(subject: Subject, match: Any, view: View, start: int, found: Found) -> None:
    """What ``match`` stands for, if its texts were hidden; ``start``: where ``view`` begins in the node."""
    raw = subject.source.data[start : start + len(view.data)]
    how = _how(view.period)
    strings = [string for string in match.strings if _was_hidden(string.instances, raw)]
    hand_written = subject.vocabulary.patterns.get(RULE_KEY + match.rule)
    if hand_written is not None:
        if len(strings) == len(match.strings):
            first = min((one.offset for string in strings for one in string.instances), default=0)
            _add(found, subject, hand_written, start + first, f"rule {match.rule}, {how}")
        return
    for string in strings:
        # A rule that the vocabulary does not know breaks here: a hit must not vanish because the pack is inconsistent.
        terms = subject.vocabulary.patterns[string.identifier]
        hit = min(string.instances, key=lambda instance: instance.offset)
        shown = snippet(memoryview(view.data), hit.offset, hit.matched_length, subject.node.format)
        _add(found, subject, _spelled(terms, hit.matched_data), start + hit.offset, f"{shown} ({how})")


def _spelled(terms: Iterable[Term], hit: bytes) -> Iterator[Term]:
    """``terms``, a version as the bytes have it."""
    for kind, value in terms:
        if kind is not FactKind.VERSION:
            yield kind, value
        elif version := version_in(value, hit):
            yield kind, version


def _add(found: Found, subject: Subject, terms: Iterable[Term], offset: int, detail: str) -> None:
    for kind, value in terms:
        place = Place.FILE if kind is FactKind.VERSION else Place.TEXT
        found.setdefault((kind, value), (1, Observation(kind, value, subject.node.path, place, offset, detail)))


def _how(period: int) -> str:
    return f"hidden by a repeating XOR key of {plural(period, 'byte')}"


def _was_hidden(instances: Iterable[Any], raw: memoryview) -> bool:
    """Whether the hits are long enough and half of them was not there before: what stands openly is told elsewhere."""
    for one in instances:
        before = raw[one.offset : one.offset + one.matched_length]
        changed = sum(map(int.__ne__, before, one.matched_data))
        if one.matched_length < LEAST or 2 * changed < len(one.matched_data):
            return False
    return True
