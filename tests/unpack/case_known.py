"""Cases of the readers for formats that are recognised and not opened."""

from __future__ import annotations

from tests.unpack.case import ReaderCase

XFS = b"XFSB" + bytes(range(64))
LUKS = b"LUKS\xba\xbe\x00\x01" + bytes(range(255, 0, -1)) * 3

CASES = (
    ReaderCase("known-container", "xfs", lambda: XFS, lambda: XFS[:20], unread_when_good=True),
    ReaderCase("encrypted-container", "luks", lambda: LUKS, lambda: LUKS[:40], unread_when_good=True),
)
