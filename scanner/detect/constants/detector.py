"""Finds sets of numbers that a product computes with, in the form in which a compiler or a person left them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar

from scanner.catalogue.constants.numbers import telling
from scanner.catalogue.constants.rules import CONSTANTS, sighted
from scanner.catalogue.constants.tables import MOST_IN_SEQUENCE, SEQUENCE, TEXT, WAYS, Table
from scanner.detect.comments import Prose
from scanner.detect.constants.clusters import Clock, Cluster, fullest
from scanner.detect.constants.instructions import PROCESSORS, SPAN, confirmed
from scanner.detect.constants.processors import processors_of
from scanner.detect.constants.rules import first_in_code, in_code, in_way
from scanner.detect.constants.written import reads
from scanner.detect.search import hits, matched
from scanner.formats.roles import text_place
from scanner.types import FactKind, LimitReached, Observation, Place

if TYPE_CHECKING:
    from scanner.detect.interface import Subject

COMMENT_BYTES = 1 << 20
"""Source files up to this size are asked whether the numbers stand in a comment."""
_LEAD = 64
"""Bytes of code before the first half of a number in which its other half may stand."""


@dataclass(frozen=True, slots=True)
class Found:
    """A set of numbers, where it stands and how."""

    table: Table
    way: str
    cluster: Cluster

    @property
    def sizes(self) -> frozenset[float]:
        """The numbers that were met."""
        return frozenset(self.table.numbers[index] for index in self.cluster.numbers)


class Constants:
    """Looks for the numbers of the pack's constants near each other."""

    NAME: ClassVar[str] = "constants"
    VERSION: ClassVar[str] = "1.0.0"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Finds numbers as IEEE 754 data of 32 and 64 bits, written out in decimal, and in pairs of instructions of "
        "AArch64, ARM, Thumb-2, MIPS, PowerPC and RISC-V; not in half precision or fixed point, not scaled or moved "
        "otherwise than as the signature says.",
        "Of a set that a compiler computed at build time only the results are there; a signature must know them.",
        "In content of an unknown kind, instructions are looked for only where functions return as often as in code.",
        "Says that the numbers are there, not that they are used.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = None
    ANY_BYTES: ClassVar[bool] = True

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """One observation for each set; of sets with the same numbers in one place the one that has more of them.

        :raises LimitReached: where the search does not end within ``limits.match_seconds``.
        """
        tables = subject.vocabulary.constants
        if not tables or subject.vocabulary.rules is None or not subject.source.size:
            return
        matches = [match for match in hits(subject) if match.namespace == CONSTANTS]
        numbers, marks = sighted(string.identifier for match in matches for string in match.strings)
        clock = Clock(subject.limits.match_seconds)
        found: list[Found] = []
        late: LimitReached | None = None
        try:
            for one in chain(
                _tables_in(subject, matches), _near(subject, numbers, clock), _coded(subject, marks, clock)
            ):
                found.append(one)
        except LimitReached as error:  # what was found until then counts
            late = error
        for one in _without_shadows(found):
            yield _observation(subject, one)
        if late is not None:
            raise late


def _tables_in(subject: Subject, matches: list[Any]) -> Iterator[Found]:
    """Sets whose numbers stand one behind the other: the byte search has compared them all."""
    for match in matches:
        for string in match.strings:
            place, _, way = string.identifier.removeprefix("$c").partition(f"_{SEQUENCE}_")
            if way:
                table, first = subject.vocabulary.constants[int(place)], string.instances[0]
                met = frozenset(range(len(table.numbers)))
                yield Found(table, SEQUENCE, Cluster(first.offset, first.matched_length, met))


def _near(subject: Subject, numbers: dict[tuple[int, str], set[int]], clock: Clock) -> Iterator[Found]:
    """Sets of which enough numbers were seen anywhere, and stand near each other."""
    data = subject.source.data
    for (place, way), seen in sorted(numbers.items()):
        table = subject.vocabulary.constants[place]
        if way == SEQUENCE or len(seen) < table.watched()[1]:
            continue
        check = reads(data, table.numbers) if way == TEXT else _anything
        cluster = fullest(data, in_way(table, way), table.span(way), clock, check)
        if cluster is not None and len(cluster.numbers) >= table.constant.least:
            yield Found(table, way, cluster)


def _anything(_offset: int, _number: int) -> bool:
    return True


def _coded(subject: Subject, marks: set[str], clock: Clock) -> Iterator[Found]:
    """Sets that stand in instructions: one more search, for all processors that the code may be made for."""
    data, tables = subject.source.data, subject.vocabulary.constants
    processors = processors_of(data, subject.node.format, marks)
    if not processors or not any("immediates" in table.constant.forms for table in tables):
        return
    clock.check()
    seen: dict[tuple[int, str], set[int]] = {}
    for match in matched(first_in_code(tables, processors), subject):
        for string in match.strings:
            place, number, processor, _ = string.identifier.removeprefix("$c").split("_")
            seen.setdefault((int(place), processor), set()).add(int(number))
    for (place, processor), numbers in sorted(seen.items()):
        if len(numbers) >= tables[place].constant.least:
            yield from _in_instructions(data, tables[place], processor, clock)


def _in_instructions(data: memoryview, table: Table, processor: str, clock: Clock) -> Iterator[Found]:
    cluster = fullest(data, in_code(table, processor), SPAN, clock, _anything)
    if cluster is None or len(cluster.numbers) < table.constant.least:
        return
    start = cluster.offset - min(cluster.offset, _LEAD) // 4 * 4
    code = data[start : cluster.offset + SPAN + _LEAD]
    met = cluster.numbers & confirmed(PROCESSORS[processor], code, table.numbers)
    if len(met) >= table.constant.least:
        yield Found(table, processor, Cluster(cluster.offset, cluster.length, met))


def _without_shadows(found: list[Found]) -> Iterator[Found]:
    """``found`` without sets all of whose numbers a fuller one has as well: templates share some of theirs.

    A table stands for itself, and counts once.
    """
    kept: dict[str, Found] = {}
    for one in sorted(found, key=lambda f: (-len(f.cluster.numbers), f.table.name, f.way, f.cluster.offset)):
        shadowed = any(one.sizes <= other.sizes for other in kept.values() if other.way != SEQUENCE)
        if one.table.name not in kept and (one.way == SEQUENCE or not shadowed):
            kept[one.table.name] = one
            yield one


def _observation(subject: Subject, one: Found) -> Observation:
    place = _place(subject, one)
    return Observation(FactKind.CONSTANT, one.table.name, subject.node.path, place, one.cluster.offset, _detail(one))


def _detail(one: Found) -> str:
    constant = one.table.constant
    if one.way == SEQUENCE:
        count = str(len(constant.numbers[:MOST_IN_SEQUENCE]))
    else:
        count = f"{len(one.cluster.numbers)} of {len(telling(constant.numbers))}"
    how = WAYS.get(one.way, f"in instructions ({one.way})")
    return f"{count} numbers in {one.cluster.length:,} bytes, {how}"


def _place(subject: Subject, one: Found) -> Place:
    """A comment of a source file is a document: the numbers in it do nothing."""
    place = text_place(subject.node.format)
    if place is not Place.SCRIPT or one.way != TEXT or subject.source.size > COMMENT_BYTES:
        return place
    prose = Prose(bytes(subject.source.data), subject.source.name)
    first = bytes(subject.source.data[one.cluster.offset : one.cluster.offset + 6])
    return Place.DOCUMENT if prose.holds(first, name=False) else place
