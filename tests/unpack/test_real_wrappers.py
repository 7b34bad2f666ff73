"""What the real tools wrote (``tests/fixtures/build_firmware.py``) comes out byte for byte, or is said to be broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.types import CARRIED, ByteState
from scanner.types.delivery import UNREAD
from scanner.unpack.tools import find
from tests.fixtures.build_firmware import KERNEL, RAMDISK, RAW, SOURCE
from tests.unpack.harness import read_bytes

FOLDER = Path(__file__).parent.parent / "fixtures" / "firmware"
BOTH = {"kernel-1": KERNEL, "ramdisk-1": RAMDISK}
WRAPPERS = {
    "inside.itb": BOTH,
    "outside.itb": BOTH,
    "boot0.img": {"kernel": KERNEL, "ramdisk": RAMDISK, "second": SOURCE.encode()},
    "boot3.img": {"kernel": KERNEL, "ramdisk": RAMDISK},
    "vendor_boot3.img": {"ramdisk": RAMDISK, "dtb": KERNEL},
    "raw.simg": {"image": RAW},
    "kernel.lz4": {"kernel": KERNEL},
    "legacy.lz4": {"legacy": KERNEL},
    "kernel.lzo": {"kernel": KERNEL},
    "best.lzo": {"best": KERNEL},
    "kernel.lz": {"kernel": KERNEL},
    "kernel.Z": {"kernel": KERNEL},
}
NO_SUM = {"boot3.img", "vendor_boot3.img", "raw.simg", "legacy.lz4", "kernel.Z"}
"""Without a checksum over their content, as their readers' limitations say."""
CUT_UNSEEN = {"kernel.Z"}


def needs(name: str) -> None:
    if name.endswith(".Z") and find("7zz") is None:
        pytest.skip("7-Zip is not installed")


@pytest.mark.parametrize("name", WRAPPERS)
def test_content_comes_out_byte_for_byte(name: str) -> None:
    needs(name)
    outcome = read_bytes((FOLDER / name).read_bytes(), name)
    found = {label: child.data for label, child in outcome.children.items() if not label.startswith(".gap")}
    assert found == WRAPPERS[name]
    assert set(outcome.totals) <= {CARRIED, ByteState.PARSED, ByteState.PADDING}


@pytest.mark.parametrize("part", [1, 2])
@pytest.mark.parametrize("name", sorted(set(WRAPPERS) - CUT_UNSEEN))
def test_cut_file_says_so(name: str, part: int) -> None:
    data = (FOLDER / name).read_bytes()
    assert UNREAD & set(read_bytes(data[: len(data) * part // 3], name).totals)


@pytest.mark.parametrize("name", sorted(set(WRAPPERS) - NO_SUM))
def test_flipped_bit_in_the_content_says_so(name: str) -> None:
    data = bytearray((FOLDER / name).read_bytes())
    place = data.find(b"kernel line 300") if b"kernel line 300" in data else len(data) // 2
    data[place] ^= 4
    assert UNREAD & set(read_bytes(bytes(data), name).totals)
