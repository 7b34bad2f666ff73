"""Images that nobody can read without a password: all their bytes must be unread, and none of their files come out."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

from benchmarks.images.programs import run
from benchmarks.images.recipe import Recipe, Workshop
from benchmarks.images.truth import Content, below

FOLDERS = ("etc", "www", "usr/share/models")
_PASSWORD = "secret"  # noqa: S105 - of a made-up archive
_SIGNATURE_HEADER = 32
"""Bytes of 7z's signature header (7zFormat.txt), which stands before everything encrypted."""
_ENCODED_HEADER = 256
"""More than the clear part of 7z's header that tells how the rest is encrypted."""


def _zipcrypto(shop: Workshop, target: Path) -> None:
    run(("zip", "-qry", "-P", _PASSWORD, target, *_folders(shop)), shop.tree)


def _aes_zip(shop: Workshop, target: Path) -> None:
    options = ("-bso0", "-snl", "-tzip", "-mem=AES256", f"-p{_PASSWORD}")
    run(("7zz", "a", *options, target, *_folders(shop)), shop.tree)


def _seven(shop: Workshop, target: Path) -> None:
    run(("7zz", "a", "-bso0", "-snl", "-mhe=on", f"-p{_PASSWORD}", target, *_folders(shop)), shop.tree)


def _salted(shop: Workshop, target: Path) -> None:
    options = ("-aes-256-cbc", "-pbkdf2", "-pass", f"pass:{_PASSWORD}")
    run(("openssl", "enc", *options, "-in", shop.image("sq_xz.sqfs"), "-out", target), shop.folder)


def _raw(shop: Workshop, target: Path) -> None:
    options = ("-aes-256-cbc", "-K", "ab" * 32, "-iv", "01" * 16)
    run(("openssl", "enc", *options, "-in", shop.image("sq_xz.sqfs"), "-out", target), shop.folder)


def _xored(shop: Workshop, target: Path) -> None:
    """Every byte exclusive-or a key of 16 bytes, as some vendors hide their images."""
    data = shop.image("sq_xz.sqfs").read_bytes()
    key = random.Random(16).randbytes(16)  # noqa: S311 - reproducible filling
    mask = (key * (len(data) // 16 + 1))[: len(data)]
    target.write_bytes((int.from_bytes(data, "big") ^ int.from_bytes(mask, "big")).to_bytes(len(data), "big"))


def _folders(shop: Workshop) -> list[str]:
    return [folder for folder in FOLDERS if (shop.tree / folder).exists()]


def _members(image: Path) -> int:
    """Bytes of the encrypted members; names and sizes stand in the clear."""
    with zipfile.ZipFile(image) as archive:
        return sum(member.compress_size for member in archive.infolist() if member.flag_bits & 1)


def _behind_header(image: Path) -> int:
    return image.stat().st_size - _SIGNATURE_HEADER - _ENCODED_HEADER


def _all(image: Path) -> int:
    return image.stat().st_size


def _three_folders(shop: Workshop) -> dict[str, Content]:
    return below(shop.files, FOLDERS)


RECIPES: tuple[Recipe, ...] = (
    Recipe("zipenc.zip", "zip, ZipCrypto", _zipcrypto, _three_folders, _members),
    Recipe("zipaes.zip", "zip, AES-256", _aes_zip, _three_folders, _members),
    Recipe("7zenc.7z", "7z with an encrypted header", _seven, _three_folders, _behind_header),
    Recipe("enc.aes", "openssl enc of a SquashFS", _salted, None, _all),
    Recipe("encraw.aes", "SquashFS in AES-CBC without a header", _raw, None, _all),
    Recipe("xor.bin", "SquashFS exclusive-or a 16-byte key", _xored, None, _all),
)
"""Every image of this family."""
