"""Small structural checks beside magic numbers: each reads a few header fields and says whether they make sense.

All take the whole window and must cope with any bytes in it and with windows shorter than a header.
"""

from __future__ import annotations

import struct
import zlib

MACHO_MAGICS = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
OPENPGP_TAGS = (0x84, 0x85, 0x86, 0x8C, 0xC1, 0xC3)
"""First bytes of an encrypted message: public-key or symmetric session key packet (RFC 9580, 4.2 and 5)."""


def always(_data: memoryview) -> bool:
    """The magic number is enough."""
    return True


def number(data: memoryview, offset: int, layout: str) -> int:
    """One integer (``struct`` code) at ``offset``, or -1 behind the end."""
    size = struct.calcsize(layout)
    if offset < 0 or offset + size > len(data):
        return -1
    value: int = struct.unpack_from(layout, data, offset)[0]
    return value


def elf(data: memoryview) -> bool:
    """Class and byte order are among the defined ones."""
    return len(data) >= 20 and data[4] in (1, 2) and data[5] in (1, 2)


def pe(data: memoryview) -> bool:
    """The header pointer leads to ``PE``, or behind the end of a file that was cut off."""
    pointer = number(data, 0x3C, "<I")
    if pointer < 4:
        return False
    if pointer + 4 > len(data):
        return b"This program " in bytes(data[:512])
    return bytes(data[pointer : pointer + 4]) == b"PE\x00\x00"


def macho(data: memoryview) -> bool:
    """File type and number of load commands are plausible."""
    order = "<" if data[0] in (0xCE, 0xCF) else ">"
    return 0 < number(data, 12, order + "I") <= 15 and 0 <= number(data, 16, order + "I") < 100_000


def macho_fat(data: memoryview) -> bool:
    """The count of architectures is small: Java class files of the same magic have a version of 45 or more there."""
    return 0 < number(data, 4, ">I") < 43


def android_xml(data: memoryview) -> bool:
    """A chunk of binary XML (ResourceTypes.h of Android, ``RES_XML_TYPE``): its first part is a pool of texts."""
    return number(data, 4, "<I") >= 16 and bytes(data[8:10]) == b"\x01\x00"


def masked_android_xml(data: memoryview) -> bool:
    """The same under another type, which Android does not look at: the header's size, the file's, and a pool in it."""
    size, pool = number(data, 4, "<I"), number(data, 12, "<I")
    return number(data, 2, "<H") == 8 and 28 <= pool <= size - 8 and size <= len(data)


def java_class(data: memoryview) -> bool:
    """Major version 45 (Java 1.0) or later."""
    return number(data, 6, ">H") >= 45


def gzip(data: memoryview) -> bool:
    """No reserved flag is set (RFC 1952, 2.3.1)."""
    return len(data) >= 10 and not data[3] & 0xE0


def bzip2(data: memoryview) -> bool:
    """Level digit, then the mark of a first block or of the end."""
    return len(data) >= 10 and 0x31 <= data[3] <= 0x39 and bytes(data[4:10]) in (b"1AY&SY", b"\x17\x72\x45\x38\x50\x90")


def skippable_frame(data: memoryview) -> bool:
    """The frame ends inside the window (zstd and lz4 share it)."""
    length = number(data, 4, "<I")
    return 0 <= length <= len(data) - 8


def cpio_hex(data: memoryview) -> bool:
    """The 13 fields behind the magic are hexadecimal."""
    head = bytes(data[6:110])
    return len(head) == 104 and all(c in b"0123456789abcdefABCDEF" for c in head)


def cpio_octal(data: memoryview) -> bool:
    """The fields behind the magic are octal digits."""
    head = bytes(data[6:76])
    return len(head) == 70 and all(c in b"01234567" for c in head)


