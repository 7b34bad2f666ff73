"""The installed signatures are read and compiled once a process, not anew for every screening of a test.

Both take half a second. What they give is frozen; packs of other folders, imported ones and a cache of packs are left
alone, and every process does it once for real.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from scanner.catalogue import compile as compiling
from scanner.catalogue import load as loading
from scanner.catalogue import packs
from scanner.catalogue.pack import Pack
from scanner.catalogue.vocabulary import Vocabulary


@contextmanager
def packs_once() -> Iterator[None]:
    """Until it is left, ``load_packs`` and ``compile_pack`` give the installed pack that they gave before."""
    load, compile_pack = packs.load, compiling.compile_pack
    known: list[tuple[object, Pack, Vocabulary]] = []

    def loaded(*where: Any, **options: Any) -> Pack:
        if where or options.get("memory") or options.keys() - {"memory"}:
            return load(*where, **options)
        files = _files()
        if not known or known[0][0] != files:
            pack = load()
            known[:] = [(files, pack, compile_pack(pack))]
        return known[0][1]

    def compiled(pack: Pack, memory: Any = None) -> Vocabulary:
        if memory is None and known and pack is known[0][1]:
            return known[0][2]
        return compile_pack(pack, memory)

    with patch.object(packs, "load", loaded), patch.object(compiling, "compile_pack", compiled):
        yield


def _files() -> object:
    """What the folder of the installed pack looks like: tests put another one there, and somebody may edit it."""
    root = loading.pack_folder()
    looked = ((path, path.stat()) for path in sorted(root.rglob("*")))
    return root, [(path, status.st_mtime_ns, status.st_size) for path, status in looked]
