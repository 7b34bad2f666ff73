"""Certificates, keys and signatures: PEM armour (RFC 7468) and ASN.1 DER."""

from __future__ import annotations

import base64
import binascii
import re
from typing import ClassVar

from scanner.formats.checks import der_end
from scanner.formats.text import text_format
from scanner.types import ByteState, ParseFailure
from scanner.unpack.media.walked import Walk, Walked
from scanner.unpack.outlet import Outlet
from scanner.unpack.unknown import by_entropy

LARGEST = 1 << 14
"""A signature structure may also wrap a whole firmware: larger ones are judged by their entropy."""
ENVELOPED = bytes.fromhex("06092a864886f70d010703")
"""The object identifier of enveloped data at the start of a message (RFC 5652, 6.1)."""
_BLOCK = re.compile(rb"-----BEGIN ([A-Z0-9 ]{1,60})-----\r?\n(.*?)-----END \1-----[ \t]*\r?\n?", re.S)
_HEADER_LINES = re.compile(rb"^[\w-]+: [^\n]*\n(?:[ \t][^\n]*\n)*", re.M)


def walk_pem(data: memoryview, outlet: Outlet) -> int:
    """Armoured blocks; the text between them (names, comments) is raw."""
    position = 0
    for block in _BLOCK.finditer(data):
        between = data[position : block.start()]
        if len(between) and not text_format(between, ""):
            break
        outlet.state(position, len(between), ByteState.RAW)
        _block(block[2], block.start(), block.end(), outlet)
        position = block.end()
    if not position:
        raise ParseFailure("a PEM block begins and does not end")
    rest = data[position:]
    if len(rest) and text_format(rest, "").startswith("text"):
        outlet.state(position, len(rest), ByteState.RAW)
        return len(data)
    return position


def _block(body: bytes, start: int, end: int, outlet: Outlet) -> None:
    """One block: parsed where it is base64 of an ordinary size, otherwise failed."""
    try:
        # What follows the first "=" is at most padding and OpenPGP's checksum.
        letters = b"".join(_HEADER_LINES.sub(b"", body).split()).partition(b"=")[0]
        decoded = base64.b64decode(letters + b"===", validate=False)
    except binascii.Error as error:
        outlet.state(start, end - start, ByteState.FAILED, f"not base64: {error}")
        return
    if ENVELOPED in decoded[:40]:
        outlet.state(start, end - start, ByteState.ENCRYPTED, "encrypted message (CMS, enveloped data)")
        return
    if len(decoded) > LARGEST:
        reason = f"{len(decoded):,} bytes in base64: too many for a key or certificate"
        outlet.state(start, end - start, ByteState.OPAQUE, reason)
        return
    outlet.parsed(start, end - start)


def walk_der(data: memoryview, outlet: Outlet) -> int:
    """One element of ASN.1."""
    end = der_end(data)[0]
    if not 0 < end <= len(data):
        raise ParseFailure("the ASN.1 structure is longer than the file")
    if ENVELOPED in bytes(data[:40]):
        outlet.state(0, end, ByteState.ENCRYPTED, "encrypted message (CMS, enveloped data)")
        return end
    walk_signature(data, 0, end, outlet)
    return end


def walk_signature(data: memoryview, start: int, end: int, outlet: Outlet) -> None:
    """One ASN.1 structure with what belongs to it: parsed, or by entropy where it is too large for a signature."""
    if end - start > LARGEST:
        by_entropy(data[start:end], start, outlet)
    else:
        outlet.parsed(start, end - start)


class Certificates(Walked):
    """PEM and DER files."""

    NAME: ClassVar[str] = "certificates"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"pem", "der"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Structures above 16 KiB are judged by entropy: they may wrap other content.",
    )
    _WALKS: ClassVar[dict[str, Walk]] = {"pem": walk_pem, "der": walk_der}
