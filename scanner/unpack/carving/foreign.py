"""Formats that no reader of ours knows: content that is one of them is unpacked by unblob, 7-Zip or another program."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from scanner.formats.source import Source
from scanner.types import ByteState, LimitReached, ParseFailure
from scanner.unpack.carving.carve_chunks import Chunk
from scanner.unpack.carving.unblob_extract import extract
from scanner.unpack.entropy import one_byte
from scanner.unpack.outlet import Outlet
from scanner.unpack.seven.engine7z import Trouble, unpack, walk
from scanner.unpack.tools import run_tool

OUT = "out"
SALVAGED = ".salvaged/"
"""Children that come from a broken container by another way than its reader are named below this."""
BLOCK = 4096
COUNTED = frozenset({"arj", "lzh"})
"""Formats of which 7-Zip says how many bytes each member takes: more than their headers need belongs to none."""
_HEADERS, _OF_ONE = 512, 256
"""Bytes that those headers take at most, in all and for each member beside its name."""
LEAST_SHARE = 0.5
"""Bytes that come out of a container, for each byte in it that is not padding, below which it counts as failed."""
BY_SEVEN_ZIP = {
    "arj": "Arj",
    "cab": "Cab",
    "compress": "Z",
    "cramfs": "CramFS",
    "dmg": "Dmg",
    "extfs": "Ext",
    "fat": "FAT",
    "iso9660": "Iso",
    "lzh": "Lzh",
    "msi": "Compound",
    "ntfs": "NTFS",
    "rar": "*",
    "rpm": "Rpm",
    "sevenzip": "7z",
    "sparse": "Sparse",
    "tar": "tar",
    "zip": "zip",
}
"""unblob's handler → 7-Zip's type, for formats whose content 7-Zip lists and checks."""
BY_UNAR = frozenset({"arc", "stuffit", "stuffit5"})
BY_UNBLOB = frozenset(
    {"airoha", "alpha_encimg_v1", "alpha_encimg_v2", "bdl", "bneg", "btrfs_stream", "chk", "deafbead"}
    | {"ecc", "encrpted_img", "engenius", "fpkg", "hdr1", "hdr2", "instar_hd", "ipkg", "minix_fs_v1", "minix_fs_v2"}
    | {"minix_fs_v3", "moxa_frm", "qnap_nas", "qnap_networking", "qnx_deflate", "sbfh", "shrs", "solaris_ufs1"}
    | {"ufs1", "ufs2", "uzip", "xalz", "yaffs"}
)
"""Handlers whose extractors are Python code of unblob's own, under its licence."""


def read_whole(source: Source, outlet: Outlet, chunk: Chunk) -> None:
    """Unpack ``source``, all of which is ``chunk``; what is not certain to be out stays unread.

    :raises ParseFailure: where it was cut off, or nothing came out of it.
    :raises ToolMissing: without the program that it needs.
    """
    outlet.attributes.append(("content", chunk.name))
    if chunk.broken:
        if chunk.name in BY_SEVEN_ZIP:
            salvage_by_seven_zip(source, outlet, BY_SEVEN_ZIP[chunk.name])
        raise ParseFailure(f"{chunk.name}: cut off or damaged")
    if chunk.encrypted:
        outlet.state(0, source.size, ByteState.ENCRYPTED, f"{chunk.name}: encrypted")
    trouble = _unpack(source, outlet, chunk)
    if trouble is None:
        outlet.carried(0, source.size)
    else:
        outlet.state(0, source.size, trouble.state, trouble.reason)


def salvage_by_seven_zip(source: Source, outlet: Outlet, kind: str) -> None:
    """Let 7-Zip take out what it can of a broken container of its type ``kind``; declares nothing.

    :raises ToolMissing: without 7-Zip.
    :raises LimitReached: by time, count or size; what came before is kept.
    """
    with outlet.salvaging(SALVAGED), source.as_file(outlet.folder, outlet.limits.node_bytes) as file:
        unpack(file, kind, outlet)


def _unpack(source: Source, outlet: Outlet, chunk: Chunk) -> Trouble | None:
    way = _way(chunk.name)
    if way is None:
        return Trouble(ByteState.NOT_UNPACKED, f"{chunk.name}: there is no reader for it")
    with source.as_file(outlet.folder, outlet.limits.node_bytes) as file:
        trouble, size = way(file, outlet, chunk)
    return trouble or _shortfall(source.data, size, chunk)


_Came = tuple[Trouble | None, int]
"""What went wrong, and how many bytes came out."""


def _way(name: str) -> Callable[[Path, Outlet, Chunk], _Came] | None:
    if name in BY_SEVEN_ZIP:
        return _by_seven_zip
    if name in BY_UNAR:
        return _by_unar
    return _by_unblob if name in BY_UNBLOB else None


def _by_seven_zip(file: Path, outlet: Outlet, chunk: Chunk) -> _Came:
    unpacked = unpack(file, BY_SEVEN_ZIP[chunk.name], outlet)
    packed = sum(member.packed for member in unpacked.members)
    headers = _HEADERS + sum(_OF_ONE + 2 * len(member.path) for member in unpacked.members)
    surplus = file.stat().st_size - packed - headers
    if chunk.name in COUNTED and surplus > 0 and not unpacked.trouble:
        reason = f"{chunk.name}: {surplus:,} bytes more are there than its members and headers take"
        return Trouble(ByteState.FAILED, reason), 0
    return unpacked.trouble, sum(member.size for member in unpacked.members)


def _by_unar(file: Path, outlet: Outlet, chunk: Chunk) -> _Came:
    room = min(outlet.room(), outlet.limits.node_bytes)
    arguments = ["-quiet", "-no-directory", "-force-rename", "-password", "", "-output-directory", OUT, str(file)]
    run = run_tool("unar", arguments, outlet.folder, outlet.limits.node_seconds, room)
    run.output.unlink()
    return _adopted(outlet, chunk, [f"unar ended with exit code {run.code}"] if run.code else [])


def _by_unblob(file: Path, outlet: Outlet, chunk: Chunk) -> _Came:
    try:
        problems = extract(chunk.name, chunk.shift, file, outlet.folder / OUT, outlet)
    except LimitReached:
        _adopted(outlet, chunk, [])  # what came before
        raise
    return _adopted(outlet, chunk, problems)


def _shortfall(data: memoryview, size: int, chunk: Chunk) -> Trouble | None:
    """Whether nothing, or far less than stands in the node, came out: no error of a foreign extractor means little."""
    blocks = (bytes(data[start : start + BLOCK]) for start in range(0, len(data), BLOCK))
    content = sum(len(block) for block in blocks if not one_byte(block))
    if size and size >= content * LEAST_SHARE:
        return None
    return Trouble(ByteState.FAILED, f"{chunk.name}: only {size:,} bytes came out of {content:,}")


def _adopted(outlet: Outlet, chunk: Chunk, problems: list[str]) -> _Came:
    """Hand over what lies in the output folder."""
    size = 0
    for path, name in walk(os.fsencode(outlet.folder / OUT), outlet):
        size += outlet.adopt(name, Path(os.fsdecode(path)))
    trouble = Trouble(ByteState.FAILED, f"{chunk.name}: {'; '.join(problems[:3])}") if problems else None
    return trouble, size
