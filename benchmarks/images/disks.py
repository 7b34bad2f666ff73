"""Disks: a raw one with a GPT, a FAT and an ext4 partition, and the same in the formats of virtual machines."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.images.programs import run
from benchmarks.images.recipe import Recipe, Workshop

SECTOR = 512
_BOOT_START, _BOOT_SECTORS = 2048, 32768
_TABLE = """\
label: gpt
start={boot},size={boot_size},type=EBD0A0A2-B9E5-4433-87C0-68B6B72699C7
start={root},size={size},type=L
"""
_OVF = '<?xml version="1.0"?><Envelope><References><File href="cam-disk1.vmdk"/></References></Envelope>\n'


def _raw(shop: Workshop, target: Path) -> None:
    root = shop.image("ext4.ext4")
    start, sectors = _BOOT_START + _BOOT_SECTORS, root.stat().st_size // SECTOR
    with target.open("wb") as file:
        file.truncate((start + sectors + 4096) * SECTOR)
    table = _TABLE.format(boot=_BOOT_START, boot_size=_BOOT_SECTORS, root=start, size=sectors)
    run(("sfdisk", "-q", target), shop.folder, stdin=table.encode())
    _write(target, _BOOT_START, _boot(shop))
    _write(target, start, root)


def _boot(shop: Workshop) -> Path:
    card = shop.scratch("disk") / "boot.fat"
    with card.open("wb") as file:
        file.truncate(_BOOT_SECTORS * SECTOR)
    run(("mkfs.vfat", "-n", "BOOT", card), shop.folder)
    run(("mcopy", "-i", card, shop.tree / "bin" / "busybox", shop.tree / "etc" / "face.json", "::"), shop.folder)
    return card


def _write(disk: Path, sector: int, part: Path) -> None:
    with disk.open("r+b") as out, part.open("rb") as source:
        out.seek(sector * SECTOR)
        shutil.copyfileobj(source, out, 1 << 20)


def _converted(kind: str, *options: str) -> Callable[[Workshop, Path], None]:
    def make(shop: Workshop, target: Path) -> None:
        run(("qemu-img", "convert", "-f", "raw", "-O", kind, *options, shop.image("disk.raw"), target), shop.folder)

    return make


def _ova(shop: Workshop, target: Path) -> None:
    work = shop.scratch("ova")
    (work / "cam.ovf").write_text(_OVF)
    shutil.copyfile(shop.image("disk.vmdk"), work / "cam-disk1.vmdk")
    run(("tar", "-C", work, "-cf", target, "cam.ovf", "cam-disk1.vmdk"), shop.folder)


RECIPES: tuple[Recipe, ...] = (
    Recipe("disk.raw", "raw disk: GPT, FAT, ext4", _raw),
    Recipe("disk.qcow2", "qcow2, compressed", _converted("qcow2", "-c")),
    Recipe("disk.vmdk", "VMDK stream", _converted("vmdk", "-o", "subformat=streamOptimized")),
    Recipe("disk.vhdx", "VHDX", _converted("vhdx")),
    Recipe("disk.vdi", "VDI", _converted("vdi")),
    Recipe("ova.ova", "OVA with a VMDK stream", _ova),
)
"""Every image of this family."""
