"""What the three native formats have in common, as plain values: filled by :mod:`elf`, :mod:`pe` and :mod:`macho`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from scanner.types import Place

Remark = tuple[str, str]
"""(word, data): ``("build-id", "5d41…")``."""


def _all(_: int) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Table:
    """One symbol table. ``place`` and ``offset`` are asked for the few entries that matter, by index."""

    names: Sequence[str]
    place: Callable[[int], Place]
    offset: Callable[[int], int | None]
    """Byte offset in the node of what the symbol stands for; None where it stands for nothing in this node."""
    exported: Callable[[int], bool] = _all
    """Whether other files can ask for a defined entry; what compilers and linkers leave for themselves is none."""


@dataclass(frozen=True, slots=True)
class Binary:
    """One native binary: a node, or one slice of a fat Mach-O."""

    owner: object
    """The parser's object that the tables read from. lief frees a Mach-O slice with its file, whoever still uses it."""
    kind: str
    """``executable``, ``library``, ``object`` or ``core``."""
    tables: tuple[Table, ...]
    sonames: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    identity: tuple[Remark, ...] = ()
    versions: tuple[Remark, ...] = ()
    faults: tuple[str, ...] = ()
    """What shows that the node is incomplete; the rest was still read."""


def named(items: Iterable[object]) -> list[str]:
    """The names of lief objects. Bytes that are no UTF-8 (lief: bytes or an error, by property) stay, as surrogates."""
    result = []
    for item in items:
        try:
            name = item.name  # type: ignore[attr-defined]
        except UnicodeDecodeError as error:
            name = error.object
        result.append(name if isinstance(name, str) else bytes(name).decode("utf-8", "surrogateescape"))
    return result


def beyond(what: str, end: int, size: int) -> tuple[str, ...]:
    """A fault where ``what`` ends after the node does."""
    return (f"{what} ends at byte {end:,}, the node has {size:,}",) if end > size else ()
