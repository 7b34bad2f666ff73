"""Where a native binary's own content ends, as its headers say: the common result of the ELF, PE and Mach-O views."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.types import Span


@dataclass(frozen=True, slots=True)
class Extent:
    """``end`` is the first byte that no header claims; it may lie behind the data of a file that was cut off.

    ``signature`` is the range of a certificate table, which may stand behind other bytes that nothing claims.
    """

    end: int
    signature: Span | None = None
