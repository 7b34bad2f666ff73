"""File systems of flash chips, cards and discs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from benchmarks.images.programs import run
from benchmarks.images.recipe import Recipe, Workshop, copy_files, size_of

MIB = 1 << 20
_UBI_SETTINGS = """\
[rootfs]
mode=ubi
image={image}
vol_id=0
vol_size=100MiB
vol_type=dynamic
vol_name=rootfs
vol_flags=autoresize
"""


def _squashfs(codec: str) -> Callable[[Workshop, Path], None]:
    def make(shop: Workshop, target: Path) -> None:
        options = ("-comp", codec, "-noappend", "-all-root", "-no-progress", "-quiet")
        run(("mksquashfs", shop.tree, target, *options), shop.folder)

    return make


def _jffs2(order: str) -> Callable[[Workshop, Path], None]:
    def make(shop: Workshop, target: Path) -> None:
        run(("mkfs.jffs2", order, "-e", "0x20000", "-r", shop.tree, "-o", target), shop.folder)

    return make


def _ubifs(shop: Workshop, target: Path) -> None:
    run(
        ("mkfs.ubifs", "-m", "2048", "-e", "126976", "-c", "2047", "-x", "lzo", "-r", shop.tree, "-o", target),
        shop.folder,
    )


def _ubi(shop: Workshop, target: Path) -> None:
    settings = shop.scratch("ubi") / "ubi.cfg"
    settings.write_text(_UBI_SETTINGS.format(image=shop.image("ubifs.ubifs")))
    run(("ubinize", "-o", target, "-m", "2048", "-p", "128KiB", "-s", "2048", settings), shop.folder)


def _cramfs(shop: Workshop, target: Path) -> None:
    run(("mkfs.cramfs", shop.tree, target), shop.folder)


def _romfs(shop: Workshop, target: Path) -> None:
    run(("genromfs", "-d", shop.tree, "-f", target, "-V", "rootfs"), shop.folder)


def _erofs(shop: Workshop, target: Path) -> None:
    run(("mkfs.erofs", "-zlz4hc", target, shop.tree), shop.folder)


def _ext4(shop: Workshop, target: Path) -> None:
    with target.open("wb") as file:
        file.truncate(_rounded(2 * size_of(shop.tree)))
    run(("mkfs.ext4", "-q", "-d", shop.tree, target), shop.folder)


def _fat(shop: Workshop, target: Path) -> None:
    tree = copy_files(shop, shop.scratch("fat"))
    with target.open("wb") as file:
        file.truncate(_rounded(1.3 * size_of(tree)))
    run(("mkfs.vfat", "-n", "CARD", target), shop.folder)
    run(("mcopy", "-s", "-Q", "-i", target, *sorted(tree.iterdir()), "::"), shop.folder)


def _iso(*options: str) -> Callable[[Workshop, Path], None]:
    def make(shop: Workshop, target: Path) -> None:
        run(("genisoimage", "-quiet", *options, "-o", target, shop.tree), shop.folder)

    return make


def _rounded(size: float) -> int:
    return (int(size) // MIB + 8) * MIB


RECIPES: tuple[Recipe, ...] = (
    *(
        Recipe(f"sq_{codec}.sqfs", f"SquashFS, {codec}", _squashfs(codec))
        for codec in ("gzip", "xz", "lzo", "lz4", "zstd", "lzma")
    ),
    Recipe("jffs2_le.jffs2", "JFFS2, little endian", _jffs2("-l")),
    Recipe("jffs2_be.jffs2", "JFFS2, big endian", _jffs2("-b")),
    Recipe("ubifs.ubifs", "UBIFS, lzo", _ubifs),
    Recipe("ubi.ubi", "UBI with UBIFS", _ubi),
    Recipe("cramfs.cramfs", "cramfs", _cramfs),
    Recipe("romfs.romfs", "romfs", _romfs),
    Recipe("erofs.erofs", "EROFS, lz4hc", _erofs),
    Recipe("ext4.ext4", "ext4", _ext4),
    Recipe("fat.fat", "FAT", _fat),
    Recipe("iso.iso", "ISO 9660 with Rock Ridge and Joliet", _iso("-R", "-J")),
    Recipe("udf.iso", "ISO/UDF bridge", _iso("-udf", "-R")),
)
"""Every image of this family."""
