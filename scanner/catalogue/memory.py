"""What may be remembered of a pack from one run to the next: checked content and compiled rules, by digest."""

from __future__ import annotations

from typing import Any, Protocol


class Memory(Protocol):
    """Somewhere that only this user can write: what is recalled is believed without another check."""

    def recall(self, name: str) -> tuple[Any, bytes] | None:
        """The JSON value and the bytes that were kept under ``name``, or None."""

    def keep(self, name: str, value: Any, blob: bytes = b"") -> None:
        """Remember a JSON value and bytes, or not: nothing may depend on it."""
