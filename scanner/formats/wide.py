"""UTF-16 without a byte order mark, as some programs write it: told by where its zeros are."""

from __future__ import annotations

LOOKED_AT = 4096
SHARE = 0.75
"""Of the characters at the beginning so many are ASCII at least: keys and marks are, whatever values say."""
FEWEST = 8
"""Characters below which zeros say nothing."""
_FIRST = frozenset(b"\t\n\r !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") | frozenset(range(48, 58)) | frozenset(range(65, 123))


def unmarked_wide(data: bytes | memoryview) -> str:
    """``utf-16-le`` or ``utf-16-be`` where ``data`` begins like text in it, otherwise the empty string.

    Tables of small numbers of 16 bits may look the same; whether all of it is text must be asked as well.
    """
    head = bytes(data[:LOOKED_AT])
    if len(data) % 2 or len(head) < 2 * FEWEST:
        return ""
    for encoding, letters, zeros in (("utf-16-le", head[::2], head[1::2]), ("utf-16-be", head[1::2], head[::2])):
        if not zeros[0] and letters[0] in _FIRST and not letters.count(0) and zeros.count(0) >= SHARE * len(zeros):
            return encoding
    return ""
