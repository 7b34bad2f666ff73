"""Whether this program is new enough for a pack."""

from __future__ import annotations

import re

from scanner import __version__

_VERSION = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")


def is_version(text: str) -> bool:
    """Whether ``text`` begins as a version does."""
    return _VERSION.match(text) is not None


def numbers(version: str) -> tuple[int, ...]:
    """The three leading numbers of a version: ``1.2`` → ``(1, 2, 0)``.

    :raises ValueError: when it does not begin with two numbers.
    """
    match = _VERSION.match(version)
    if match is None:
        raise ValueError(f"not a version: {version!r}")
    return tuple(int(part or 0) for part in match.groups())


def too_old_for(min_engine: str, engine: str = __version__) -> str:
    """Why ``engine``, by default this program, cannot use a pack that asks for ``min_engine``; empty where it can."""
    if numbers(engine) >= numbers(min_engine):
        return ""
    return f"needs facescreen {min_engine} or later, this is {engine}: update facescreen, or use an older pack"
