"""``MANIFEST.sha256``: the SHA-256 of every file, as ``sha256sum -c`` reads it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from scanner.types import UsageError

LARGEST = 1 << 20
"""Bytes of a manifest that are read."""
_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9][A-Za-z0-9._-]*)")


def manifest(files: Mapping[str, bytes], remark: str = "") -> bytes:
    """One line a file, by name. ``remark`` stands above as a comment, which ``sha256sum`` passes over."""
    lines = [f"# {remark}"] if remark else []
    lines += [f"{hashlib.sha256(files[name]).hexdigest()}  {name}" for name in sorted(files)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def parse(data: bytes) -> dict[str, str]:
    """File name → SHA-256.

    :raises UsageError: when a line is none of a manifest, or a name stands twice.
    """
    try:
        lines = [line for line in data.decode("utf-8").split("\n") if line and not line.startswith("#")]
    except UnicodeDecodeError as error:
        raise UsageError("the manifest is no text") from error
    listed: dict[str, str] = {}
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None or found[2] in listed:
            raise UsageError("the manifest has a line that facescreen does not write")
        listed[found[2]] = found[1]
    return listed
