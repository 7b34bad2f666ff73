"""``record.zip``: the files of a record in one, the same bytes on every machine."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_TIME = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can hold: the times that count stand in the log of custody."""
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


def archive(files: Mapping[str, bytes], folder: str) -> bytes:
    """``files`` below ``folder`` as a zip: by name, with one time and one mode.

    They are stored as they are, since every version of a compression library packs to other bytes.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(files):
            member = zipfile.ZipInfo(f"{folder}/{name}", _TIME)
            member.create_system, member.external_attr = _UNIX, _PLAIN_FILE
            target.writestr(member, files[name])
    return out.getvalue()
