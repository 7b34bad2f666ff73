"""``python -m benchmarks.images losses``: damaged images must lose nothing in silence.

Every image of the small tree is cut at one and at two thirds of its length, and one bit is flipped in its middle (and,
beyond what is asked for, at more places). Either all of its files come out, or the ledger has unread bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.images.catalogue import small
from benchmarks.images.recipe import Workshop
from benchmarks.images.truth import Truth
from benchmarks.places import WORK
from benchmarks.results import keep
from benchmarks.screening import must_screen
from scanner.document.report import Report

FORMATS = (
    "sq_xz.sqfs", "jffs2_le.jffs2", "ubi.ubi", "cramfs.cramfs", "romfs.romfs", "erofs.erofs", "ext4.ext4", "iso.iso",
    "initramfs.cpio.gz", "tar.tar.gz", "tar.tar.xz", "tar.tar.zst", "tar.tar.bz2", "zip.zip", "7z.7z", "cab.cab",
    "deb.deb", "rpm.rpm",
)  # fmt: skip
"""The 18 formats of the plan."""
NO_INTEGRITY = frozenset({
    "ext4.ext4", "iso.iso", "erofs.erofs", "romfs.romfs",
    "sq_lz4.sqfs", "sq_lzo.sqfs", "sq_zstd.sqfs", "appimage.AppImage", "fat.fat", "udf.iso", "initramfs.cpio",
    "sparse.simg", "disk.raw", "disk.vhdx", "disk.vdi",
})  # fmt: skip
"""Images without checksums over file content: a flipped bit there cannot be seen by anyone. The first four are of the
plan's 18. Of SquashFS's codecs lz4, lzo and zstd are written without checksums."""
MORE_FLIPS = 8
_FOLDER = WORK / "images" / "damaged"


@dataclass(frozen=True, slots=True)
class Damage:
    """One damaged image: ``whole``, ``cut at 1/3``, ``flip at 5/9`` …, what is missing of it, what is unread."""

    image: str
    damage: str
    missing: int
    files: int
    unread: int

    @property
    def silent(self) -> bool:
        """Whether files are gone and the ledger says nothing."""
        return self.missing > 0 and not self.unread


def losses(names: Sequence[str]) -> int:
    """Damage and screen the images ``names`` (the 18 of the plan when empty); fails on an unexpected silent loss."""
    found = list(measured(names or FORMATS))
    if not names:
        keep("losses", [asdict(one) for one in found])
    silent = [one for one in found if one.silent]
    for one in silent:
        print(f"silent: {one.image}, {one.damage}: {one.missing} of {one.files} files")
    unexpected = [one for one in silent if not expected(one)]
    print(f"{len(found)} screened, {len(silent)} silent, {len(unexpected)} of them unexpected")
    return 1 if unexpected else 0


def expected(one: Damage) -> bool:
    """Whether a silent loss is one that the format does not let anybody see."""
    return one.image in NO_INTEGRITY and one.damage.startswith("flip")


def measured(names: Sequence[str]) -> Iterator[Damage]:
    """Screen every damaged version of the images, one screening an image."""
    shop = small()
    for name in names:
        for one in _of_image(shop, name):
            mark = "SILENT" if one.silent else "ok"
            text = f"{one.files - one.missing} of {one.files} files, {one.unread:,} bytes unread"
            print(f"{mark:6} {one.image:18} {one.damage:12} {text}", flush=True)
            yield one


def _of_image(shop: Workshop, name: str) -> list[Damage]:
    folder = _FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    written = {}
    for damage, data in damaged(shop.image(name).read_bytes()):
        file = folder / f"{damage.replace(' ', '-').replace('/', '_')}-{name}"
        file.write_bytes(data)
        written[file.name] = damage
    report, _ = must_screen(folder, f"damaged-{name}")
    shutil.rmtree(folder)
    truth = shop.truth(name)
    return [_judged(report, root, damage, truth) for root, damage in written.items()]


def damaged(data: bytes) -> Iterator[tuple[str, bytes]]:
    """(what was done to it, the damaged bytes); the first is whole."""
    yield "whole", data
    for thirds in (1, 2):
        yield f"cut at {thirds}/3", data[: len(data) * thirds // 3]
    yield "flip at 1/2", flipped(data, len(data) // 2)
    for part in range(1, MORE_FLIPS + 1):
        yield f"flip at {part}/9", flipped(data, len(data) * part // (MORE_FLIPS + 1))


def flipped(data: bytes, position: int) -> bytes:
    """``data`` with one bit changed."""
    return data[:position] + bytes((data[position] ^ 0x10,)) + data[position + 1 :]


def _judged(report: Report, root: str, damage: str, truth: Truth) -> Damage:
    there = {node["sha256"] for node in report.screening["nodes"] if _below(node, root)}
    missing = sum(found.sha256 not in there for found in truth.files.values())
    unread = sum(region["length"] for region in report.screening["ledger"]["regions"] if _below(region, root))
    if damage == "whole" and (missing or unread):
        print(f"       {root}: the whole image already lacks {missing} files or has {unread:,} unread bytes")
    return Damage(truth.image, damage, missing, len(truth.files), unread)


def _below(entry: dict[str, Any], root: str) -> bool:
    """Whether a node or region belongs to the delivered file ``root``."""
    delivered = str(entry["path"]).partition("!/")[0]
    return delivered == root or delivered.endswith(f"/{root}")
