"""Names of files in a pack: what can be carried to any system, in a signed file too."""

from __future__ import annotations

import re

MOST_FILES = 5_000
"""A pack of 100 products has 120 files."""
_NAME = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9_.-]{0,99}/){0,8}[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")


def is_name(name: str) -> bool:
    """Whether a file of a pack may be called so: plain letters, no hidden file, nowhere but below the pack."""
    return _NAME.fullmatch(name) is not None
