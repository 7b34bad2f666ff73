"""RPM packages (rpm ``docs/manual/format.md``): lead, signature header, header, and the packed cpio of the files."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.archives.rpm_header import Header, number, read_header, text
from scanner.unpack.compressed.stream_magics import next_stream
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import left_of, unaccounted, uniform

_LEAD = 96
_BLOCK = 1 << 20
_SHA1, _SHA256, _SIZE, _LONG_SIZE, _MD5 = 269, 273, 1000, 270, 1004
_COMPRESSOR, _PAYLOAD_DIGEST, _DIGEST_ALGORITHM = 1125, 5092, 5093
_ALGORITHMS = {1: "md5", 2: "sha1", 8: "sha256", 9: "sha384", 10: "sha512", 11: "sha224"}
"""Numbers of OpenPGP (RFC 9580, 9.5)."""
_SUFFIXES = {"gzip": ".gz", "xz": ".xz", "lzma": ".lzma", "zstd": ".zst", "bzip2": ".bz2"}
_SCRIPTS = {
    1023: "preinstall", 1024: "postinstall", 1025: "preuninstall", 1026: "postuninstall", 1079: "verify",
    1151: "pretrans", 1152: "posttrans", 5104: "preuntrans", 5105: "postuntrans",
}  # fmt: skip
_SIGNATURES = (267, 268, 1002, 1005)
_SPARE = 1008


class Rpm:
    """Hands over the payload, the scripts and the rest of the header's values; checks every digest that is there."""

    NAME: ClassVar[str] = "rpm"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"rpm"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Digests are checked, signatures are not: who signed the package is not looked at.",
        "Packages with a file above 4 GiB use a cpio without names, which is not read.",
        "A package in which both the header's and the payload's digests are missing is believed as it stands.",
        "Trigger scripts are scanned with the header's other values, not as files of their own.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``; of a package with broken headers the payload is searched for."""
        outlet.parsed(0, _LEAD)
        at = _LEAD
        try:
            signature = read_header(source.data, at)
            at = (signature.span.end + 7) // 8 * 8
            header = read_header(source.data, at)
        except ParseFailure as error:
            payload = next_stream(source.data, min(at, source.size))
            outlet.state(0, payload, ByteState.FAILED, str(error))
            if payload < source.size:
                outlet.view("payload", payload, source.size - payload)
            return
        _signature(source, outlet, signature, at)
        _header(source, outlet, header)
        _payload(source, outlet, signature, header)
        _digests_of_header(source, outlet, signature, header)


def _signature(source: Source, outlet: Outlet, signature: Header, end: int) -> None:
    """Index and known values are parsed; any other byte of the store is padding or a child."""
    outlet.parsed(signature.span.offset, signature.store.offset - signature.span.offset)
    taken = []
    for tag, (_, span) in sorted(signature.places.items(), key=lambda item: item[1][1].offset):
        if tag == _SPARE or (tag in _SIGNATURES and not _openpgp(source.data, span)):
            continue
        taken.append(span)
    position = signature.store.offset
    for span in taken:
        unaccounted(source, outlet, position, span.offset, "signature")
        outlet.field("signature-value", span.offset, span.length)
        position = max(position, span.end)
    unaccounted(source, outlet, position, end, "signature")


def _openpgp(data: memoryview, span: Span) -> bool:
    """One signature packet that fills the value (RFC 9580, 4.2, tag 2)."""
    if span.length < 3:
        return False
    first, second = data[span.offset], data[span.offset + 1]
    if first in (0x88, 0x89):
        width = 1 + (first & 1)
        length = int.from_bytes(data[span.offset + 1 : span.offset + 1 + width], "big")
        return 1 + width + length == span.length
    if first != 0xC2:
        return False
    if second < 192:
        return 2 + second == span.length
    return second < 224 and 3 + (second - 192 << 8) + data[span.offset + 2] + 192 == span.length


def _header(source: Source, outlet: Outlet, header: Header) -> None:
    """Scripts by their names, the other values as bytes: file names, dependencies, texts."""
    for key, tag in (("name", 1000), ("version", 1001), ("release", 1002), ("arch", 1022)):
        value = text(source.data, header, tag)
        if value:
            outlet.attributes.append((f"rpm-{key}", value[:200]))
    outlet.parsed(header.span.offset, header.store.offset - header.span.offset)
    scripts = [(header.places[tag][1], name) for tag, name in _SCRIPTS.items() if tag in header.places]
    taken: list[Span] = []
    for span, name in sorted(scripts, key=lambda item: item[0].offset):
        if span.length > 1 and (not taken or span.offset >= taken[-1].end):
            outlet.view(f".scripts/{name}", span.offset, span.length - 1)
            outlet.parsed(span.end - 1, 1)
            taken.append(span)
    for rest in left_of(header.store, taken):
        if uniform(source.data, rest.offset, rest.end):
            outlet.state(rest.offset, rest.length, ByteState.PADDING)
        else:
            outlet.view(f".header@{rest.offset:#x}", rest.offset, rest.length)


def _payload(source: Source, outlet: Outlet, signature: Header, header: Header) -> None:
    """The payload up to the stated size; what a digest contradicts is failed and handed over all the same."""
    start, data = header.span.end, source.data
    size = number(data, signature, _SIZE, _LONG_SIZE)
    end = source.size if size is None else header.span.offset + size
    here = Span(start, max(0, min(end, source.size) - start))
    suffix = _SUFFIXES.get(text(data, header, _COMPRESSOR) or "gzip", "")
    if here.length:
        outlet.view(f"payload.cpio{suffix}", here.offset, here.length)
    if end > source.size:
        missing = f"the package is cut: {end - source.size:,} bytes are missing"
        outlet.state(start, here.length, ByteState.FAILED, missing)
        outlet.state(header.span.offset, 16, ByteState.FAILED, missing)
    elif not _intact(data, signature, header, here):
        outlet.state(here.offset, here.length, ByteState.FAILED, "the payload's digest is wrong")
    unaccounted(source, outlet, max(start, end), source.size, "trailing")


def _intact(data: memoryview, signature: Header, header: Header, payload: Span) -> bool:
    stated = text(data, header, _PAYLOAD_DIGEST)
    algorithm = _ALGORITHMS.get(number(data, header, _DIGEST_ALGORITHM) or 0)
    if stated and algorithm:
        return _digest(algorithm, data, payload) == stated.lower()
    kind, place = signature.places.get(_MD5, (0, Span(0, 0)))
    if kind != 7 or place.length != 16:
        return True
    both = Span(header.span.offset, payload.end - header.span.offset)
    return _digest("md5", data, both) == bytes(data[place.offset : place.end]).hex()


def _digests_of_header(source: Source, outlet: Outlet, signature: Header, header: Header) -> None:
    for tag, algorithm in ((_SHA1, "sha1"), (_SHA256, "sha256")):
        stated = text(source.data, signature, tag)
        if stated and stated.lower() != _digest(algorithm, source.data, header.span):
            reason = f"the header's {algorithm} is wrong"
            outlet.state(header.span.offset, header.span.length, ByteState.FAILED, reason)


def _digest(algorithm: str, data: memoryview, span: Span) -> str:
    digest = hashlib.new(algorithm, usedforsecurity=False)
    for start in range(span.offset, span.end, _BLOCK):
        digest.update(data[start : min(start + _BLOCK, span.end)])
    return digest.hexdigest()
