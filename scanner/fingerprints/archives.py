"""Features of a library that comes as an archive of many files of code: a JAR of classes, an app of several dex files.

For learning and trying on a person's own files only. A screening unpacks archives itself, looks at each file alone and
puts the hits of one archive together (:mod:`scanner.match.fingerprints`).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence

import numpy as np

from scanner.fingerprints.interface import Extractor, Features, Found, Wanted
from scanner.fingerprints.registry import extractor_of, extractors_for
from scanner.types import ParseFailure

_ENDINGS = {"java": ".class", "dex": ".dex"}
_MAGICS = {"java": b"\xca\xfe\xba\xbe", "dex": b"dex\n"}
_ZIP = b"PK\x03\x04"
_INNER = (".jar", ".aar", ".apk")
"""An AAR holds its classes in a JAR."""
_DEEPEST = 2
_MOST_BYTES = 1 << 30
"""Of all members together, unpacked."""
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for broken, encrypted and unknown members."""


def extractors_of(format_id: str) -> tuple[Extractor, ...]:
    """Those that read a file of ``format_id``, or the code in an archive."""
    return tuple(map(extractor_of, _ENDINGS)) if format_id == "zip" else extractors_for(format_id)


def features_of(data: memoryview, extractor: Extractor, wanted: Wanted | None = None) -> Features:
    """The features of a file, or of all files of code in an archive of the family's kind; none where it has none.

    :raises ParseFailure: where the file, or every member, cannot be read.
    """
    if extractor.NAME not in _ENDINGS or bytes(data[:4]) != _ZIP:
        return extractor.features(data, wanted)
    found, fault = [], ""
    for member in _members(bytes(data), extractor.NAME, [_MOST_BYTES], 0):
        try:
            found.append(extractor.features(memoryview(member), wanted))
        except ParseFailure as error:
            fault = str(error)
    if fault and not found:
        raise ParseFailure(fault)
    return united(found)


def united(parts: Sequence[Features]) -> Features:
    """The features of several files as if they were of one; offsets are those in the first file that has a feature."""
    kinds = dict.fromkeys(kind for part in parts for kind in part)
    return {kind: _united([part[kind] for part in parts if kind in part]) for kind in kinds}


def _united(found: Sequence[Found]) -> Found:
    owners = np.repeat(np.arange(len(found)), [len(one.hashes) for one in found])
    places = np.concatenate([np.arange(len(one.hashes)) for one in found])
    hashes, first = np.unique(np.concatenate([one.hashes for one in found]), return_index=True)
    offsets = np.concatenate([one.offsets for one in found])[first]
    owners, places = owners[first], places[first]
    return Found(hashes, offsets, lambda number: found[int(owners[number])].raw(int(places[number])))


def _members(data: bytes, family: str, budget: list[int], depth: int) -> Iterator[bytes]:
    """The files of code in an archive, and in the archives in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                name = member.filename.lower()
                inner = depth < _DEEPEST and name.endswith(_INNER)
                if not inner and not name.endswith(_ENDINGS[family]):
                    continue
                content = _content(archive, member, budget)
                if inner and content[:4] == _ZIP:
                    yield from _members(content, family, budget, depth + 1)
                elif content[:4] == _MAGICS[family]:
                    yield content
    except _UNREADABLE as error:
        raise ParseFailure(f"an archive cannot be read: {error}") from error


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: list[int]) -> bytes:
    with archive.open(member) as stream:
        content = stream.read(budget[0] + 1)
    budget[0] -= len(content)
    if budget[0] < 0:
        raise ParseFailure(f"an archive unpacks to more than {_MOST_BYTES:,} bytes")
    return content
