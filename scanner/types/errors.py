"""The closed list of things that go wrong; each cause has one class, and no other is caught on purpose."""

from __future__ import annotations


class FacescreenError(Exception):
    """Base of everything that facescreen raises itself."""


class UsageError(FacescreenError):
    """The caller asked for something that cannot be done: a missing file, an unknown policy (exit code 2)."""


class NotThisFormat(FacescreenError):
    """A reader was handed bytes of another format: not an error of the delivery, the next reader tries."""


class ParseFailure(FacescreenError):
    """The bytes are of the reader's format and are broken; becomes the ledger state ``failed`` with this message."""


class LimitReached(FacescreenError):
    """A configured limit ended the reading; becomes the ledger state ``limit`` with this message."""


class ToolMissing(FacescreenError):
    """A reader needs an external tool that is not installed; becomes the ledger state ``no-tool``."""
