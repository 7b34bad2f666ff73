"""Formats that are recognised and cannot be read: containers without a reader yet, and encrypted ones."""

from __future__ import annotations

from typing import ClassVar

from scanner.formats.source import Source
from scanner.types import ByteState
from scanner.types.delivery import INCOMPLETE
from scanner.unpack.outlet import Outlet

WITHOUT_READER = {
    "btrfs": "Btrfs file system",
    "f2fs": "F2FS file system",
    "hfs": "HFS+ file system",
    "lvm": "LVM physical volume",
    "xfs": "XFS file system",
}
"""Format id → what people call it. A new reader takes its ids out of this table and joins ``registry.READERS``."""

ENCRYPTED = {
    "age": "file encrypted with age",
    "device-export": "settings of a device, exported with a key or password",
    "git-crypt": "file encrypted with git-crypt",
    "gpg": "OpenPGP message",
    "luks": "LUKS encrypted volume",
}

_SETTINGS = "device-export"
"""A few bytes of settings can switch a function on: their loss counts at any size."""


class KnownContainer:
    """Names what it is and says that it has not been opened; the whole node is unread."""

    NAME: ClassVar[str] = "known-container"
    FORMATS: ClassVar[frozenset[str]] = frozenset(WITHOUT_READER)
    LIMITATIONS: ClassVar[tuple[str, ...]] = ("These formats are recognised and not opened.",)
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = True
    """Its bytes are still scanned: what is stored uncompressed inside is found, though not counted as read."""

    def read(self, source: Source, outlet: Outlet) -> None:
        """Declare all of ``source`` not unpacked."""
        name = WITHOUT_READER.get(outlet.node.format, "container")
        outlet.state(0, source.size, ByteState.NOT_UNPACKED, f"{name}: there is no reader for it yet")


class EncryptedContainer:
    """Names the kind of encryption; the whole node is unread."""

    NAME: ClassVar[str] = "encrypted-container"
    FORMATS: ClassVar[frozenset[str]] = frozenset(ENCRYPTED)
    LIMITATIONS: ClassVar[tuple[str, ...]] = ("Nothing of these is decrypted, also not with a password.",)
    TOOLS: ClassVar[tuple[str, ...]] = ()
    SCANNED: ClassVar[bool] = False

    def read(self, source: Source, outlet: Outlet) -> None:
        """Declare all of ``source`` encrypted."""
        name = ENCRYPTED.get(outlet.node.format, "container")
        outlet.state(0, source.size, ByteState.ENCRYPTED, name)
        if outlet.node.format == _SETTINGS:
            outlet.attributes.append((INCOMPLETE, f"{name}: what is switched on in it is not known"))
