"""Byte order marks, and the encodings of files without one."""

from __future__ import annotations

import codecs

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
UNMARKED = ("utf-8", "gb18030", "latin-1")
"""Makers in China write GBK; every other old encoding has ASCII keys, and for these Latin-1 is as good."""
