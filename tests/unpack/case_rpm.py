"""The case of the RPM reader."""

from __future__ import annotations

import functools

from tests.unpack.build import cpio_of, gzip_of, noise
from tests.unpack.build_rpm import rpm
from tests.unpack.case import ReaderCase


@functools.cache
def package() -> bytes:
    """A package of two files with a script."""
    return rpm(gzip_of(cpio_of({"opt/a": b"first " * 50, "opt/b": noise(900)})), script="ldconfig\n")


CASES = (ReaderCase("rpm", "rpm", package, lambda: package()[:-300], "camera.rpm", 4),)
