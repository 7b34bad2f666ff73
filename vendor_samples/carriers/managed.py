"""What a carrier of managed code says: classes with the calls and declarations that a test needs, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RUN = "run"
"""Name of the one method that holds the calls."""


@dataclass(frozen=True, slots=True)
class ManagedClass:
    """One class, its name dotted. Every method takes nothing and returns nothing."""

    name: str
    calls: tuple[tuple[str, str], ...] = ()
    """(class, method) that its method ``run`` calls, one after the other."""
    declares: tuple[str, ...] = ()
    """Functions without code: native methods, P/Invoke rows, or the methods of an interface. In .NET
    ``Compare=acme_compare`` gives the native function another name than the method."""
    interface: bool = False
    texts: tuple[str, ...] = ()
    """String constants that ``run`` loads."""
    library: str = ""
    """Native library that ``run`` loads (Java, dex) or that the declared functions are in (.NET)."""


def referred(classes: Sequence[ManagedClass]) -> list[tuple[str, str]]:
    """Every (class, method) that is called, once, sorted."""
    return sorted({call for one in classes for call in one.calls})
