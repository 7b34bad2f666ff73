"""Cases of the readers of virtual disks; the images come from ``tests/fixtures/build_disks.py``."""

from __future__ import annotations

from tests.unpack.case import ReaderCase
from tests.unpack.case_images import fixture

DESCRIPTOR = b"""# Disk DescriptorFile
version=1
CID=8b4e3d1f
parentCID=ffffffff
createType="monolithicFlat"
RW 16384 FLAT "camera-flat.vmdk" 0
"""


def image(name: str) -> bytes:
    """One image by its name."""
    return fixture(f"disks/{name}")


def cut(name: str, thirds: int) -> bytes:
    """Some thirds of an image, of which zeros at the end do not count."""
    data = image(name).rstrip(b"\0")
    return data[: len(data) * thirds // 3]


def case(reader: str, name: str) -> ReaderCase:
    """Good as built, corrupt where two thirds of it are left."""
    return ReaderCase(reader, reader, lambda: image(name), lambda: cut(name, 2), name)


CASES = (
    case("qcow2", "plain.qcow2"),
    case("qcow2", "packed.qcow2"),
    case("vdi", "disk.vdi"),
    case("vhd", "dynamic.vhd"),
    case("vhd", "fixed.vhd"),
    case("vhdx", "disk.vhdx"),
    case("vmdk", "sparse.vmdk"),
    case("vmdk", "stream.vmdk"),
    ReaderCase(
        "vmdk-descriptor",
        "vmdk-descriptor",
        lambda: DESCRIPTOR,
        lambda: DESCRIPTOR.replace(b"ffffffff", b"8b4e3d1e"),
        "camera.vmdk",
        0,
    ),
)
