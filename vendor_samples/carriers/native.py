"""What a native carrier defines and asks for, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NativeParts:
    """Names only: every function returns at once, every text lies in read-only data.

    ``imports``: library → functions that are taken from it. ELF does not say which library has a function, so all
    functions go into one table there.
    """

    name: str = ""
    """The name that a library gives itself (SONAME, name in the export directory)."""
    defines: tuple[str, ...] = ()
    imports: tuple[tuple[str, tuple[str, ...]], ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def needed(self) -> tuple[str, ...]:
        """Libraries that are asked for."""
        return tuple(library for library, _ in self.imports)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Functions that are asked for, each once."""
        return tuple(dict.fromkeys(name for _, names in self.imports for name in names))

    def data(self) -> bytes:
        """The texts, each ended by NUL."""
        return b"".join(text.encode("utf-8", "surrogateescape") + b"\0" for text in self.texts)
