"""Exports of a device's settings that only the device, or who knows its password, can read.

Dahua (and Amcrest, Intelbras, other brands of it): eight letters, a version and AES-ECB, as the public program
DahuaConfigBackupDecEnc describes them. Hikvision's ``configurationData``: version and length before, sixteen bytes of a
checksum behind, as public code that looks at such files describes it (seen in one program only).
"""

from __future__ import annotations

from scanner.formats.checks import number

HEAD, TAIL = 8, 16
LEAST = 1024
"""Bytes of the smallest export: shorter files are told by nothing."""
_LOOK = 4096
_FEWEST_VALUES = 0.9
"""Of the 256 values of a byte, how many the beginning of encrypted data of some kilobytes has."""


def dahua(data: memoryview) -> bool:
    """A version of 1 to 9, as a number or a digit, stands behind the letters."""
    version = number(data, 8, "B")
    return 1 <= version <= 9 or 0x31 <= version <= 0x39


def hikvision(data: memoryview) -> bool:
    """Version 1, a length in whole AES blocks that leaves room for a checksum, and nothing orderly in between."""
    length = number(data, 4, "<I")
    if number(data, 0, "<I") != 1 or len(data) < LEAST or length != len(data) - HEAD - TAIL or length % 16:
        return False
    look = bytes(data[HEAD : HEAD + _LOOK])
    return len(set(look)) >= _FEWEST_VALUES * 256 * min(1.0, len(look) / 1000)
