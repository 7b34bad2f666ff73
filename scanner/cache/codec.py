"""Records as bytes: JSON, because reading a cache must never run anything that lies in it."""

from __future__ import annotations

import json
import zlib
from typing import Any

from scanner.cache.record import Kept, Record
from scanner.types import ByteState, FactKind, LedgerEntry, Observation, Place, Span

PLAIN = 400
"""Bytes up to which packing gains nothing."""
LARGEST = 256 << 20
"""Bytes that one record may unpack to; a container of 200,000 members takes about 40 MB."""


def encode(record: Record) -> bytes:
    """``record`` as bytes; the first one says whether they are packed."""
    content = [
        record.size,
        record.sha256,
        record.format,
        record.attributes,
        [(e.offset, e.length, e.state.value, e.reason, e.reader) for e in record.entries],
        [_observation(o) for o in record.observations],
        record.seen_by,
        [(k.name, k.sha256, k.size, k.written, _span(k.span), k.key.hex()) for k in record.children],
        record.links,
    ]
    plain = json.dumps(content, separators=(",", ":"), ensure_ascii=True).encode()
    return b"j" + plain if len(plain) <= PLAIN else b"z" + zlib.compress(plain, 1)


def decode(data: bytes) -> Record:
    """The record in ``data``.

    :raises ValueError: (or a kindred LookupError, TypeError) for anything that :func:`encode` has not written.
    """
    size, sha256, form, attributes, entries, observations, seen_by, children, links = json.loads(_plain(data))
    return Record(
        int(size),
        str(sha256),
        str(form),
        tuple((str(key), str(value)) for key, value in attributes),
        tuple(LedgerEntry("", int(o), int(n), ByteState(s), str(why), str(by)) for o, n, s, why, by in entries),
        tuple(map(_observed, observations)),
        tuple(map(str, seen_by)),
        tuple(map(_kept, children)),
        tuple((str(name), str(target), str(kind)) for name, target, kind in links),
    )


def _plain(data: bytes) -> bytes:
    if data[:1] == b"j":
        return data[1:]
    if data[:1] != b"z":
        raise ValueError("no record")
    engine = zlib.decompressobj()
    try:
        plain = engine.decompress(data[1:], LARGEST)
    except zlib.error as error:
        raise ValueError("a damaged record") from error
    if not engine.eof:
        raise ValueError("a record that is cut off or too large")
    return plain


def _observation(seen: Observation) -> tuple[Any, ...]:
    return (
        seen.kind.value,
        seen.value,
        seen.place.value,
        seen.offset,
        seen.detail,
        seen.instance,
        seen.setting,
        seen.count,
        seen.hex,
    )


def _observed(item: Any) -> Observation:
    kind, value, place, offset, detail, instance, setting, count, hexadecimal = item
    at = None if offset is None else int(offset)
    return Observation(
        FactKind(kind),
        str(value),
        "",
        Place(place),
        at,
        str(detail),
        str(instance),
        str(setting),
        int(count),
        bytes.fromhex(hexadecimal).hex(),
    )


def _span(span: Span | None) -> tuple[int, int] | None:
    return None if span is None else (span.offset, span.length)


def _kept(item: Any) -> Kept:
    name, sha256, size, written, span, key = item
    place = None if span is None else Span(int(span[0]), int(span[1]))
    return Kept(str(name), str(sha256), int(size), int(written), place, bytes.fromhex(key))
