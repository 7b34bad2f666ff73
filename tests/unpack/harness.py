"""Runs one reader over bytes exactly as production does, and shows what came out."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scanner.formats.identify import identify
from scanner.formats.source import Source
from scanner.types import ByteState, LedgerEntry, LimitReached, Limits, Link, Node, ParseFailure, ToolMissing
from scanner.unpack.interface import Reader
from scanner.unpack.outlet import Artefact, Budget, Child, Outlet
from scanner.unpack.registry import reader_for
from scanner.unpack.salvage import salvage
from scanner.unpack.volume_sizes import sizes_text

DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Found:
    """One child: its node and its bytes."""

    node: Node
    data: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What reading one node gave. ``children`` maps the name below the container to the child."""

    format: str
    reader: str
    size: int
    entries: tuple[LedgerEntry, ...]
    children: Mapping[str, Found]
    links: tuple[Link, ...]
    attributes: tuple[tuple[str, str], ...]
    error: str
    """Empty, or exception type and message."""

    @property
    def totals(self) -> dict[ByteState, int]:
        """Bytes in every state."""
        result: dict[ByteState, int] = {}
        for entry in self.entries:
            result[entry.state] = result.get(entry.state, 0) + entry.length
        return result

    def at(self, offset: int) -> ByteState:
        """State of one byte."""
        return next(e.state for e in self.entries if e.offset <= offset < e.offset + e.length)


def read_bytes(
    data: bytes,
    name: str = "sample.bin",
    *,
    limits: Limits = DEFAULT,
    format_id: str = "",
    reader: Reader | None = None,
    passwords: tuple[str, ...] = (),
    volumes: tuple[int, ...] = (),
) -> Outcome:
    """Identify ``data`` as a file called ``name``, read it with its reader, and check the ledger's arithmetic.

    ``format_id`` and ``reader`` override identification where a test needs a reader to meet foreign bytes.
    ``volumes`` are the sizes of the files that ``data`` was joined from.
    """
    node = Node(name, None, len(data), format=format_id, attributes=(sizes_text(volumes),) if volumes else ())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "input")
        file.write_bytes(data)
        work = Path(folder, "work")
        work.mkdir()
        outcome = _read(file, node, work, Budget(limits.unpacked_bytes, limits.files, limits, passwords), reader)
    check_ledger(outcome)
    return outcome


def check_ledger(outcome: Outcome) -> None:
    """The entries are a partition of the node, in order."""
    position = 0
    for entry in outcome.entries:
        assert entry.offset == position, outcome.entries
        assert entry.length > 0, outcome.entries
        position += entry.length
    assert position == outcome.size, outcome.entries


def _read(file: Path, node: Node, work: Path, budget: Budget, reader: Reader | None) -> Outcome:
    emitted: list[Child | Link] = []
    name = node.path
    with Source(file, name) as source:
        format_id = node.format or identify(source)
        chosen = reader or reader_for(format_id)
        node = replace(node, format=format_id)
        outlet = Outlet(node, Artefact(str(file), 0, source.size), work, budget, emitted.append)
        entries, error = _run(chosen, source, outlet)
        size = source.size
    found = [Found(c.node, _bytes(c.artefact)) for c in emitted if isinstance(c, Child)]
    children = {f.node.path.removeprefix(f"{name}!/"): f for f in found}
    links = tuple(item for item in emitted if isinstance(item, Link))
    return Outcome(format_id, chosen.NAME, size, entries, children, links, tuple(outlet.attributes), error)


def _run(reader: Reader, source: Source, outlet: Outlet) -> tuple[tuple[LedgerEntry, ...], str]:
    """The same ladder of fallbacks as ``scanner.examine``."""
    try:
        reader.read(source, outlet)
    except ParseFailure as error:
        salvage(reader, source, outlet, stopped=True)
        return outlet.close(reader.NAME, ByteState.FAILED, str(error)), f"ParseFailure: {error}"
    except LimitReached as error:
        return outlet.close(reader.NAME, ByteState.LIMIT, str(error)), f"LimitReached: {error}"
    except ToolMissing as error:
        return outlet.close(reader.NAME, ByteState.NO_TOOL, str(error)), f"ToolMissing: {error}"
    except Exception as error:  # noqa: BLE001 - a bug of a reader costs coverage, never the screening
        salvage(reader, source, outlet, stopped=True)
        reason = f"{type(error).__name__} in reader {reader.NAME}"
        return outlet.close(reader.NAME, ByteState.FAILED, reason), f"{type(error).__name__}: {error}"
    salvage(reader, source, outlet, stopped=False)
    return outlet.close(reader.NAME), ""


def _bytes(artefact: Artefact) -> bytes:
    with Path(artefact.file).open("rb") as stream:
        stream.seek(artefact.offset)
        return stream.read(artefact.length)
