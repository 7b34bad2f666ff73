"""A small RPM package, built by the description of its format."""

from __future__ import annotations

import hashlib
import struct

INT32, TEXT, BINARY = 4, 6, 7
Values = list[tuple[int, int, bytes]]


def header(values: Values) -> bytes:
    """One header structure of (tag, type, value); integers are aligned to four bytes."""
    index, store = b"", b""
    for tag, kind, value in values:
        store += bytes(-len(store) % 4) if kind == INT32 else b""
        count = len(value) if kind == BINARY else 1
        index += struct.pack(">4L", tag, kind, len(store), count)
        store += value
    return b"\x8e\xad\xe8\x01" + bytes(4) + struct.pack(">2L", len(values), len(store)) + index + store


def rpm(
    payload: bytes, compressor: str = "gzip", script: str = "", *, digests: bool = True, spare: bytes = b""
) -> bytes:
    """A package of ``payload``, which is packed already; ``spare`` stands in the signature's reserved space."""
    texts = [(1000, "camera"), (1001, "1.0"), (1125, compressor), *([(1024, script)] if script else [])]
    values: Values = [(tag, TEXT, value.encode() + b"\0") for tag, value in texts]
    if digests:
        values.append((5092, TEXT, hashlib.sha256(payload).hexdigest().encode() + b"\0"))
        values.append((5093, INT32, struct.pack(">L", 8)))
    main = header(values)
    signature: Values = [(1000, INT32, struct.pack(">L", len(main) + len(payload)))]
    if digests:
        signature.append((273, TEXT, hashlib.sha256(main).hexdigest().encode() + b"\0"))
    else:
        signature.append((1004, BINARY, hashlib.md5(main + payload, usedforsecurity=False).digest()))
    if spare:
        signature.append((1008, BINARY, spare))
    signed = header(signature)
    lead = struct.pack(">4s4BHH66sHH16x", b"\xed\xab\xee\xdb", 3, 0, 0, 0, 0, 1, b"camera", 1, 5)
    return lead[:96] + signed + bytes(-len(signed) % 8) + main + payload
