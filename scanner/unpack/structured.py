"""Byte code, databases and device trees: scanned as bytes up to the end that their header states."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from scanner.formats import ids
from scanner.formats.checks import number
from scanner.types import ParseFailure
from scanner.unpack.firmware.dtb import walk_tree
from scanner.unpack.media.walked import Walk, Walked
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.packed import raw_unless_packed


def walk_sqlite(data: memoryview, outlet: Outlet) -> int:
    """Page size × page count (sqlite.org/fileformat2, 1.3)."""
    page = number(data, 16, ">H")
    page = 65_536 if page == 1 else page
    # The count in the header is valid only while its change counters agree; older versions did not write it.
    count = number(data, 28, ">I") if number(data, 24, ">I") == number(data, 92, ">I") else 0
    if page < 512 or page & (page - 1):
        raise ParseFailure(f"a page size of {page:,} bytes")
    return _raw_to(data, page * count if count > 0 else len(data), outlet)


def walk_dex(data: memoryview, outlet: Outlet) -> int:
    """``file_size`` of the header (Dalvik executable format)."""
    return _raw_to(data, number(data, 32, "<I"), outlet)


def walk_dtb(data: memoryview, outlet: Outlet) -> int:
    """``totalsize`` of the header (Devicetree specification, 5.2)."""
    return _raw_to(data, number(data, 4, ">I"), outlet, walk_tree)


def walk_android_xml(data: memoryview, outlet: Outlet) -> int:
    """``size`` of the chunk's header (ResourceTypes.h of Android)."""
    return _raw_to(data, number(data, 4, "<I"), outlet)


def walk_whole(data: memoryview, outlet: Outlet) -> int:
    """Formats whose end only a full parse would tell."""
    return _raw_to(data, len(data), outlet)


def _raw_to(
    data: memoryview, end: int, outlet: Outlet, declare: Callable[[memoryview, Outlet], None] = raw_unless_packed
) -> int:
    if end <= 0:
        raise ParseFailure("the header does not say where the file ends")
    declare(data[: min(end, len(data))], outlet)
    if end > len(data):
        outlet.attributes.append(("truncated", f"{end - len(data):,} bytes are missing"))
    return min(end, len(data))


class Structured(Walked):
    """SQLite, Python, Java, Dalvik and WebAssembly code, device trees, binary property lists and Android XML."""

    NAME: ClassVar[str] = "structured"
    FORMATS: ClassVar[frozenset[str]] = ids.STRUCTURED
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Compressed values in databases are not unpacked.",
        "What is appended to Python, Java and WebAssembly code is scanned with it and not judged by itself.",
    )
    _WALKS: ClassVar[dict[str, Walk]] = {
        "sqlite": walk_sqlite,
        "dex": walk_dex,
        "dtb": walk_dtb,
        "android-xml": walk_android_xml,
        **dict.fromkeys(("pyc", "class", "wasm", "plist"), walk_whole),
    }
