"""The case of the reader of OLE compound files."""

from __future__ import annotations

from tests.unpack.build import noise
from tests.unpack.build_ole import ole
from tests.unpack.case import ReaderCase


def document() -> bytes:
    """A file of one large and one small stream."""
    return ole({"WordDocument": noise(6000)}, {"Summary": b"a small stream"})


CASES = (ReaderCase("ole", "msi", document, lambda: document()[:5000], "a.doc", 2),)
