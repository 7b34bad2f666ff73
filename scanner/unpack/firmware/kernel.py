"""Linux kernel images that boot loaders start: the packed kernel in them, and archives in an unpacked one."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats import pe
from scanner.formats.checks import der_end, number
from scanner.formats.checks_kernel import PLAIN, RAW, X86, ZBOOT, kernel_kind, zimage_order
from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.firmware.kernel_plain import read_plain
from scanner.unpack.firmware.kernel_streams import HEADS, hand_over_archives, streams_in
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.packed import raw_unless_packed
from scanner.unpack.tail import hand_over_tail

HEAD = 64
KERNEL_SIZE = 1 << 16
"""Unpacked bytes from which a packed stream in a zImage is taken for the kernel."""


class LinuxKernel:
    """bzImage, zImage, EFI zboot (the packed kernel is a child), raw Image, and unpacked kernels without a header."""

    NAME: ClassVar[str] = "linux-kernel"
    FORMATS: ClassVar[frozenset[str]] = frozenset({"linux-kernel"})
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "The code around the packed kernel has no integrity data: a changed bit there goes unnoticed.",
        "In unpacked kernels only whole cpio archives and packed streams are found; of the old lzma format only those "
        "that hold a cpio.",
        "Unpacked kernels without a header are told by their banners; content beside them is judged like a program's: "
        "opaque only from 256 KiB of packed data on.",
        "bzImages of protocols before 2.08 (Linux 2.6.24 of 2008) are searched for the packed kernel.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = True

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for all of ``source``."""
        kind = kernel_kind(source.data)
        outlet.attributes.append(("kernel", kind or PLAIN))
        if not kind:
            read_plain(source, outlet)
            return
        portable = pe.extent(source.data) if source.read(0, 2) == b"MZ" else None
        end = max(_end(source.data, kind), portable.end if portable else 0) or source.size
        own = min(end, source.size)
        if kind == RAW:
            children = hand_over_archives(source, outlet, Span(HEAD, own - HEAD)) if own > HEAD else []
        else:
            children = _payload(source, outlet, kind, own)
        raw_unless_packed(source.data[:own], outlet, children)
        if end > source.size:
            outlet.state(0, HEAD, ByteState.FAILED, f"{end - source.size:,} bytes are missing")
        signature = portable.signature if portable else None
        if signature is not None and own <= signature.offset and signature.end <= source.size:
            hand_over_tail(source, outlet, own, ".trailing", signature.offset)
            _signatures(source, outlet, signature)
            own = signature.end
        hand_over_tail(source, outlet, own)


def _end(data: memoryview, kind: str) -> int:
    """Where the image ends by its boot header, 0 where that does not say."""
    if kind == X86:
        return _setup(data) + 16 * number(data, 0x1F4, "<I")
    order = zimage_order(data)
    if order:
        return number(data, 0x2C, order + "I") - number(data, 0x28, order + "I")
    return 0


def _setup(data: memoryview) -> int:
    """Bytes of the real-mode code of a bzImage; 4 sectors where an old header has 0."""
    return 512 * (1 + (data[0x1F1] or 4))


def _payload(source: Source, outlet: Outlet, kind: str, own: int) -> list[Span]:
    """Hand over the packed kernel; returns its range, alone in a list."""
    span = _stated(source.data, kind)
    if span is None:
        return _searched(source, outlet, own)
    there = Span(span.offset, max(0, min(span.end, own) - span.offset))
    match = HEADS.match(source.data, span.offset)
    name = f"vmlinux.{match.lastgroup}" if match else "payload"
    if there.length < span.length:
        outlet.state(0, HEAD, ByteState.FAILED, "the packed kernel is cut")
        outlet.state(there.offset, there.length, ByteState.FAILED, "the packed kernel is cut")
    elif kind == X86 and match and match.lastgroup != "gz" and span.length > 4:
        # The build appends the unpacked size to all but gzip, which has it already (scripts/Makefile.lib).
        there = Span(span.offset, span.length - 4)
        outlet.parsed(there.end, 4)
    if not there.length:
        return []
    outlet.view(name, there.offset, there.length)
    return [there]


def _stated(data: memoryview, kind: str) -> Span | None:
    """Where the header says that the packed kernel is."""
    if kind == ZBOOT:
        return Span(number(data, 8, "<I"), max(0, number(data, 12, "<I")))
    if kind == X86 and number(data, 0x206, "<H") >= 0x0208:
        offset, length = number(data, 0x248, "<I"), number(data, 0x24C, "<I")
        return Span(_setup(data) + offset, length) if length > 0 else None
    return None


def _searched(source: Source, outlet: Outlet, own: int) -> list[Span]:
    """The first whole stream that is large enough; where none is whole, the first broken one, up to the image's end.

    :raises ParseFailure: where there is neither.
    """
    broken: Span | None = None
    for tried in streams_in(source, Span(0, own), outlet.room()):
        if tried.size >= KERNEL_SIZE and (tried.whole or broken is None):
            span = Span(tried.start, (tried.end if tried.whole else own) - tried.start)
            if tried.whole:
                outlet.view(f"vmlinux.{tried.kind}", span.offset, span.length)
                return [span]
            broken = span
    if broken is None:
        raise ParseFailure("no packed kernel was found in the image")
    outlet.view("vmlinux.broken", broken.offset, broken.length)
    outlet.state(broken.offset, broken.length, ByteState.FAILED, "the packed kernel is broken or cut")
    return [broken]


def _signatures(source: Source, outlet: Outlet, table: Span) -> None:
    """The certificate table (Microsoft's PE format): length, revision, type and an ASN.1 structure, 8-byte aligned."""
    at = table.offset
    while at + 8 <= table.end:
        length = number(source.data, at, "<I")
        if length < 8 or at + length > table.end:
            break
        outlet.parsed(at, 8)
        end = min(max(der_end(source.data[at + 8 : at + length])[0], 0), length - 8)
        if end:
            outlet.view("signature", at + 8, end)
        following = min(table.end, at + (length + 7) // 8 * 8)
        hand_over_tail(source, outlet, at + 8 + end, ".signature-rest", following)
        at = following
    hand_over_tail(source, outlet, at, ".signature-rest", table.end)