def cpio_binary(data: memoryview) -> bool:
    """Old binary cpio: the name is NUL-terminated where its length says, and the mode has a known file type."""
    order = "<" if data[0] == 0xC7 else ">"
    mode, length = number(data, 6, order + "H"), number(data, 20, order + "H")
    if mode < 0 or (mode and mode >> 12 not in (1, 2, 4, 6, 8, 10, 12)):
        return False
    return 1 < length <= 4096 and number(data, 26 + length - 1, "B") == 0 and 0 not in bytes(data[26 : 26 + length - 1])


def deb(data: memoryview) -> bool:
    """An ar archive whose first member is ``debian-binary`` (deb(5))."""
    return bytes(data[8:21]) == b"debian-binary"


def squashfs(data: memoryview) -> bool:
    """The major version is 1 to 4 in the magic's byte order."""
    return 1 <= number(data, 28, "<H" if data[0] == 0x68 else ">H") <= 4


def uimage(data: memoryview) -> bool:
    """The header's own CRC holds, or all of type, compression and system are defined values (a damaged header)."""
    if len(data) < 64:
        return False
    head = bytes(data[:4]) + bytes(4) + bytes(data[8:64])
    if zlib.crc32(head) == number(data, 4, ">I"):
        return True
    return data[28] <= 32 and data[29] <= 40 and data[30] <= 50 and data[31] <= 6


def fit(data: memoryview) -> bool:
    """A flattened device tree with an ``images`` node: a U-Boot FIT image, not a plain hardware description."""
    start = number(data, 8, ">I")
    return start > 0 and b"\x00\x00\x00\x01images\x00" in bytes(data[start : start + (1 << 16)])


def jffs2(data: memoryview) -> bool:
    """A known node type, also with the bit cleared that says it counts, and a length of at least a header."""
    order = "<" if data[0] == 0x85 else ">"
    kind, length = number(data, 2, order + "H") | 0x2000, number(data, 4, order + "I")
    return kind in (0xE001, 0xE002, 0x2003, 0x2004, 0x2006, 0xE008, 0xE009) and length >= 12


def trx(data: memoryview) -> bool:
    """Version 1 or 2 and a length above the header's."""
    return number(data, 4, "<I") > 28 and number(data, 14, "<H") in (1, 2)


def vmdk(data: memoryview) -> bool:
    """Version 1 to 3."""
    return 1 <= number(data, 4, "<I") <= 3


def openpgp(data: memoryview) -> bool:
    """A session key packet: version, algorithm and, for passwords, key derivation have defined values."""
    start = _openpgp_body(data)
    if start < 0 or start + 12 > len(data):
        return False
    version, second, third = data[start], data[start + 1], data[start + 2]
    if data[0] in (0x8C, 0xC3):
        return version in (4, 5, 6) and 1 <= second <= 13 and third in (0, 1, 3, 4)
    return version == 3 and data[start + 9] in (1, 2, 16, 18, 25)


def _openpgp_body(data: memoryview) -> int:
    """Offset of the packet's body behind its length, -1 where the length is not of a session key's size."""
    if not data[0] & 0x40:
        width = 1 << (data[0] & 3)
        length = number(data, 1, {1: "B", 2: ">H"}.get(width, ">I"))
        return 1 + width if 12 <= length <= 2048 else -1
    first = number(data, 1, "B")
    if first < 192:
        return 2 if first >= 12 else -1
    return 3 if 192 <= first < 200 else -1


def webp(data: memoryview) -> bool:
    """The RIFF form is WEBP."""
    return bytes(data[8:12]) == b"WEBP"


def bmp(data: memoryview) -> bool:
    """Reserved words are zero, pixel data lie behind a header of a known size."""
    header, pixels = number(data, 14, "<I"), number(data, 10, "<I")
    return number(data, 6, "<I") == 0 and header in (12, 40, 52, 56, 64, 108, 124) and pixels >= 14 + header


def ico(data: memoryview) -> bool:
    """1 to 64 images, the first one's entry has a zero reserved byte and bytes behind the directory.

    Icons have one plane of some bits (cursors a hot spot there); a table of 0, 1, 2 … has not.
    """
    count = number(data, 4, "<H")
    if number(data, 2, "<H") == 1 and (number(data, 10, "<H") > 1 or number(data, 12, "<H") > 32):
        return False
    return 1 <= count <= 64 and number(data, 9, "B") == 0 and number(data, 18, "<I") >= 6 + 16 * count


