"""Everything that a result depends on besides the node itself, as one digest: any change of it empties the cache."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import platform
from dataclasses import asdict
from pathlib import Path

from scanner.types import Limits

LIBRARIES = ("lief", "pefile", "yara-python", "PyYAML", "defusedxml", "zstandard", "lz4", "lzallright", "unblob")
"""Packages whose version can change what is read or seen."""
_PACKAGE = Path(__file__).resolve().parent.parent


def settings_digest(pack: str, limits: Limits) -> bytes:
    """Digest of signature pack, limits, detectors, readers, the program itself, its libraries and tools."""
    from scanner.detect.registry import DETECTORS
    from scanner.unpack.registry import READERS

    facts = {
        "pack": pack,
        "limits": asdict(limits),
        "detectors": sorted((detector.NAME, detector.VERSION) for detector in DETECTORS),
        "readers": sorted(reader.NAME for reader in READERS),
        "program": _program(),
        "libraries": [(name, _version(name)) for name in LIBRARIES],
        "python": platform.python_version(),
        "tools": _tools(),
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).digest()


def _program() -> list[tuple[str, int, int]]:
    """Name, size and time of every file of the program: a patched installation must not meet old results."""
    found = []
    for folder, _, names in os.walk(_PACKAGE):
        for name in names:
            # Tables that are no code decide what is found as well.
            if not folder.endswith("__pycache__"):
                file = Path(folder, name)
                status = file.stat()
                found.append((file.relative_to(_PACKAGE).as_posix(), status.st_size, status.st_mtime_ns))
    return sorted(found)


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _tools() -> list[tuple[str, str, int, int]]:
    """External programs by place, size and time: asking each for its version takes longer than many a screening."""
    from scanner.unpack.tools import TOOLS, find

    found = []
    for name in sorted(TOOLS):
        path = find(name)
        status = Path(path).stat() if path else None
        found.append((name, path or "", status.st_size if status else 0, status.st_mtime_ns if status else 0))
    return found
