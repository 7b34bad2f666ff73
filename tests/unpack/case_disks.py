"""Cases of the readers of disks and of the file systems on them."""

from __future__ import annotations

from tests.unpack.build_disks import fat_volume, gpt_disk
from tests.unpack.case import ReaderCase

TEXT = b"one line of text\n" * 90
FILES = {"A.TXT": TEXT, "B.BIN": bytes(range(256)) * 3, "EMPTY": b""}


def volume() -> bytes:
    """A FAT12 volume."""
    return bytes(fat_volume(FILES))


def disk() -> bytes:
    """A GPT disk with one FAT partition and one of text."""
    return bytes(gpt_disk([("system", 8, volume()), ("notes", 80, TEXT)]))


CASES = (
    ReaderCase("disk", "disk", disk, lambda: disk()[:30_000], "disk.img", 2),
    ReaderCase("fat", "fat", volume, lambda: volume()[:4000], "fat.img", 3),
)