def sfnt(data: memoryview) -> bool:
    """1 to 64 tables, search range as computed from the count, and a printable first tag (OpenType)."""
    count = number(data, 4, ">H")
    if not 1 <= count <= 64 or len(data) < 28:
        return False
    power = 1 << (count.bit_length() - 1)
    return number(data, 6, ">H") in (power * 16, 0) and all(0x20 <= c < 0x7F for c in data[12:16])


def der(data: memoryview) -> bool:
    """One ASN.1 SEQUENCE in definite long form that fills the window, beginning with SEQUENCE, INTEGER or an OID."""
    end, body = der_end(data)
    fills = len(data) - 2 <= end <= len(data) and body > 2
    return fills and number(data, body, "B") in (0x30, 0x02, 0x06)


def der_end(data: memoryview) -> tuple[int, int]:
    """(end, start of the body) of the ASN.1 element at the beginning; (-1, -1) for none of definite length."""
    first = number(data, 1, "B")
    if first < 0x80:
        return (2 + first, 2) if first >= 0 else (-1, -1)
    width = first & 0x7F
    if not 1 <= width <= 4 or len(data) < 2 + width:
        return -1, -1
    return 2 + width + int.from_bytes(data[2 : 2 + width], "big"), 2 + width


def wasm(data: memoryview) -> bool:
    """Version 1, the only one."""
    return number(data, 4, "<I") == 1


def ext(data: memoryview) -> bool:
    """Superblock with inodes and blocks, a block size up to 64 KiB and a known revision (ext4 disk layout)."""
    size, revision = number(data, 0x418, "<I"), number(data, 0x44C, "<I")
    return number(data, 0x400, "<I") > 0 and number(data, 0x404, "<I") > 0 and 0 <= size <= 6 and revision in (0, 1)


def pyc(data: memoryview) -> bool:
    """A Python 2 or 3 version number and, at one of the header sizes in use, a marshalled code object."""
    version = number(data, 0, "<H")
    code = any(number(data, at, "B") in (0x63, 0xE3) for at in (8, 12, 16))
    return code and (3000 <= version < 4000 or 50_000 <= version < 63_000)


def tar_checksum(data: memoryview) -> bool:
    """A name, and the octal checksum at 148 is the sum of the header's bytes (pre-POSIX tar)."""
    if len(data) < 512 or not data[0]:
        return False
    head = bytes(data[:512])
    field = head[148:156].strip(b" \x00")
    if not field or any(c not in b"01234567" for c in field):
        return False
    return int(field, 8) == sum(head[:148]) + 8 * 0x20 + sum(head[156:])


def lzma_alone(data: memoryview) -> bool:
    """Properties, a dictionary size of 2^n or 1.5 * 2^n, a plausible length, and the coder's first byte zero.

    The same test as liblzma makes for the old format, which has no magic number; but a first byte of zero, which no
    compressor sets by default, is how Kotlin's metadata and other lists of numbers begin.
    """
    if len(data) < 18 or not 0 < data[0] < 225 or data[13] or (data[0] % 9 + data[0] // 9 % 5) > 4:
        return False
    dictionary, size = number(data, 1, "<I"), number(data, 5, "<Q")
    lowest = dictionary & -dictionary
    return dictionary >= 4096 and dictionary in (lowest, lowest * 3) and (size == (1 << 64) - 1 or 0 < size < 1 << 38)


def zip_end(data: memoryview) -> bool:
    """An end-of-central-directory record whose directory lies in the window right before it (APPNOTE 4.3.16)."""
    tail = bytes(data[max(0, len(data) - 65_557) :])
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        return False
    position = len(data) - len(tail) + at
    length = number(data, position + 12, "<I")
    start = position - length
    return length > 0 and start >= 0 and bytes(data[start : start + 4]) == b"PK\x01\x02"
