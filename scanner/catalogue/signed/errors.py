"""Why a signed pack is not taken."""

from __future__ import annotations

from scanner.types import FacescreenError


class Refused(FacescreenError):
    """A signed pack, or a key, that must not be used; the message says why in plain words (exit code 1)."""
