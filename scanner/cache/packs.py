"""Checked packs and compiled rules from one run to the next: a start takes a tenth of the time.

One file for each thing that is kept: the SHA-256 of the rest, the length of a JSON text, that text, and bytes (the
rules as YARA saves them). No object of Python is ever made from it but what JSON has. Its folder belongs to this user
alone: YARA believes what it loads, so a checksum would not be enough where others can write.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import stat
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

from scanner import __version__
from scanner.cache.place import prepare

FOLDER = "packs"
_KEPT = 24
"""Files: two for a pack, two more for every combination; the least recently written go."""
_SUM = hashlib.sha256().digest_size
_LENGTH = struct.Struct("<Q")
_LARGEST = 256 << 20
"""Bytes: a file that large was not written here."""
_AS_IT_IS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Follow no link, wait for no pipe, translate no line ends; what the system has of it."""
_CODE = Path(__file__).resolve().parent.parent
_ROOMS = ("catalogue", "types")
"""The rooms whose code decides what is kept."""


class PackCache:
    """What was kept in ``folder``, the user's cache folder. Whatever is wrong with it costs time, never a result.

    ``trouble`` says in a sentence why it is not used.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self.trouble = prepare(folder) or prepare(self._folder)
        self._engine = _engine()

    def recall(self, name: str) -> tuple[Any, bytes] | None:
        """The JSON value and the bytes under ``name``; None where there are none, or none that can be believed."""
        import msgspec  # reads the JSON of a whole pack in a third of the standard library's time

        data = b"" if self.trouble else _read(self._file(name))
        head = _SUM + _LENGTH.size
        if len(data) < head or hashlib.sha256(data[_SUM:]).digest() != data[:_SUM]:
            return None
        end = head + _LENGTH.unpack_from(data, _SUM)[0]
        try:
            return msgspec.json.decode(data[head:end]), data[end:]
        except msgspec.DecodeError:
            return None

    def keep(self, name: str, value: Any, blob: bytes = b"") -> None:
        """Write ``value`` and ``blob`` under ``name``, whole or not at all."""
        if self.trouble:
            return
        text = json.dumps(value).encode()
        rest = _LENGTH.pack(len(text)) + text + blob
        try:
            _write(self._file(name), hashlib.sha256(rest).digest() + rest)
            self._tidy()
        except OSError as error:
            self.trouble = f"signatures cannot be kept: {error.strerror}"

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}-{self._engine}"

    def _tidy(self) -> None:
        files = sorted(self._folder.iterdir(), key=lambda file: file.lstat().st_mtime_ns, reverse=True)
        for old in files[_KEPT:]:
            old.unlink(missing_ok=True)


def forget(folder: Path) -> None:
    """Remove what was kept below the cache folder ``folder``."""
    with contextlib.suppress(FileNotFoundError):
        for file in (folder / FOLDER).iterdir():
            file.unlink(missing_ok=True)


def _engine() -> str:
    """Everything besides the pack that decides what is kept, in 16 hex digits."""
    import yara

    facts = [__version__, yara.__version__, yara.YARA_VERSION, sys.byteorder, platform.machine(), sys.version]
    for room in _ROOMS:
        for file in sorted((_CODE / room).rglob("*")):
            if file.suffix in {".py", ".json"}:
                status = file.stat()
                facts.append(f"{file.relative_to(_CODE)} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]


def _read(file: Path) -> bytes:
    """The bytes of a plain file of this user that nobody else can write; empty for any other."""
    try:
        handle = os.open(file, os.O_RDONLY | _AS_IT_IS)
    except OSError:
        return b""
    try:
        status = os.fstat(handle)
        foreign = hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022)
        if foreign or not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
            return b""
        with os.fdopen(handle, "rb", closefd=False) as stream:
            return stream.read()
    finally:
        os.close(handle)


def _write(file: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
