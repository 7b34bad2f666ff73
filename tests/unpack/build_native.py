"""Smallest native programs, written field by field."""

from __future__ import annotations

import struct


def elf(payload: bytes = b"payload of a program " * 20) -> bytes:
    """64-bit little-endian ELF with one segment that holds ``payload``."""
    start = 64 + 56
    ident = b"\x7fELF\x02\x01\x01" + bytes(9)
    header = ident + struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    segment = struct.pack("<IIQQQQQQ", 1, 5, start, 0, 0, len(payload), len(payload), 1)
    return header + segment + payload


def pe(payload: bytes = b"payload of a program " * 20, signature: bytes = b"", overlay: bytes = b"") -> bytes:
    """32-bit PE with one section that holds ``payload``; ``signature`` is a whole certificate table."""
    dos = b"MZ" + bytes(58) + struct.pack("<I", 64)
    start = 0x200
    at = start + len(payload) + len(overlay) if signature else 0
    directories = bytes(32) + struct.pack("<II", at, len(signature)) + bytes(88)
    optional = struct.pack("<H58xI28xI", 0x10B, start, 16) + directories
    coff = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x14C, 1, 0, 0, 0, len(optional), 0x102)
    section = b".text\0\0\0" + struct.pack("<IIII", len(payload), 0x1000, len(payload), start) + bytes(16)
    head = dos + coff + optional + section
    return head + bytes(start - len(head)) + payload + overlay + signature


def certificate(body: bytes, rest: bytes = b"") -> bytes:
    """A certificate table with one entry: an ASN.1 sequence around ``body``, then ``rest``."""
    sequence = b"\x30\x82" + struct.pack(">H", len(body)) + body + rest
    sequence += bytes(-(8 + len(sequence)) % 8)
    return struct.pack("<IHH", 8 + len(sequence), 0x200, 2) + sequence


def macho(payload: bytes = b"payload of a program " * 20) -> bytes:
    """64-bit little-endian Mach-O with one segment that covers the file."""
    size = 32 + 72 + len(payload)
    header = struct.pack("<IIIIIIII", 0xFEEDFACF, 0x0100000C, 0, 2, 1, 72, 0, 0)
    segment = struct.pack("<II16sQQQQIIII", 0x19, 72, b"__TEXT", 0, size, 0, size, 7, 5, 0, 0)
    return header + segment + payload
