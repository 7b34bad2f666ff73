"""Puts back what UPX took out of the image of a PE program: headers, imports, relocations (UPX's ``pefile.cpp``)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from scanner.formats.checks import number
from scanner.formats.pe_parts import Image
from scanner.types import ParseFailure

EXPORTS, IMPORTS, RESOURCES, RELOCATIONS = 0, 1, 2, 5
DESCRIPTOR = 20
EXPORT_HEAD = 40
MOST_NAMES = 1 << 20
MOST_SECTIONS = 96
"""Sections of a PE file that Windows loads."""
NO_RELOCATIONS = 1
"""Flag IMAGE_FILE_RELOCS_STRIPPED."""
_CLEARED = (6, 11, 12)
"""Directories that UPX drops: debug data, bound imports, import addresses."""
BY_NAME, BY_ORDINAL = 1, 0xFF
MASK = 0xFFFFFFFF


class Old:
    """The image that came out; its last four bytes lead to the old headers, behind which stands what to put back."""

    def __init__(self, image: bytearray) -> None:
        self.image = image
        self.view = memoryview(image)
        self.at = number(self.view, len(image) - 4, "<I")
        self.wide = self._number(24, "<H") == 0x20B
        self.head_size = 0x108 if self.wide else 0xF8
        self.count = self._number(6, "<H")
        self.rows_at = self.at + self.head_size
        self.base = number(self.view, self.rows_at + 12, "<I")
        """Address of the image's first byte."""

    def _number(self, place: int, layout: str) -> int:
        return number(self.view, self.at + place, layout)

    @property
    def code(self) -> tuple[int, int]:
        """(start, size) of the code in the image."""
        start = self._number(24 + 20, "<I") - self.base
        size = self._number(24 + 4, "<I")
        return (start, size) if start >= 0 and start + size <= len(self.image) else (0, 0)

    @property
    def flags(self) -> int:
        """Flags of the file."""
        return self._number(22, "<H")

    @property
    def image_base(self) -> int:
        """Address that the program would like to have."""
        return self._number(24 + (24 if self.wide else 28), "<Q" if self.wide else "<I")

    def directory_at(self, index: int) -> int:
        """Where the entry of a data directory stands in the image."""
        return self.at + 24 + (112 if self.wide else 96) + 8 * index

    def directory(self, index: int) -> tuple[int, int]:
        """(address, size) of a data directory."""
        at = self.directory_at(index)
        return number(self.view, at, "<I"), number(self.view, at + 4, "<I")

    def rows(self) -> Iterator[tuple[int, int, int]]:
        """(address, size in the file, offset in the file) of every section."""
        for index in range(min(self.count, MOST_SECTIONS)):
            row = self.rows_at + 40 * index
            yield (
                number(self.view, row + 12, "<I"),
                number(self.view, row + 16, "<I"),
                number(self.view, row + 20, "<I"),
            )

    def _symbols(self, packed: memoryview) -> list[tuple[int, bytes | bytearray]]:
        """The table of symbols, which UPX leaves behind the last section, where the old headers say that it was."""
        place = self._number(12, "<I")
        ends = [offset + size for _, _, offset, size, _ in Image(packed).sections if offset and size]
        return [(place, bytes(packed[max(ends) :]))] if place > 0 and ends and max(ends) < len(packed) else []

    def pieces(self, packed: memoryview) -> list[tuple[int, bytes | bytearray]]:
        """(offset, bytes) of the program: the old stub, headers, and every section."""
        header = max(0, number(packed, 0x3C, "<I"))
        head = bytes(self.image[self.at : self.rows_at + 40 * self.count])
        pieces: list[tuple[int, bytes | bytearray]] = [(0, bytes(packed[:header])), (header, head)]
        align = max(1, self._number(24 + 36, "<I"))
        left = len(self.image)  # sections do not overlap: together they are no longer than the image
        for address, size, offset in self.rows():
            start = address - self.base
            length = min(-(-size // align) * align, len(self.image) - start, left)
            if offset > 0 and start >= 0 and length > 0:
                pieces.append((offset, bytes(self.image[start : start + length])))
                left -= length
        return pieces + self._symbols(packed)


def rebuild(packed: Image, old: Old) -> list[str]:
    """Put back imports and relocations in the image of ``old``; returns what could not be, in sentences.

    :raises ParseFailure: where what to put back makes no sense.
    """
    if not 0 < old.count <= MOST_SECTIONS or old.base <= 0:
        raise ParseFailure("the old headers make no sense")
    info = old.rows_at + 40 * old.count
    for index in _CLEARED:
        struct.pack_into("<II", old.image, old.directory_at(index), 0, 0)
    struct.pack_into("<I", old.image, old.at + 24 + 64, 0)
    address, size = old.directory(IMPORTS)
    if address and size > DESCRIPTOR:
        table, names = struct.unpack_from("<II", old.image, info)
        info += 8
        _imports(packed, old, table, names)
    _exports(packed, old)
    address, size = old.directory(RELOCATIONS)
    if not address or not size or size == 8 or old.flags & NO_RELOCATIONS:
        return []
    start, kinds = struct.unpack_from("<IB", old.image, info)
    if kinds & 6:
        return ["its relocations of 16 bits are not put back"]
    _relocations(old, start)
    return []


def _exports(packed: Image, old: Old) -> None:
    """The table of exported functions, which the packed file has at another address."""
    (there, size), (here, _) = packed.directory(EXPORTS), old.directory(EXPORTS)
    start = packed.offset(there) if there and here and there != here and size >= EXPORT_HEAD else -1
    if start < 0:
        return
    table, shift = bytearray(packed.data[start : start + size]), here - there
    functions, names = (number(memoryview(table), at, "<I") for at in (20, 24))
    addresses, labels = (number(memoryview(table), at, "<I") - there for at in (28, 32))
    for at in (12, 28, 32, 36, *range(labels, min(size - 3, labels + 4 * names), 4)):
        _move(table, at, shift)
    for at in range(addresses, min(size - 3, addresses + 4 * functions), 4):
        if 0 <= number(memoryview(table), at, "<I") - there < size:  # the name of another library's function
            _move(table, at, shift)
    _write(old.image, here - old.base, bytes(table))


def _move(table: bytearray, at: int, shift: int) -> None:
    if at >= 0:
        struct.pack_into("<I", table, at, number(memoryview(table), at, "<I") + shift & MASK)


def _imports(packed: Image, old: Old, table: int, names: int) -> None:
    """Names of libraries and functions, and the table that leads to them.

    ``table`` holds for each library: place of its name in the packed file's import section, place of its addresses,
    then its functions, by name or number, up to a zero. ``names`` is where the program keeps the names (0: where its
    own tables say).
    """
    source = memoryview(old.image)[:]
    rows = list(_rows(packed, bytes(old.image), table))
    source.release()
    at = old.directory(IMPORTS)[0] - old.base
    if not 0 <= at <= len(old.image) - DESCRIPTOR * (len(rows) + 1):
        raise ParseFailure("its table of imports lies outside of the image")
    library_at = names - old.base if names else 0
    name_at = library_at + -(-sum(len(library) + 1 for library, _, _ in rows) // 2) * 2
    for library, addresses, functions in rows:
        if names:
            _write(old.image, library_at, library + b"\0")
            struct.pack_into("<I", old.image, at + 12, library_at + old.base)
            library_at += len(library) + 1
        else:
            place = struct.unpack_from("<I", old.image, at + 12)[0] - old.base
            _write(old.image, place, library + b"\0")
        struct.pack_into("<I", old.image, at + 16, addresses + old.base)
        name_at = _functions(old, addresses, functions, name_at if names else -1)
        at += DESCRIPTOR


def _functions(old: Old, slot: int, functions: list[bytes | int], name_at: int) -> int:
    """Write one library's addresses from ``slot`` on, names from ``name_at`` on; returns where the next name goes."""
    layout, width, by_number = ("<Q", 8, 1 << 63) if old.wide else ("<I", 4, 1 << 31)
    for function in functions:
        if isinstance(function, int):
            value = function | by_number
        elif name_at >= 0:
            name_at -= name_at & 1
            _write(old.image, name_at + 2, function + b"\0")
            value = name_at + old.base
            name_at += 3 + len(function)
        else:
            value = struct.unpack_from(layout, old.image, slot)[0]
            _write(old.image, value - old.base + 2, function + b"\0")
        struct.pack_into(layout, old.image, slot, value)
        slot += width
    struct.pack_into(layout, old.image, slot, 0)
    return name_at


def _rows(packed: Image, image: bytes, at: int) -> Iterator[tuple[bytes, int, list[bytes | int]]]:
    """(library, place of its addresses, functions) from the table at ``at`` of the image."""
    import_at = packed.offset(packed.directory(IMPORTS)[0])
    for _ in range(MOST_NAMES):
        name, addresses = struct.unpack_from("<I", image, at)[0], 0
        if not name:
            return
        addresses = struct.unpack_from("<I", image, at + 4)[0]
        library = bytes(packed.data[import_at + name : import_at + name + 512]).split(b"\0", 1)[0]
        functions: list[bytes | int] = []
        at += 8
        while image[at]:
            function, at = _function(packed, image, at, import_at)
            functions.append(function)
        at += 1
        yield library, addresses, functions
    raise ParseFailure("its table of imports has no end")


def _function(packed: Image, image: bytes, at: int, import_at: int) -> tuple[bytes | int, int]:
    """One function, by its name or number, and where the next one stands."""
    if image[at] == BY_NAME:
        end = image.index(b"\0", at + 1)
        return image[at + 1 : end], end + 1
    if image[at] == BY_ORDINAL:
        return struct.unpack_from("<H", image, at + 1)[0], at + 3
    place = import_at + struct.unpack_from("<I", image, at + 1)[0]
    return max(0, number(packed.data, place, "<I")) & 0xFFFF, at + 5


def _relocations(old: Old, at: int) -> None:
    """Addresses in the image, which are stored from its beginning and big endian, and their table."""
    layout, width = ("Q", 8) if old.wide else ("I", 4)
    offset = old.image_base + old.base
    places: list[int] = []
    for place in _places(bytes(old.image[at:])):
        if place + width > len(old.image):
            raise ParseFailure("a relocation lies outside of the image")
        value = struct.unpack_from(">" + layout, old.image, place)[0]
        struct.pack_into("<" + layout, old.image, place, value + offset & (1 << 8 * width) - 1)
        places.append(place + old.base)
    table = _table(places, 0xA000 if old.wide else 0x3000)
    address, _ = old.directory(RELOCATIONS)
    _write(old.image, address - old.base, table)
    struct.pack_into("<I", old.image, old.directory_at(RELOCATIONS) + 4, len(table))


def _places(table: bytes) -> Iterator[int]:
    """Places, each as the distance from the one before: one byte, 20 bits, or 32 bits."""
    place, at = -4, 0
    while table[at]:
        step = table[at]
        at += 1
        if step >= 0xF0:
            step = (step & 15) << 16 | struct.unpack_from("<H", table, at)[0]
            at += 2
            if not step:
                step = struct.unpack_from("<I", table, at)[0]
                at += 4
        if step < 4:
            raise ParseFailure("relocations overlap")
        place += step
        yield place


def _table(places: list[int], kind: int) -> bytes:
    """A relocation table: for each page its address, its length, and the places in it, an even number of them."""
    pages: dict[int, list[int]] = {}
    for place in sorted(places):
        pages.setdefault(place & ~0xFFF, []).append(place & 0xFFF)
    out = bytearray()
    for page, offsets in pages.items():
        entries = [kind | offset for offset in offsets] + [0] * (len(offsets) & 1)
        out += struct.pack(f"<II{len(entries)}H", page, 8 + 2 * len(entries), *entries)
    return bytes(out)


def _write(image: bytearray, at: int, content: bytes) -> None:
    if not 0 <= at <= len(image) - len(content):
        raise ParseFailure("something to put back lies outside of the image")
    image[at : at + len(content)] = content
