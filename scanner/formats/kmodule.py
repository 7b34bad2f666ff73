"""The signature that Linux appends to a kernel module (kernel: ``include/linux/module_signature.h``)."""

from __future__ import annotations

from scanner.formats.checks import der_end, number
from scanner.types import Span

MARK = b"~Module signature appended~\n"
INFO = 12
"""Bytes of ``struct module_signature``; its last field is the signature's length, big-endian."""
PKCS7 = 2


def signature(data: memoryview, start: int) -> Span | None:
    """The signature with its trailer: one ASN.1 structure that begins at ``start`` or later and fills the end."""
    trailer = len(data) - len(MARK) - INFO
    if trailer < start or bytes(data[trailer + INFO :]) != MARK or data[trailer + 2] != PKCS7:
        return None
    begin = trailer - number(data, trailer + 8, ">I")
    if not start <= begin < trailer or data[begin] != 0x30:
        return None
    return Span(begin, len(data) - begin) if der_end(data[begin:trailer])[0] == trailer - begin else None
