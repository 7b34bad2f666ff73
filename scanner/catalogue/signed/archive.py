"""Reading the zip of a signed pack: nothing in it is believed, and nothing is unpacked to disk here."""

from __future__ import annotations

import stat
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from scanner.catalogue.filenames import MOST_FILES, is_name
from scanner.catalogue.signed.errors import Refused
from scanner.catalogue.yamlfile import LARGEST

LARGEST_FILE = 16 << 20
LARGEST_MEMBER = LARGEST
LARGEST_TOTAL = 64 << 20
MOST_MEMBERS = MOST_FILES + 1
"""The envelope comes with them. A pack of 100 products has 120 files and 2 MB."""

_HEADER = b"PK\x01\x02"
"""Begins every entry of the central directory (PKWARE APPNOTE 4.3.12)."""
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
"""General purpose bit 0 (APPNOTE 4.4.4)."""


class Archive:
    """The members of one zip, checked by what its directory says of them."""

    def __init__(self, file: Path) -> None:
        """Open ``file``.

        :raises Refused: when it is too large, no zip, or has members that no exported pack has.
        """
        data = _content(file)
        if data.count(_HEADER) > MOST_MEMBERS:
            raise Refused(f"the file has more than {MOST_MEMBERS:,} members")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeDecodeError) as error:
            raise Refused(f"the file is no zip: {error}") from error
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._take()

    def _take(self) -> None:
        seen: set[str] = set()
        total = 0
        for info in self._zip.infolist():
            problem = _problem(info, seen)
            total += info.file_size
            if total > LARGEST_TOTAL:
                problem = f"unpacks to more than {LARGEST_TOTAL:,} bytes with the members before it"
            if problem:
                raise Refused(f"the member {info.orig_filename[:200]!r} {problem}")
            seen.add(info.filename.casefold())
            self._members[info.filename] = info

    @property
    def names(self) -> frozenset[str]:
        """The names of all members."""
        return frozenset(self._members)

    def read(self, name: str) -> bytes:
        """The content of a member, of at most the size that the directory states.

        :raises Refused: when it is missing or damaged.
        """
        info = self._members.get(name)
        if info is None:
            raise Refused(f"the file has no member {name}: it is no exported pack")
        try:
            with self._zip.open(info) as stream:
                content = stream.read(info.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise Refused(f"the member {name} is damaged: {error}") from error
        if len(content) != info.file_size:
            raise Refused(f"the member {name} is not of the size that is stated")
        return content


def _problem(info: zipfile.ZipInfo, seen: set[str]) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if not is_name(info.orig_filename) or info.filename != info.orig_filename:
        return "has a name that no pack has"
    if info.filename.casefold() in seen:
        return "stands twice"
    # Zip programs of other systems than Unix state no kind (APPNOTE 4.4.15).
    if kind not in {0, stat.S_IFREG}:
        return "is no plain file"
    if info.compress_type not in _METHODS or info.flag_bits & _ENCRYPTED:
        return "is encrypted or packed in an unusual way"
    return f"is larger than {LARGEST_MEMBER:,} bytes" if info.file_size > LARGEST_MEMBER else ""


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}") from error
    if len(data) > LARGEST_FILE:
        raise Refused(f"the file is larger than {LARGEST_FILE:,} bytes")
    return data
