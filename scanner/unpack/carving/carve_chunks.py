"""Which ranges of unknown content are known formats: every match is put to the test by the format's own end.

unblob drops a container that was cut off without a word. Here it becomes a chunk too, to the end of the content, if its
header is evidently one (see :mod:`scanner.unpack.carving.carve_evidence`); its reader then says that it is broken.
"""

from __future__ import annotations

import bisect
import contextlib
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scanner.formats.source import Source
from scanner.types import Span
from scanner.unpack.carving.carve_evidence import begins
from scanner.unpack.carving.carve_hits import Hit, Search, available
from scanner.unpack.carving.carve_own import OWN_LENGTHS, YIELDS, plausible
from scanner.unpack.carving.unblob_library import TookTooLong, Window, copied, handlers, no_longer_than, window

SMALLEST_CONTENT = 256
"""Unknown content below this is not searched: no container that holds a program or a model fits in."""
SMALLEST_CHUNK = 64
FROM_FIRST_BYTE = frozenset({"yaffs"})
"""Handlers that work only where the format begins at the first byte of the file."""
MOST_COPIED = 256 << 20
AT_START_ONLY = frozenset({"compress"})
"""Formats of two magic bytes and without an end of their own: only content that begins with them is one."""
LEAST = {"arc": 1024, "cpio_binary": 512, "dmg": 1024, "fat": 16_384, "lzh": 128, "lz4_skippable": 1 << 62}
"""Bytes below which a chunk of a weak magic number is taken for chance. A skippable frame alone is never content."""
BEGINS_BEFORE = {"iso9660": 0x8000}
"""Bytes of a broken format in front of the place where its pattern stands (unblob's handler goes back by itself)."""
CHECKED = frozenset({"ubi", "rar"})
"""Handlers that take any text that repeats for a format: the header's checksum must hold first."""
STREAMS = frozenset(
    {"gzip", "bzip2", "xz", "lzma", "zstd", "lz4_default", "lz4_legacy", "lz4_skippable", "lzo", "lzip", "compress"}
)
"""Compressed streams: whole containers are made of them, block by block."""
MOST_CHUNKS = 4096
SHARE_OF_TIME = 0.25
"""Share of the node's time that the search may take."""
SEARCH_SECONDS, SECONDS_PER_BYTE = 12.0, 1 / (16 << 20)
"""Most processor time that the search takes whatever the node's time is, and what each byte adds: content that is made
of beginnings of formats costs no more, and what was not looked into counts as a limit."""
ONE_SECONDS = 20.0
"""Longest time that one match is looked into."""
LEAST_SECONDS = 0.5
"""Time that a match has however late it comes."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """``[start, end)`` is of the format ``name`` (unblob's handler, or one of ours)."""

    start: int
    end: int
    name: str
    shift: int = 0
    broken: bool = False
    """Its end was not found or lies behind the content."""
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Chunks:
    """What was found, in order and without overlaps, and which ranges were not searched, with the reason."""

    found: tuple[Chunk, ...]
    unsearched: tuple[Span, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked for: ``within`` ranges (in order; empty: everywhere) a format must begin, none ``without``.

    With ``from_start`` False none counts that begins at the first byte of the content.
    """

    within: Sequence[Span] = ()
    without: frozenset[str] = frozenset()
    from_start: bool = True

    def asks_for(self, hit: Hit) -> bool:
        """Whether ``hit`` is to be looked into."""
        if hit.name in self.without:
            return False
        if not self.within:
            return True
        index = bisect.bisect_right(self.within, hit.start, key=lambda span: span.offset) - 1
        return index >= 0 and hit.start < self.within[index].end


EVERYTHING = Scope()


def find(source: Source, seconds: float, scope: Scope = EVERYTHING) -> Chunks:
    """All known formats of ``scope`` in ``source``; ``seconds`` is the time that the whole node has.

    Empty where unblob is not installed.
    """
    if source.size < SMALLEST_CONTENT or not available():
        return Chunks(())
    most = SEARCH_SECONDS + source.size * SECONDS_PER_BYTE
    return _Finder(source, min(most, seconds * SHARE_OF_TIME), scope).run()


class _Finder:
    def __init__(self, source: Source, seconds: float, scope: Scope) -> None:
        self._source = source
        self._data = source.data
        # Time of the processor: on a busy machine the same content must not meet the bound sooner.
        self._until = time.process_time() + seconds
        self._scope = scope
        self._found: list[Chunk] = []
        self._given_up: list[Span] = []
        """From the first format on whose end was not found in time or memory."""
        self._window: Window | None = None

    def run(self) -> Chunks:
        search = Search(self._data)
        with contextlib.ExitStack() as stack:
            for hit in search.hits():
                if self._covered(hit.start) or not self._scope.asks_for(hit):
                    continue
                why = self._exhausted()
                if why:
                    rest = Span(hit.start, self._source.size - hit.start)
                    return self._result([*search.unsearched, rest], why)
                chunk = self._examine(hit, stack)
                if chunk is not None:
                    self._accept(chunk)
        return self._result(search.unsearched, "more places that look like a format than were looked into")

    def _result(self, unsearched: list[Span], reason: str) -> Chunks:
        why = reason if unsearched else "what may be a format was not measured in its time"
        missed = (*unsearched, *self._given_up)
        return Chunks(tuple(self._found), missed, why if missed else "")

    def _exhausted(self) -> str:
        if len(self._found) >= MOST_CHUNKS:
            return f"more than {MOST_CHUNKS:,} formats in one piece of unknown content"
        if time.process_time() > self._until:
            return "the search for formats took too long"
        return ""

    def _covered(self, start: int) -> bool:
        last = self._found[-1] if self._found else None
        return last is not None and start < last.end and not (last.broken and last.name in YIELDS)

    def _examine(self, hit: Hit, stack: contextlib.ExitStack) -> Chunk | None:
        rest = self._data[hit.start :]
        if hit.name in OWN_LENGTHS:
            length = OWN_LENGTHS[hit.name](rest) if len(rest) >= SMALLEST_CHUNK else 0
            return self._of_length(hit, length)
        if (hit.name in AT_START_ONLY and hit.start) or not plausible(hit.name, rest):
            return None
        if hit.name in CHECKED and not begins(hit.name, rest):
            return None
        chunk = self._ask(hit, stack)
        if chunk is not None and chunk.end <= self._source.size:
            return chunk
        begin = hit.start - BEGINS_BEFORE.get(hit.name, 0)
        if begin >= 0 and begins(hit.name, self._data[begin:]):
            return Chunk(begin, self._source.size, hit.name, hit.shift, broken=True)
        return None

    def _of_length(self, hit: Hit, length: int) -> Chunk | None:
        if length <= 0:
            return None
        end = hit.start + length
        return Chunk(hit.start, min(end, self._source.size), hit.name, broken=end > self._source.size)

    def _ask(self, hit: Hit, stack: contextlib.ExitStack) -> Chunk | None:
        """What unblob's handler says; None where it finds no valid chunk, for whatever reason."""
        handler = handlers()[hit.name, hit.shift]
        try:
            with self._file(hit, stack) as place, no_longer_than(self._seconds()), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                place.file.seek(hit.start + place.shift)
                valid = handler.calculate_chunk(place.file, hit.start + place.shift)
                shift = place.shift
        except (TookTooLong, MemoryError):
            if not self._given_up:
                self._given_up.append(Span(hit.start, self._source.size - hit.start))
            return None
        except Exception:  # noqa: BLE001 - whatever its parser trips over: it is no valid chunk, evidence decides
            return None
        if valid is None or valid.start_offset < shift:
            return None
        start, end = valid.start_offset - shift, valid.end_offset - shift
        return Chunk(start, end, hit.name, hit.shift, encrypted=bool(valid.is_encrypted))

    def _seconds(self) -> float:
        return max(LEAST_SECONDS, min(ONE_SECONDS, self._until - time.process_time()))

    def _file(self, hit: Hit, stack: contextlib.ExitStack) -> contextlib.AbstractContextManager[Window]:
        """The content as a file; from the hit on for handlers that look at the first bytes of the whole file."""
        if hit.name in FROM_FIRST_BYTE:
            return copied(self._source, hit.start, MOST_COPIED)
        if self._window is None:
            self._window = stack.enter_context(window(self._source))
        return contextlib.nullcontext(self._window)

    def _accept(self, chunk: Chunk) -> None:
        """Add ``chunk``: what it encloses goes, what it only overlaps with keeps it out."""
        if chunk.end - chunk.start < LEAST.get(chunk.name, SMALLEST_CHUNK):
            return
        if not self._scope.from_start and not chunk.start:
            return
        found = self._found
        while found and chunk.start <= found[-1].start and found[-1].end <= chunk.end:
            found.pop()
        if found and found[-1].broken and found[-1].name in YIELDS and found[-1].start < chunk.start:
            found[-1] = replace(found[-1], end=min(found[-1].end, chunk.start))
        if not found or found[-1].end <= chunk.start:
            found.append(chunk)
