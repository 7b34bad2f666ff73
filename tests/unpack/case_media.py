"""Cases of the readers of media, fonts, certificates and other passive files."""

from __future__ import annotations

import zlib

from tests.unpack import build_media as build
from tests.unpack.case import ReaderCase
from vendor_samples.carriers import androidxml

VP8 = ((b"VP8L", b"abc"),)
WAV = ((b"fmt ", bytes(16)), (b"data", bytes(range(50))))
PDF_TEXT = b"\n".join(b"BT /F1 12 Tf (line %d of a page) Tj ET" % line for line in range(40))
TRUNCATED = "what is left of a file that was cut off is scanned; the node says that it is truncated"


def pdf() -> bytes:
    """A document with a deflated page, an uncompressed one and a picture."""
    streams = (zlib.compress(PDF_TEXT), PDF_TEXT, build.jpeg())
    objects = [
        b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (n, len(s), s) for n, s in enumerate(streams)
    ]
    return b"%PDF-1.4\n" + b"".join(objects) + b"trailer\n<< >>\n%%EOF\n"


def android_xml() -> bytes:
    return androidxml.build(androidxml.manifest("org.city.app"))


CASES = (
    ReaderCase("png", "png", build.png, lambda: build.png()[:-10], children=0),
    ReaderCase("jpeg", "jpeg", build.jpeg, lambda: build.jpeg()[:-2], children=0),
    ReaderCase("pictures", "gif", build.gif, lambda: build.gif()[:-4], children=0),
    ReaderCase("pictures", "bmp", build.bmp, lambda: build.bmp()[:-4], children=0),
    ReaderCase("pictures", "ico", build.ico, lambda: build.ico()[:-4], children=1),
    ReaderCase("riff", "riff", lambda: build.riff(b"WAVE", *WAV), lambda: build.riff(b"WAVE", *WAV)[:-9], children=0),
    ReaderCase("riff", "webp", lambda: build.riff(b"WEBP", *VP8), lambda: build.riff(b"WEBP", *VP8)[:-2], children=0),
    ReaderCase("font", "font", build.font, lambda: build.font()[:-9], children=0),
    ReaderCase("certificates", "pem", build.pem, lambda: build.pem()[:-20], children=0),
    ReaderCase("certificates", "der", build.der, lambda: build.der()[:-3], children=0),
    ReaderCase("structured", "sqlite", build.sqlite, lambda: build.sqlite()[:600], children=0, harmless=TRUNCATED),
    ReaderCase("structured", "dex", build.dex, lambda: build.dex()[:50], children=0, harmless=TRUNCATED),
    ReaderCase("structured", "android-xml", android_xml, lambda: android_xml()[:50], children=0, harmless=TRUNCATED),
    ReaderCase("pdf", "pdf", pdf, lambda: pdf()[:1000], children=3),
)
