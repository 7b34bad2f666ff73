"""The MD5 that Red Hat's tools put into an ISO 9660 image (isomd5sum, libcheckisomd5): over all but its own field."""

from __future__ import annotations

import hashlib
import re

from scanner.formats.source import Source
from scanner.unpack.filesystems.claims import BLOCK

_FIELD, _FIELD_SIZE = 883, 512
"""Place and size of the application's field in the primary descriptor; it counts as spaces."""
_SECTOR = 2048
_SUM = re.compile(rb"ISO MD5SUM = ([0-9a-f]{32})")
_SKIPPED = re.compile(rb"SKIPSECTORS = (\d{1,9})")


def sum_holds(source: Source, descriptor: int, blocks: int) -> bool | None:
    """Whether the checksum in the descriptor at ``descriptor`` is right for ``blocks`` sectors; None without one."""
    at = descriptor + _FIELD
    field = source.read(at, _FIELD_SIZE)
    expected, skipped = _SUM.search(field), _SKIPPED.search(field)
    if expected is None:
        return None
    end = (blocks - (int(skipped[1]) if skipped else 0)) * _SECTOR
    if not at + _FIELD_SIZE <= end <= source.size:
        return False
    digest = hashlib.md5(source.data[:at], usedforsecurity=False)
    digest.update(b" " * _FIELD_SIZE)
    for start in range(at + _FIELD_SIZE, end, BLOCK):
        digest.update(source.data[start : min(start + BLOCK, end)])
    return digest.hexdigest().encode() == expected[1]
