"""Text of every kind: bytes are enough, detectors see them as they are."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats import ids
from scanner.formats.source import Source
from scanner.types import ByteState, Span
from scanner.unpack.blobs import open_blobs
from scanner.unpack.locked import declare_locked
from scanner.unpack.outlet import Outlet
from scanner.unpack.programs.spelled import declare_spelled


class Text:
    """Text, configuration and scripts; also the empty file, which has no byte to account for."""

    NAME: ClassVar[str] = "text"
    FORMATS: ClassVar[frozenset[str]] = ids.TEXT | {ids.EMPTY}
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Values in base64, hexadecimal digits and data: addresses are opened from 60 letters in one piece on, where "
        "they decode to text, a known format or a zlib stream; other spellings (uuencode, base85, the alphabet for "
        "file names, UTF-16) are not. What is not opened is opaque from 342 KiB in one piece on, or where it is half "
        "of the file, and read as text below that. Of pictures the first 200 of a text are opened.",
        "Encrypted values are told by what the usual programs begin them with (Ansible Vault, SOPS, Jasypt, Spring "
        "Cloud Config, Sealed Secrets, XML Encryption, OpenPGP, age, openssl, Fernet, AWS KMS, DPAPI); others count "
        "as text.",
    )
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = True

    def read(self, source: Source, outlet: Outlet) -> None:
        """Declare all of ``source`` raw, except what was opened, is encrypted or spells out packed data."""
        outlet.state(0, source.size, ByteState.RAW)
        locked = declare_locked(source.data, outlet)
        opened: list[Span] = []
        try:
            open_blobs(source.data, outlet, locked, opened)
        finally:
            declare_spelled(source.data, 0, outlet, opened)
