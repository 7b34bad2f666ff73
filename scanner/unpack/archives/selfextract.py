"""Self-extracting shell scripts: text, then archives. The script tells where they begin, or the first binary byte."""

from __future__ import annotations

import re
from typing import ClassVar

from scanner.formats import ids
from scanner.formats.identify import identify_bytes
from scanner.formats.source import Source
from scanner.text import safe_text
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.archives.makeself import Payload, payloads, wrong_sums
from scanner.unpack.outlet import Outlet
from scanner.unpack.regions import unaccounted

_BINARY = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
"""Bytes that no script has (it may have a bell, tabs, line ends, a form feed, escapes, and letters of any language)."""
BEFORE = 4096
"""Bytes before the first binary one in which the payload may begin: packed data have line ends, too."""
WINDOW = 1 << 16
"""Bytes by which the beginning of a payload is told; a bound, for every line is tried."""
_PAYLOADS = (ids.ARCHIVES | ids.NATIVE | ids.ENCRYPTED) - {"lzma", "gpg", "jffs2", "shell-archive"}
"""Formats that may follow; without those that a few chance bytes make."""


class ShellArchive:
    """The script is a child, so that it is read as a script, and so is each payload."""

    NAME: ClassVar[str] = "shell-archive"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"shell-archive"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Checksums are verified for makeself; other scripts have none, or only in commands of their own.",
        "Payloads in letters (makeself with base64, shar with uuencode) are not decoded: they are part of the script.",
        "Where a script of another kind says neither size nor end, its payload is all that follows the text.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        listed = payloads(source.data)
        if listed and not listed[0].span.offset:
            listed = ()  # a script that is no script
        start = listed[0].span.offset if listed else _first_payload(source.data)
        if not start:
            raise ParseFailure("its first line is no text")
        outlet.view(".script", 0, start)
        if not listed:
            outlet.view("payload", start, source.size - start)
            return
        for payload in listed:
            _hand_over(source, outlet, payload, "payload" if len(listed) == 1 else f"payload@{payload.span.offset:#x}")
        unaccounted(source, outlet, listed[-1].span.end, source.size, "trailing")


def _hand_over(source: Source, outlet: Outlet, payload: Payload, name: str) -> None:
    here = Span(payload.span.offset, max(0, min(payload.span.end, source.size) - payload.span.offset))
    if here.length:
        outlet.view(name, here.offset, here.length)
    if here.length < payload.span.length:
        missing = f"{payload.span.length - here.length:,} bytes of {safe_text(name, 100)} are missing"
        outlet.attributes.append(("truncated", missing))
        # Where nothing of it is left, the bytes that state its size have to bear it.
        where = here if here.length else Span(0, min(payload.span.offset, source.size))
        outlet.state(where.offset, where.length, ByteState.FAILED, missing)
    elif wrong := wrong_sums(source.data, payload):
        reason = f"wrong checksum of {safe_text(name, 100)}: {', '.join(wrong)}"
        outlet.attributes.append(("checksum", reason))
        outlet.state(here.offset, here.length, ByteState.FAILED, reason)


def _first_payload(data: memoryview) -> int:
    """Where the text ends: at the first line that begins with a known archive, or that has a byte of no text."""
    match = _BINARY.search(data)
    binary = match.start() if match else len(data)
    near = max(0, binary - BEFORE)
    before = bytes(data[near:binary])
    lines = [near + hit.end() for hit in re.finditer(rb"\n", before)]
    known = (at for at in lines if identify_bytes(data[at : at + WINDOW]) in _PAYLOADS)
    return next(known, lines[-1] if lines else near)
