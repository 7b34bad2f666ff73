"""How far one observation gets, and why: the reason is printed wherever somebody asks."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.types import State


@dataclass(frozen=True, slots=True)
class Ruling:
    """A state with the one reason that decided it, a phrase without a full stop."""

    state: State
    why: str

    def at_most(self, state: State, why: str) -> Ruling:
        """This ruling, or ``state`` where that is lower, then for the reason ``why``."""
        return self if self.state <= state else Ruling(state, why)
