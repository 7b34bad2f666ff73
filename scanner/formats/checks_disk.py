"""Checks of disks and the file systems on them, whose boot sectors all end in the same two bytes.

Sources: Microsoft FAT specification (fatgen103) and exFAT specification, UEFI specification chapter 5 (MBR and GPT).
"""

from __future__ import annotations

from scanner.formats.checks import number

SECTOR = 512
ENTRIES = 446
"""Offset of the four entries of a master boot record, of 16 bytes each."""
_BOOT_FILE = 1 << 15
"""Bytes above which an NTFS boot sector is a volume: its own file ``$Boot`` holds 8 KiB."""
_KERNEL = b"HdrS"
"""Mark of the x86 Linux boot protocol at 0x202: an old kernel's boot sector also ends in 55 AA."""


def mbr(data: memoryview) -> bool:
    """Four entries with a known status byte, of which one at least has sectors inside the data, and no Linux kernel."""
    if bytes(data[0x202:0x206]) == _KERNEL:
        return False
    inside = False
    for at in range(ENTRIES, ENTRIES + 64, 16):
        start, count, kind = number(data, at + 8, "<I"), number(data, at + 12, "<I"), number(data, at + 4, "B")
        if number(data, at, "B") not in {0, 0x80} or (kind and not count):
            return False
        inside |= kind > 0 and 0 < start * SECTOR < len(data)
    return inside


def fat(data: memoryview) -> bool:
    """A BIOS parameter block with possible sizes, and a first FAT entry that repeats its media byte."""
    sector, per_cluster = number(data, 11, "<H"), number(data, 13, "B")
    reserved, copies, media = number(data, 14, "<H"), number(data, 16, "B"), number(data, 21, "B")
    if sector not in {512, 1024, 2048, 4096} or per_cluster < 1 or per_cluster & (per_cluster - 1):
        return False
    if reserved < 1 or not 1 <= copies <= 2 or media < 0xF0:
        return False
    total = number(data, 19, "<H") or number(data, 32, "<I")
    size = number(data, 22, "<H") or number(data, 36, "<I")
    return total > 0 and size > 0 and (_first_entry(data, reserved * sector, media) or _says_fat(data))


def _first_entry(data: memoryview, at: int, media: int) -> bool:
    return bytes(data[at : at + 2]) == bytes((media, 0xFF))


def _says_fat(data: memoryview) -> bool:
    """The name of the file system, where a FAT is damaged or not there."""
    return bytes(data[54:57]) == b"FAT" or bytes(data[82:87]) == b"FAT32"


def ntfs(data: memoryview) -> bool:
    """Possible sizes of sector and cluster, no reserved sectors or FATs, and more than the boot sectors alone."""
    sector, cluster = number(data, 11, "<H"), number(data, 13, "B")
    return (
        sector in {256, 512, 1024, 2048, 4096}
        and cluster > 0
        and bytes(data[14:21]) == bytes(7)
        and len(data) > _BOOT_FILE
    )


def exfat(data: memoryview) -> bool:
    """Zeros where FAT has its parameters, and possible shifts."""
    return bytes(data[11:64]) == bytes(53) and 9 <= number(data, 108, "B") <= 12 and number(data, 109, "B") <= 25


def vhd(data: memoryview) -> bool:
    """A footer of version 1 with a disk type of fixed, dynamic or differencing (Microsoft VHD specification)."""
    return number(data, 12, ">I") == 0x10000 and number(data, 60, ">I") in {2, 3, 4}


def fixed_vhd(data: memoryview) -> bool:
    """The same at the very end: a raw disk with a footer."""
    tail = data[len(data) - SECTOR :] if len(data) >= 2 * SECTOR else data[:0]
    return bytes(tail[:8]) == b"conectix" and vhd(tail)
