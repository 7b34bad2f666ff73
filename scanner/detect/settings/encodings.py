"""Encodings that XML files of devices declare and the XML parser does not know."""

from __future__ import annotations

import re

_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{2,40})["']""")
_MULTI_BYTE = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "shift_jis": "cp932",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
}


def transcoded(data: bytes) -> bytes | None:
    """``data`` as UTF-8 where it declares a multi-byte encoding of East Asia; None where the parser can read it itself.

    Bytes that the declared encoding does not have become U+FFFD: keys are ASCII, and one bad character in a name must
    not hide the rest.
    """
    declared = _DECLARED.match(data[:512])
    codec = _MULTI_BYTE.get(declared[1].decode().lower()) if declared else None
    return data.decode(codec, "replace").encode() if codec else None
