"""SHA-256 of what was handed over: the first thing that is done with it, and all that the supervisor does itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from scanner.survey.intake import Refused
from scanner.types import Link
from scanner.unpack.outlet import READING, Artefact, Child

BLOCK = 4 << 20


def with_hashes(roots: Iterable[Child | Link | Refused], stop: Callable[[], bool]) -> Iterator[Child | Link | Refused]:
    """``roots`` with the hash of every file; without one where a file cannot be read (a worker will say why)."""
    for root in roots:
        if isinstance(root, Child) and not root.node.sha256:
            yield replace(root, node=replace(root.node, sha256=_digest(root.artefact, stop)))
        else:
            yield root


def _digest(at: Artefact, stop: Callable[[], bool]) -> str:
    try:
        descriptor = os.open(at.file, READING)
    except OSError:
        return ""
    digest, left = hashlib.sha256(), at.length
    try:
        while left > 0 and not stop():
            block = os.read(descriptor, min(BLOCK, left))
            if not block:
                return ""
            digest.update(block)
            left -= len(block)
    except OSError:
        return ""
    finally:
        os.close(descriptor)
    return digest.hexdigest() if not left else ""
