"""Headers of a tar: one 512-byte block through :mod:`tarfile`, the pax records and GNU sparse maps behind it."""

from __future__ import annotations

import struct
import tarfile
from dataclasses import dataclass

from scanner.types import ParseFailure

BLOCK = 512
SparseMap = tuple[tuple[int, int], ...]
"""(offset in the file, length) of the pieces that are stored, in order."""


@dataclass(frozen=True, slots=True)
class Header:
    """One header block. Sizes are bytes; ``size`` is what is stored, before pax records override it."""

    name: str
    kind: bytes
    size: int
    target: str
    sparse: SparseMap
    real_size: int
    """Size of the whole file where the header is an old GNU sparse one."""
    extended: bool
    """The sparse map goes on in the next block."""


def header(block: bytes) -> Header | None:
    """The header in ``block``, or None where its checksum or a number is wrong."""
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError, struct.error):
        return None
    if info.size < 0:
        return None
    # tarfile marks old directories by a changed type and cuts their final slash; both are right for us
    sparse, extended, real = _old_sparse(block) if info.type == tarfile.GNUTYPE_SPARSE else ((), False, info.size)
    return Header(info.name, info.type, info.size, info.linkname, sparse, real, extended)


def _old_sparse(block: bytes) -> tuple[SparseMap, bool, int]:
    return pieces(block[386:482]), bool(block[482]), _number(block[483:495])


def pieces(raw: bytes) -> SparseMap:
    """The pairs of 12-byte numbers in a GNU sparse map; an empty one ends it."""
    found = []
    for position in range(0, len(raw) - 23, 24):
        if not raw[position]:
            break
        found.append((_number(raw[position : position + 12]), _number(raw[position + 12 : position + 24])))
    return tuple(found)


def _number(raw: bytes) -> int:
    try:
        value = tarfile.nti(raw)  # type: ignore[attr-defined]
    except tarfile.HeaderError as error:
        raise ParseFailure("a number of a tar header is broken") from error
    return int(value)


def pax_records(raw: bytes) -> dict[str, str]:
    """``length key=value`` records (POSIX.1-2001, pax interchange format); GNU's repeated keys keep their order.

    :raises ParseFailure: where a record is none.
    """
    records: dict[str, str] = {}
    sparse: list[str] = []
    position = 0
    while position < len(raw) and raw[position]:
        space = raw.find(b" ", position, position + 20)
        digits = raw[position:space]
        length = int(digits) if space > 0 and digits.isdigit() else 0
        key, equals, value = raw[space + 1 : position + length - 1].partition(b"=")
        if not equals or length < 5 or position + length > len(raw):
            raise ParseFailure("a pax record is broken")
        name, text = key.decode("utf-8", "surrogateescape"), value.decode("utf-8", "surrogateescape")
        if name in {"GNU.sparse.offset", "GNU.sparse.numbytes"}:
            sparse.append(text)
        records[name] = text
        position += length
    if sparse:
        records["GNU.sparse.map"] = ",".join(sparse)
    return records


def pax_number(records: dict[str, str], key: str) -> int | None:
    """The whole number that ``key`` has, or None where there is none."""
    text = records.get(key, "").partition(".")[0]
    return int(text) if text.isdecimal() and len(text) < 20 else None


def sparse_list(text: str) -> SparseMap:
    """The map of pax sparse format 0.0 and 0.1: ``offset,length,offset,length``.

    :raises ParseFailure: where it is none.
    """
    numbers = text.split(",")
    if len(numbers) % 2 or not all(number.isdecimal() and len(number) < 20 for number in numbers):
        raise ParseFailure("a sparse map is broken")
    values = [int(number) for number in numbers]
    return tuple(zip(values[::2], values[1::2], strict=True))
