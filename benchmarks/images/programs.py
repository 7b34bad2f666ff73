"""Programs that make images: which Debian package has them, and how they are run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

PACKAGES = {
    "7zz": "7zip", "cpio": "cpio", "debugfs": "e2fsprogs", "dpkg-deb": "dpkg", "dtc": "device-tree-compiler",
    "gcab": "gcab", "genisoimage": "genisoimage", "genromfs": "genromfs",
    "img2simg": "android-sdk-libsparse-utils", "lz4": "lz4", "lzop": "lzop", "makeself": "makeself",
    "makensis": "nsis", "mcopy": "mtools", "mkbootimg": "mkbootimg", "mkfs.cramfs": "util-linux",
    "mkfs.erofs": "erofs-utils", "mkfs.ext4": "e2fsprogs", "mkfs.jffs2": "mtd-utils", "mkfs.ubifs": "mtd-utils",
    "mkfs.vfat": "dosfstools", "mkimage": "u-boot-tools", "mksquashfs": "squashfs-tools", "mmd": "mtools",
    "npm": "npm", "openssl": "openssl", "qemu-img": "qemu-utils", "rpm2cpio": "rpm", "rpmbuild": "rpm",
    "sfdisk": "fdisk", "tar": "tar", "ubinize": "mtd-utils", "unsquashfs": "squashfs-tools", "unzip": "unzip",
    "wixl": "wixl", "xz": "xz-utils", "zip": "zip", "zstd": "zstd",
}  # fmt: skip
"""Program → package of Debian 12."""


class ProgramFailed(Exception):
    """A program is missing or did not do its work; the text says which and, for a missing one, its package."""


def run(command: Sequence[str | Path], folder: Path, *, output: Path | None = None, stdin: bytes = b"") -> None:
    """Run ``command`` in ``folder``; ``output`` takes its standard output.

    :raises ProgramFailed: when it is missing or exits with another code than 0.
    """
    words = [str(word) for word in command]
    program = shutil.which(words[0], path=os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin")
    if program is None:
        raise ProgramFailed(f"{words[0]} is missing: apt-get install {PACKAGES.get(words[0], words[0])}")
    words[0] = program
    done = subprocess.run(words, cwd=folder, input=stdin, capture_output=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()[-400:]
        raise ProgramFailed(f"{Path(program).name} ended with {done.returncode}: {said}")
    if output is not None:
        output.write_bytes(done.stdout)
