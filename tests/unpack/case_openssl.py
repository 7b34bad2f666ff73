"""The case of the reader of ``openssl enc``: without a password nothing of it is read."""

from __future__ import annotations

from tests.unpack.case import ReaderCase

SALTED = b"Salted__" + bytes(range(8)) + bytes(range(255, 0, -1)) * 3

CASES = (ReaderCase("openssl-salted", "openssl-salted", lambda: SALTED, lambda: SALTED[:40], unread_when_good=True),)
