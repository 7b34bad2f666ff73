"""Content that is scanned as bytes, minus the parts that no byte scan can see through.

Machine code stays below 7 bits per byte, tables and strings far below; compressed or encrypted data of 64 KiB measure
7.9 and more. A packed program, a compressed kernel behind its loader or an encrypted resource would otherwise count as
read. Tables of cryptography and mathematics measure as high and are common in ordinary libraries (six of 400 libraries
of Debian 12 have one, at most 192 KiB in one piece); therefore a region must be long, or most of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scanner.types import ByteState, Span
from scanner.unpack.entropy import bits_per_byte, regions
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.embedded import hand_over_streams
from scanner.unpack.programs.spelled import REASON, spelled_runs
from scanner.unpack.regions import left_of

BLOCK = 1 << 16
THRESHOLD = 7.8
"""Bits per byte of a whole block; above any machine code and below what compressors leave."""
STRIDE = 13
"""Every 13th byte is enough to dismiss a block; a prime, so that records do not line up with it."""
DISMISS = 7.5
WIDE_STRIDE = 127
FEWEST_VALUES = 180
"""Different values among every 127th byte of a whole block below which it is not packed: 95 of 100 blocks of programs
have fewer than 150, packed ones more than 195 (measured)."""
LONG = 1 << 18
"""Shortest region that is opaque in any file: the region floor of the default policy, a quarter of a small network."""
SMALLEST = 1 << 14
"""A last block shorter than this is not judged."""


def raw_unless_packed(data: memoryview, outlet: Outlet, children: Sequence[Span] = ()) -> None:
    """Declare all of ``data``, which begins its node, raw, except packed regions, which are opaque.

    ``children`` (in order) are ranges that children carry: they are judged there and not here.

    A packed region counts from 256 KiB on; shorter ones do where together they are half of ``data`` or more. Zlib and
    gzip streams in or just before such a region become children, and only what they leave is opaque.
    """
    outlet.state(0, len(data), ByteState.RAW)
    runs = _beside(children, packed_runs(data))
    mostly = 2 * sum(run.length for run in runs) >= len(data) - sum(child.length for child in children)
    counting = [run for run in runs if mostly or run.length >= LONG]
    letters = _beside(children, spelled_runs(data, THRESHOLD))
    places = sorted((*counting, *letters), key=lambda run: run.offset)
    around = [rest for run in places for rest in left_of(_with_lead(run), children)]
    taken = hand_over_streams(data, around, outlet) if places else []
    for run in letters:
        for rest in left_of(run, taken):
            outlet.state(rest.offset, rest.length, ByteState.OPAQUE, REASON)
    reason = f"above {THRESHOLD} bits per byte: a packed, compressed or encrypted part"
    for run in counting:
        for rest in left_of(run, taken):
            for region in regions(data[rest.offset : rest.end], DISMISS):
                if region.state is ByteState.OPAQUE:
                    outlet.state(rest.offset + region.offset, region.length, ByteState.OPAQUE, reason)


def _beside(children: Sequence[Span], runs: Iterable[Span]) -> list[Span]:
    """What ``children`` leave of ``runs``; less than a block there is the rounding at their edges."""
    left = (rest for run in runs for rest in (left_of(run, children) if children else [run]))
    return [rest for rest in left if not children or rest.length >= SMALLEST]


def _with_lead(run: Span) -> Span:
    """``run`` with the block before it, in which its stream may begin."""
    start = max(0, run.offset - BLOCK)
    return Span(start, run.end - start)


def packed_runs(data: memoryview) -> list[Span]:
    """Ranges of whole blocks of ``data`` that measure like packed data."""
    return list(_runs(data))


def _runs(data: memoryview) -> Iterator[Span]:
    start: int | None = None
    for position in range(0, len(data), BLOCK):
        if _packed(bytes(data[position : position + BLOCK])):
            start = position if start is None else start
        elif start is not None:
            yield Span(start, position - start)
            start = None
    if start is not None:
        yield Span(start, len(data) - start)


def _packed(block: bytes) -> bool:
    if len(block) < SMALLEST or len(set(block[::WIDE_STRIDE])) < FEWEST_VALUES * len(block) // BLOCK:
        return False
    if bits_per_byte(block[::STRIDE]) < DISMISS:
        return False
    return bits_per_byte(block) > THRESHOLD
