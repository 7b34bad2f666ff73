"""Times of the log: ISO 8601 to the second, always with a zone."""

from __future__ import annotations

from datetime import datetime


def moment(text: str) -> str | None:
    """``text`` as ``2026-11-25T14:05:00-05:00``; None when it is no date with a time and a zone."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    if time.tzinfo is None or time.utcoffset() is None:
        return None
    return time.isoformat(timespec="seconds")


def now() -> str:
    """This computer's time in its own zone."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def in_future(text: str) -> bool:
    """Whether the moment ``text`` lies after this computer's time."""
    return datetime.fromisoformat(text) > datetime.now().astimezone()
