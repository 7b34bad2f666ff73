"""Which methods of its platform one method calls, as features: all of them, and every four that follow each other.

The order inside a feature does not count: optimisers move blocks about. A method that was merged into another one keeps
its runs of four there. Runs of three are common property (width, height and a new matrix of a bitmap).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scanner.fingerprints.managed.platform import COMMON

LEAST, RUN = 3, 4
"""Different calls of a whole method that make a feature, and calls of a run: fewer are chance."""
_MOST = 64
"""Different calls of one method beyond which only runs count: a method of a large table of calls."""
_SEPARATOR = b" "
_MOST_TRIGGER = 40
"""Characters of a method's name by which a file is worth a closer look."""
_CONSTRUCTORS = (".<init>", "..ctor")


def features(calls: Sequence[str]) -> Iterator[bytes]:
    """Features of a method that calls ``calls`` in this order; none for fewer than three different ones."""
    different = set(calls)
    if len(different) < LEAST:
        return
    if len(different) <= _MOST:
        yield _joined(different)
    steps = [call for place, call in enumerate(calls) if not place or call != calls[place - 1]]
    seen = {frozenset(different)}
    for at in range(len(steps) - RUN + 1):
        run = frozenset(steps[at : at + RUN])
        if len(run) == RUN and run not in seen:
            seen.add(run)
            yield _joined(run)


def telling(raw: bytes, least: int = 16) -> bytes:
    """The longest name of a called method in a feature that is not common; empty where all are below ``least``."""
    names = (call.rpartition(b".")[2] for call in raw.split(_SEPARATOR))
    rare = (name for name in names if name.isascii() and name.decode() not in COMMON)
    longest = max(rare, key=lambda name: (len(name), name), default=b"")
    return longest if least <= len(longest) <= _MOST_TRIGGER else b""


def spell(raw: bytes) -> str:
    """``Bitmap.getPixels + List.add + …``: the classes without their packages, constructors as ``new``."""
    text = raw.decode("utf-8", "replace")
    for constructor in _CONSTRUCTORS:
        text = text.replace(constructor, ".new")
    names = text.split(" ")
    return " + ".join(".".join(name.rsplit(".", 2)[-2:]) for name in names)


def _joined(calls: set[str] | frozenset[str]) -> bytes:
    return _SEPARATOR.join(sorted(call.encode("utf-8", "surrogateescape") for call in calls))
