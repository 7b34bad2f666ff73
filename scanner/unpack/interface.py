"""What a reader is: the one interface of every container family, media walker and leaf classifier."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from scanner.formats.source import Source
    from scanner.unpack.outlet import Outlet


class Reader(Protocol):
    """Reads bytes of the formats it names and accounts for every one of them through the outlet.

    A reader declares ranges (``outlet.state``, ``outlet.carried``) and hands over children. A range that it forgets
    becomes ``failed`` when the outlet closes: a bug of a reader can lose coverage, never hide that it was lost.
    It raises :class:`~scanner.types.ParseFailure` (broken), :class:`~scanner.types.LimitReached` or
    :class:`~scanner.types.ToolMissing`; the outlet then marks what has not been declared. Any other exception is a bug
    and has the same effect, with the exception's type as the reason.
    """

    NAME: ClassVar[str]
    """Unique, as reports print it."""
    FORMATS: ClassVar[frozenset[str]]
    """Format ids of :mod:`scanner.formats.identify` that it reads."""
    LIMITATIONS: ClassVar[tuple[str, ...]]
    """What it cannot tell or does not do; printed in ``docs/formats.md``. Never empty without a reason."""
    TOOLS: ClassVar[tuple[str, ...]]
    """Names of external programs it needs (see :mod:`scanner.unpack.tools`)."""
    SCANNED: ClassVar[bool]
    """Detectors must see the node's own bytes (leaves); False for containers whose content are children."""

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
