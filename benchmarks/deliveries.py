"""Make deliveries of real software from downloaded packages: ``python -m benchmarks.deliveries``.

They stay below ``.work`` and are never committed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import fetch
from benchmarks.places import DELIVERIES, HERE, PACKAGES, WORK
from vendor_samples.images import squashfs, uimage

NO_FINDING = "no finding"
"""Expected of negatives: nothing above ``mentioned``. Their verdict may still be inconclusive, for real libraries hold
compressed tables of more than 256 KiB that nobody reads."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One real delivery: what it is, the verdict that it must get (or NO_FINDING), and how to make it."""

    name: str
    what: str
    expected: str
    make: Callable[[Path], None]

    @property
    def path(self) -> Path:
        """Where it lies, once it is made."""
        return DELIVERIES / self.name

    def made(self) -> Path:
        """Its path; it is made first where it is not there yet."""
        if not self.path.exists():
            DELIVERIES.mkdir(parents=True, exist_ok=True)
            self.make(self.path)
        return self.path


def unpack_packages(packages: Sequence[Path], tree: Path) -> Path:
    """Unpack ``.deb`` files over each other into ``tree``, without their documentation."""
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    for package in packages:
        subprocess.run(["dpkg-deb", "-x", package, tree], check=True)
    shutil.rmtree(tree / "usr" / "share" / "doc", ignore_errors=True)
    (tree / "dev").mkdir(exist_ok=True)
    return tree


def firmware(tree: Path, target: Path) -> None:
    """Pack ``tree`` like a camera update: SquashFS (xz) inside a legacy U-Boot image."""
    image = target.with_suffix(".squashfs")
    squashfs(tree, image)
    target.write_bytes(uimage(image.read_bytes(), "benchmark rootfs"))
    image.unlink()


def rootfs(list_name: str, family: str) -> Callable[[Path], None]:
    """A recipe: firmware of the packages in a list for one processor family."""

    def make(target: Path) -> None:
        firmware(unpack_packages(fetch.packages(list_name, family), WORK / "trees" / target.stem), target)

    return make


def wheel(prefix: str) -> Callable[[Path], None]:
    """A recipe: one downloaded wheel as it is."""

    def make(target: Path) -> None:
        shutil.copyfile(next(path for path in fetch.wheels() if path.name.startswith(prefix)), target)

    return make


def dlib_program(target: Path) -> None:
    """Firmware with a small program that is linked against dlib's face recognition network."""
    packages = fetch.packages("dlib-packages", "amd64")
    headers = unpack_packages(packages, WORK / "trees" / "dlib-headers")
    runtime = [package for package in packages if not package.name.startswith("libdlib-dev")]
    tree = unpack_packages(runtime, WORK / "trees" / target.stem)
    program = tree / "usr" / "bin" / "doorwatch"
    program.parent.mkdir(parents=True, exist_ok=True)
    library = headers / "usr" / "lib" / "x86_64-linux-gnu"
    include = ("-I", str(headers / "usr" / "include"), "-L", str(library))
    algebra = (str(library / "blas" / "libblas.so.3"), str(library / "lapack" / "liblapack.so.3"))
    link = ("-ldlib", *algebra, "-lpthread", "-Wl,--unresolved-symbols=ignore-in-shared-libs", "-s")
    source = str(HERE / "sources" / "doorwatch.cpp")
    subprocess.run(["g++", "-O1", "-std=c++14", *include, source, "-o", str(program), *link], check=True)
    firmware(tree, target)


def negative_packages(target: Path) -> None:
    """A folder with 200 library packages that have nothing to do with faces, as ``.deb`` files."""
    target.mkdir(parents=True)
    for package in fetch.packages("negative-packages", "amd64"):
        shutil.copyfile(PACKAGES / "amd64" / package.name, target / package.name)


DELIVERIES_OF_REAL_SOFTWARE: tuple[Delivery, ...] = (
    Delivery("camera-armhf.bin", "camera firmware with OpenCV, armhf", "review", rootfs("camera-packages", "armhf")),
    Delivery("camera-arm64.bin", "camera firmware with OpenCV, arm64", "review", rootfs("camera-packages", "arm64")),
    Delivery("doorwatch-amd64.bin", "firmware with a program linked to dlib's recogniser", "found", dlib_program),
    Delivery("opencv-contrib.whl", "wheel opencv-contrib-python-headless", "review", wheel("opencv_contrib")),
    Delivery("dlib-bin.whl", "wheel dlib-bin", "review", wheel("dlib_bin")),
    Delivery("face-recognition.whl", "wheel face_recognition", "found", wheel("face_recognition")),
    Delivery("botocore.whl", "wheel botocore, which describes Rekognition's calls", NO_FINDING, wheel("botocore")),
    Delivery("plain-armhf.bin", "firmware without OpenCV, armhf", NO_FINDING, rootfs("plain-packages", "armhf")),
    Delivery("negatives", "200 Debian library packages", NO_FINDING, negative_packages),
)
"""Every delivery of the accuracy table; the last three hold no face recognition."""


def main() -> int:
    """Make all deliveries."""
    for delivery in DELIVERIES_OF_REAL_SOFTWARE:
        print(delivery.made(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
