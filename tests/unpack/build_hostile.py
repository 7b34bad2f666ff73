"""Archives that try to get out of their folder or to lose what stands beside them, in five formats."""

from __future__ import annotations

import struct
import tarfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.unpack.build import cpio_end, cpio_entry
from tests.unpack.build_7z import seven_zip

FILE, LINK, HARD, CHARACTER, BLOCK, FIFO = "file", "symlink", "hardlink", "character", "block", "fifo"
MODES = {FILE: 0o100644, LINK: 0o120777, HARD: 0o100644, CHARACTER: 0o020666, BLOCK: 0o060660, FIFO: 0o010644}


@dataclass(frozen=True, slots=True)
class Entry:
    """One member; ``data`` is the target of a link."""

    name: str
    data: bytes = b""
    kind: str = FILE

    @property
    def mode(self) -> int:
        return MODES[self.kind]


def shapes(outside: str) -> dict[str, list[Entry]]:
    """Name of the attack → its members. ``outside`` is a folder that must stay as it is."""
    up = "../" * 12
    return {
        "absolute": [Entry(f"{outside}/evil", b"absolute")],
        "up": [Entry(f"{up}{outside}/evil", b"up")],
        "up in the middle": [Entry(f"a/b/{up}{outside}/evil", b"middle")],
        "write through a link": [Entry("door", outside.encode(), LINK), Entry("door/evil", b"through")],
        "write through a link upwards": [Entry("door", up.encode(), LINK), Entry(f"door{outside}/evil", b"through up")],
        "file over a link": [Entry("same", f"{outside}/canary".encode(), LINK), Entry("same", b"over a link")],
        "chain of links": [
            Entry("one", b".", LINK),
            Entry("one/two", b"..", LINK),
            Entry("one/two/../evil", b"behind a chain"),
        ],
        "folder of a link": [Entry("etc", outside.encode(), LINK), Entry("etc/", b""), Entry("etc/canary", b"folder")],
        "hard link out": [Entry("hard", f"{outside}/canary".encode(), HARD), Entry("hard", b"over a hard link")],
        "hard link to a link": [
            Entry("soft", f"{outside}/canary".encode(), LINK),
            Entry("hard", b"soft", HARD),
            Entry("hard", b"over both"),
        ],
        "devices": [Entry("null", b"", CHARACTER), Entry("disk", b"", BLOCK), Entry("pipe", b"", FIFO)],
        "duplicate names": [Entry("same", b"the first"), Entry("same", b"the second"), Entry("same", b"the third")],
        "case collision": [Entry("README", b"upper"), Entry("readme", b"lower"), Entry("ReadMe", b"both")],
        "file and folder": [Entry("thing", b"a file"), Entry("thing/inside", b"in a file")],
        "backslashes": [Entry(f"..\\..\\{outside}\\evil", b"backslash"), Entry("a\\b", b"inner backslash")],
        "drive and share": [Entry("C:\\evil", b"drive"), Entry("\\\\server\\share\\evil", b"share")],
        "device names": [Entry("NUL", b"not nothing"), Entry("con.txt", b"no console"), Entry("x:stream", b"stream")],
        "nul": [Entry("a\0b", b"name with nul"), Entry("a", b"name without")],
        "4,096 bytes": [Entry("n" * 4096, b"long name"), Entry("folders/" * 511 + "long.so", b"long path")],
        "bidi": [Entry("gnp\u202egpj.exe", b"turned"), Entry("zero\u200bwidth", b"hidden")],
        "control characters": [Entry("a\x1b[2J", b"escape"), Entry("new\nline", b"line"), Entry("tab\there", b"tab")],
        "nearly no names": [Entry(".", b"dot"), Entry("..", b"two dots"), Entry("/", b"slash"), Entry(" ", b"blank")],
        "separator": [Entry("x!/y", b"separator"), Entry("z!", b"mark")],
        "not unicode": [Entry("bad\udcff", b"raw byte"), Entry("-rf", b"option"), Entry("*", b"star")],
    }


def siblings(shape: str, entries: Sequence[Entry]) -> list[Entry]:
    """The attack between two ordinary files, which must not get lost."""
    first, last = Entry("first.txt", f"before {shape}\n".encode()), Entry("last.txt", f"behind {shape}\n".encode())
    return [first, *entries, last]


def tar(entries: Sequence[Entry]) -> bytes:
    kinds = {FILE: b"0", LINK: b"2", HARD: b"1", CHARACTER: b"3", BLOCK: b"4", FIFO: b"6"}
    parts = []
    for entry in entries:
        info = tarfile.TarInfo(entry.name)
        info.type, info.mode = kinds[entry.kind], entry.mode & 0o7777
        data = entry.data if entry.kind == FILE else b""
        info.linkname, info.size = "" if entry.kind == FILE else entry.data.decode(), len(data)
        if "\0" in entry.name:  # a header's name ends at a NUL, that of a pax record does not
            info.name, info.pax_headers = "short", {"path": entry.name}
        parts.append(info.tobuf(tarfile.PAX_FORMAT) + data + bytes(-len(data) % 512))
    return b"".join(parts) + bytes(1024)


def zipped(entries: Sequence[Entry]) -> bytes:
    """Stored members; Python's own module would make the names harmless."""
    body, central = b"", b""
    for entry in entries:
        name = entry.name.encode("utf-8", "surrogateescape")
        sizes = struct.pack(
            "<HHHHHLLLHH", 20, 0x800, 0, 0, 33, zlib.crc32(entry.data), *[len(entry.data)] * 2, len(name), 0
        )
        central += b"PK\1\2" + b"\x14\3" + sizes + struct.pack("<HHHLL", 0, 0, 0, entry.mode << 16, len(body)) + name
        body += b"PK\3\4" + sizes + name + entry.data
    return body + central + b"PK\5\6" + struct.pack("<HHHHLLH", 0, 0, *[len(entries)] * 2, len(central), len(body), 0)


def cpio(entries: Sequence[Entry]) -> bytes:
    made = [
        cpio_entry(entry.name.encode("utf-8", "surrogateescape"), entry.data, entry.mode, number)
        for number, entry in enumerate(entries, 1)
    ]
    return b"".join(made) + cpio_end()


def ar(entries: Sequence[Entry]) -> bytes:
    """BSD's form, whose names stand in front of the content and may be anything."""
    parts = [b"!<arch>\n"]
    for entry in entries:
        name = entry.name.encode("utf-8", "surrogateescape")
        head = b"#1/%d" % len(name)
        content = name + entry.data
        parts.append(head.ljust(16) + b"0           0     0     100644  " + b"%-10d`\n" % len(content) + content)
        parts.append(b"\n" * (len(content) % 2))
    return b"".join(parts)


def seven(entries: Sequence[Entry]) -> bytes:
    return seven_zip([(entry.name, entry.data, entry.mode) for entry in entries])


ALL_KINDS = frozenset(MODES)
PACKERS: dict[str, tuple[Callable[[Sequence[Entry]], bytes], frozenset[str]]] = {
    "tar": (tar, ALL_KINDS),
    "zip": (zipped, ALL_KINDS - {HARD}),
    "cpio": (cpio, ALL_KINDS - {HARD}),
    "7z": (seven, ALL_KINDS - {HARD}),
    "ar": (ar, frozenset({FILE})),
}
"""Format → (packer, kinds of members that it has)."""
