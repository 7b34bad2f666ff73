"""Which methods of its platform one method calls, as features: all of them, and every three that follow each other.

The order inside a feature does not count: optimisers move blocks about. A method that was merged into another one keeps
its runs of three there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

LEAST = 3
"""Different calls that make a feature: fewer are chance."""
_MOST = 64
"""Different calls of one method beyond which only runs count: a method of a large table of calls."""
_SEPARATOR = b" "
_CONSTRUCTORS = (".<init>", "..ctor")


def features(calls: Sequence[str]) -> Iterator[bytes]:
    """Features of a method that calls ``calls`` in this order; none for fewer than three different ones."""
    different = set(calls)
    if len(different) < LEAST:
        return
    if LEAST < len(different) <= _MOST:
        yield _joined(different)
    steps = [call for place, call in enumerate(calls) if not place or call != calls[place - 1]]
    seen = set()
    for at in range(len(steps) - LEAST + 1):
        run = frozenset(steps[at : at + LEAST])
        if len(run) == LEAST and run not in seen:
            seen.add(run)
            yield _joined(run)


def spell(raw: bytes) -> str:
    """``Bitmap.getPixels + List.add + …``: the classes without their packages, constructors as ``new``."""
    text = raw.decode("utf-8", "replace")
    for constructor in _CONSTRUCTORS:
        text = text.replace(constructor, ".new")
    names = text.split(" ")
    return " + ".join(".".join(name.rsplit(".", 2)[-2:]) for name in names)


def _joined(calls: set[str] | frozenset[str]) -> bytes:
    return _SEPARATOR.join(sorted(call.encode("utf-8", "surrogateescape") for call in calls))
