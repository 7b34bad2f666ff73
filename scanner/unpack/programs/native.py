"""Native programs and libraries: raw to their own end, what is appended is judged by itself."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats import elf, ids, kmodule, macho, pe
from scanner.formats.checks import der_end, number
from scanner.formats.checks_kernel import vmlinux
from scanner.formats.source import Source
from scanner.types import ByteState, ParseFailure, Span
from scanner.unpack.firmware.kernel_relocations import relocations_end
from scanner.unpack.firmware.kernel_streams import hand_over_archives
from scanner.unpack.media.certificates import walk_signature
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.dotnet_bundle import find_bundle, hand_over_bundle
from scanner.unpack.programs.packed import packed_runs, raw_unless_packed
from scanner.unpack.programs.parts import hand_over_parts
from scanner.unpack.programs.unpacked import hand_over_unpacked
from scanner.unpack.tail import hand_over_tail
from scanner.unpack.unknown import by_entropy

_VIEWS = {"elf": elf.extent, "pe": pe.extent, "macho": macho.extent}
OVERLAY = ".overlay"
SMALLEST = 20
"""Bytes that every view may read without asking."""


class Native:
    """ELF, PE and Mach-O. Detectors read the file as a whole; what holds another file is a child besides.

    A file that was cut off keeps what is there as raw and gets the attribute ``truncated``; where headers are so
    damaged that no end can be computed, it is judged like unknown content and gets the attribute ``damaged``.
    """

    NAME: ClassVar[str] = "native"
    FORMATS: ClassVar[frozenset[str]] = ids.NATIVE
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Packed parts are told from 256 KiB on, or where they are half of the file.",
        "Of packed parts zlib and gzip streams are unpacked, and programs of UPX for Linux, macOS and Windows: NRV, "
        "LZMA (not its rarest settings) and deflate. Icons, version and manifest of a Windows program stand in the "
        "packed file only; where the packer's headers are wiped, nothing says whether a program came out whole.",
        "Other packers are told by name or as unknown, and not unpacked: their code is opaque and makes a verdict of "
        "nothing found impossible, however small it is.",
        "Resources and sections become nodes from 4 KiB on where they begin with a known format, from 16 KiB on where "
        "they are packed; in mixed data (.rodata, .data) only files whose own fields prove where they end, and a few "
        "model formats.",
        "Of .NET bundles the versions up to 6 are read. They have no integrity data: a changed bit goes unnoticed.",
        "Of .NET resources those are unpacked that are one deflate stream; no other packing without a header is known.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = True

    def read(self, source: Source, outlet: Outlet) -> None:
        """Account for the image, its signature and what stands between and behind."""
        view = _VIEWS.get(outlet.node.format)
        extent = view(source.data) if view and source.size >= SMALLEST else None
        if extent is None:
            outlet.attributes.append(("damaged", "its headers do not say where it ends"))
            by_entropy(source.data, 0, outlet)
            return
        unpacked = hand_over_unpacked(source, outlet, packed_runs(source.data))
        own = min(max(extent.end, unpacked.end), source.size)
        if extent.end > source.size and not unpacked.spans:  # packers leave places of what they moved
            outlet.attributes.append(("truncated", f"{extent.end - source.size:,} bytes are missing"))
        children = hand_over_parts(source, outlet, own, unpacked.spans)
        behind = _kernel(source, outlet, own, children)
        signature = extent.signature
        if signature is not None and own <= signature.offset and signature.end <= source.size:
            children += _behind(source, outlet, own, signature.offset)
            _certificates(source, outlet, signature)
            hand_over_tail(source, outlet, signature.end, OVERLAY)
        elif (module := kmodule.signature(source.data, own)) is not None:
            hand_over_tail(source, outlet, own, OVERLAY, module.offset)
            walk_signature(source.data, module.offset, module.end, outlet)
        else:
            children += _behind(source, outlet, behind, source.size)
        raw_unless_packed(source.data[:own], outlet, sorted(children, key=lambda span: span.offset))


def _kernel(source: Source, outlet: Outlet, own: int, children: list[Span]) -> int:
    """Of an unpacked Linux kernel: add archives in it to ``children``; returns where the table behind it ends."""
    if not vmlinux(source.data[:own]):
        return own
    children += hand_over_archives(source, outlet, Span(0, own), children)
    end = relocations_end(source.data, own)
    outlet.parsed(own, end - own)
    return end


def _behind(source: Source, outlet: Outlet, own: int, end: int) -> list[Span]:
    """What stands behind the program: a .NET bundle or an overlay. Returns the ranges before ``own`` that it uses."""
    header = find_bundle(source) if own < end or outlet.node.format == "macho" else 0
    if header:
        try:
            area = hand_over_bundle(source, outlet, header, own, end)
        except ParseFailure as error:
            outlet.attributes.append(("bundle", str(error)))
            outlet.state(own, end - own, ByteState.FAILED, str(error))
        else:
            if area.offset >= own:
                return []
            hand_over_tail(source, outlet, own, OVERLAY, end)
            return [area]
    hand_over_tail(source, outlet, own, OVERLAY, end)
    return []


def _certificates(source: Source, outlet: Outlet, table: Span) -> None:
    """The certificate table: entries of length, revision, type and one ASN.1 structure; the rest stays visible."""
    position = table.offset
    while position + 8 <= table.end:
        length = number(source.data, position, "<I")
        if length < 8 or position + length > table.end:
            break
        entry = source.data[position + 8 : position + length]
        end = der_end(entry)[0] if len(entry) > 2 and entry[0] == 0x30 else -1
        if not 0 < end <= len(entry):
            break
        walk_signature(source.data, position, position + 8 + end, outlet)
        # Entries are aligned to 8 bytes; more than that behind the structure is not part of the signature.
        following = min(table.end, position + (length + 7) // 8 * 8)
        hand_over_tail(source, outlet, position + 8 + end, ".signature-rest", following)
        position = following
    hand_over_tail(source, outlet, position, ".signature-rest", table.end)
