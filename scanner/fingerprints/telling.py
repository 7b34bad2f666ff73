"""What was met of a fingerprint, in words: per type the hits of all, coverage, weight, and the heaviest features."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.catalogue.fingerprints import TYPE_WORDS
from scanner.text import safe_text

if TYPE_CHECKING:
    from scanner.fingerprints.score import PartScore

SHOWN, _TEXT = 3, 60
"""Features that are named of one type, and how many characters of each."""


def heaviest(one: PartScore) -> list[int]:
    """The features of one type that were met, heaviest first."""
    return sorted(one.hits, key=lambda place: (-one.part.weights[place], place))


def part_told(one: PartScore, offset: Callable[[int], int] | None = None) -> str:
    """One type of feature; ``offset`` says where in the file a feature stands, if it is one file."""
    share = 100 * len(one.hits) // one.part.total
    counts = "" if one.reached else ", too little to count"
    score = f"weight {one.score:.0f} where {one.part.threshold:.0f} is needed"
    texts = dict(one.part.heaviest)
    shown = [place for place in heaviest(one) if place in texts][:SHOWN]
    quoted = (repr(safe_text(texts[place])[:_TEXT]) + (f" at {offset(place):#x}" if offset else "") for place in shown)
    named = ", ".join(quoted)
    said = f"{TYPE_WORDS[one.part.kind]}: {len(one.hits)} of {one.part.total} ({share} %), {score}{counts}"
    return f"{said} ({named})" if named else said
