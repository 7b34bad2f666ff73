"""What Dependency-Track's tables hold: a longer text or a larger number makes it refuse the whole bill of materials."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scanner.text import shorten

LONGEST_NAME = 255
"""Characters of a name and of a group."""
LONGEST_TEXT = 1_024
"""Characters of a description and of a property's value."""
LARGEST_OFFSET = (1 << 31) - 1
"""Its readers keep an offset in 32 bits, signed."""


def properties(pairs: Iterable[tuple[str, object]]) -> list[dict[str, Any]]:
    """Properties in our own namespace; CycloneDX allows a name more than once."""
    return [{"name": f"facescreen:{name}", "value": shorten(str(value), LONGEST_TEXT)} for name, value in pairs]
