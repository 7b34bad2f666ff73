"""Cases of the readers of media, fonts, certificates and other passive files."""

from __future__ import annotations

from tests.unpack import build_media as build
from tests.unpack.case import ReaderCase
from tests.unpack.case_unknown import noise

VP8 = ((b"VP8L", b"abc"),)
WAV = ((b"fmt ", bytes(16)), (b"data", bytes(range(50))))
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n\x80\x81 trailer " + bytes(10)
TRUNCATED = "what is left of a file that was cut off is scanned; the node says that it is truncated"

CASES = (
    ReaderCase("png", "png", build.png, lambda: build.png()[:-10], children=0),
    ReaderCase("jpeg", "jpeg", build.jpeg, lambda: build.jpeg()[:-2], children=0),
    ReaderCase("pictures", "gif", build.gif, lambda: build.gif()[:-4], children=0),
    ReaderCase("pictures", "bmp", build.bmp, lambda: build.bmp()[:-4], children=0),
    ReaderCase("pictures", "ico", build.ico, lambda: build.ico()[:-4], children=0),
    ReaderCase("riff", "riff", lambda: build.riff(b"WAVE", *WAV), lambda: build.riff(b"WAVE", *WAV)[:-9], children=0),
    ReaderCase("riff", "webp", lambda: build.riff(b"WEBP", *VP8), lambda: build.riff(b"WEBP", *VP8)[:-2], children=0),
    ReaderCase("font", "font", build.font, lambda: build.font()[:-9], children=0),
    ReaderCase("certificates", "pem", build.pem, lambda: build.pem()[:-20], children=0),
    ReaderCase("certificates", "der", build.der, lambda: build.der()[:-3], children=0),
    ReaderCase("structured", "sqlite", build.sqlite, lambda: build.sqlite()[:600], children=0, harmless=TRUNCATED),
    ReaderCase("structured", "dex", build.dex, lambda: build.dex()[:50], children=0, harmless=TRUNCATED),
    ReaderCase("structured", "pdf", lambda: PDF, lambda: PDF + noise(5000), children=0),
)
