"""Spellings of a library's name: what packagers add to the name that its maker gave it."""

from __future__ import annotations

import re

_REPEATED = re.compile(r"#\d+\Z")
"""Added by :mod:`scanner.unpack.outlet` where a container holds one name twice."""
_VERSION = re.compile(r"(\.so)(?:\.\d+)+\Z")
"""``libx.so.3.1``: the versions that ELF linkers ask for."""
_WHEEL_HASH = re.compile(r"-[0-9a-f]{8}(?=(?:[.-]\d+)*\.(?:so|dylib)\b)")
"""``libx-1a2b3c4d.so.3``: auditwheel and delocate rename the libraries that they copy into a Python wheel."""


def spellings(name: str) -> list[str]:
    """``name`` and the forms that it may have had before: without repeat mark, wheel hash and version."""
    plain = _REPEATED.sub("", name)
    unhashed = _WHEEL_HASH.sub("", plain)
    return list(dict.fromkeys((name, plain, unhashed, _VERSION.sub(r"\1", plain), _VERSION.sub(r"\1", unhashed))))
