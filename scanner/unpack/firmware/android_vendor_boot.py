"""Android vendor boot images, versions 3 and 4 (AOSP ``bootimg.h``): ramdisks, device tree and boot configuration."""

from __future__ import annotations

from scanner.formats.checks import number
from scanner.types import ParseFailure, Span
from scanner.unpack.firmware.android_pages import Layout, placed_in_pages
from scanner.unpack.placed import Placed

LENGTHS = {3: 2112, 4: 2128}
ENTRY = 108
MOST_RAMDISKS = 256


def vendor_parts(data: memoryview) -> Layout:
    """(bytes of the header, parts, end) as the header says.

    :raises ParseFailure: where it makes no sense.
    """
    version, page = number(data, 8, "<I"), number(data, 12, "<I")
    if version not in LENGTHS or len(data) < LENGTHS[version]:
        raise ParseFailure(f"version {version} of a vendor boot image, or a cut header")
    fields = [("ramdisk", 24), ("dtb", 2100)]
    fields += [("ramdisk_table", 2112), ("bootconfig", 2124)] if version == 4 else []
    sizes = [(name, number(data, field, "<I")) for name, field in fields]
    head, parts, end = placed_in_pages(LENGTHS[version], page, sizes)
    return head, _split_ramdisks(data, parts) if version == 4 else parts, end


def _split_ramdisks(data: memoryview, parts: list[Placed]) -> list[Placed]:
    """``parts`` with the ramdisk section replaced by the ramdisks of the table (``vendor_ramdisk_table_entry_v4``)."""
    spans = {part.name: part.span for part in parts}
    section, table = spans.get("ramdisk"), spans.get("ramdisk_table")
    count, size = number(data, 2116, "<I"), number(data, 2120, "<I")
    if section is None or table is None or not 0 < count <= MOST_RAMDISKS or not ENTRY <= size <= 4096:
        return parts
    if count * size > table.length or table.end > len(data):
        return parts
    ramdisks = []
    for index in range(count):
        at = table.offset + index * size
        length, start = number(data, at, "<I"), number(data, at + 4, "<I")
        if start + length > section.length:
            raise ParseFailure(f"ramdisk {index} of the table lies outside its section")
        name = bytes(data[at + 12 : at + 44]).split(b"\0")[0]
        ramdisks.append(Placed(b"ramdisk." + (name or b"%d" % index), Span(section.offset + start, length)))
    return [*ramdisks, *(part for part in parts if part.name != "ramdisk")]
