"""What was learned, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.catalogue.fingerprints import GROUPS, LEAST, TYPE_WORDS
from scanner.fingerprints.learn import Lesson
from scanner.text import plural

_GROUP_WORDS = {"text": "texts", "types": "type names", "tables": "number tables", "calls": "calls", "shapes": "shapes"}


def told(lesson: Lesson, size: int) -> Iterator[str]:
    """Sentences about ``lesson``, whose record takes ``size`` bytes."""
    yield f"Learned from what at least {lesson.agreement} of {lesson.agreement + 1} samples share:"
    for kind, (shared, own, left, picked) in lesson.steps.items():
        if not shared:
            continue
        used = f"{picked:,} used" if kind in lesson.parts else f"not used, fewer than {LEAST[kind]}"
        if kind in lesson.parts and lesson.parts[kind].beside:
            used += " (sisters may have them too: they count beside others only)"
        yield (
            f"  {TYPE_WORDS[kind]}: {shared:,} in common, {shared - own:,} of them in sisters or contrast, "
            f"{own - left:,} in the background, {left:,} left, {used}"
        )
    groups = sorted({GROUPS[kind] for kind in lesson.parts})
    if len(groups) == 1:
        yield (
            f"Only {_GROUP_WORDS[groups[0]]} are left: a match can be likely, never certain, which takes two "
            "independent kinds of evidence."
        )
    borders = len({(one.side, one.version) for one in lesson.markers})
    if borders:
        yield f"Versions: {plural(borders, 'border')} between the samples' versions can be told."
    yield f"The record takes {size:,} bytes."
