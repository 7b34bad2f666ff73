"""Every extractor. A new family of formats is one file and one line here."""

from __future__ import annotations

from scanner.fingerprints.interface import Extractor
from scanner.fingerprints.managed.dex import Dex
from scanner.fingerprints.managed.dotnet import DotNet
from scanner.fingerprints.managed.java import Java
from scanner.fingerprints.native import Native

EXTRACTORS: tuple[Extractor, ...] = (Native(), Dex(), Java(), DotNet())


def extractors_for(format_id: str) -> tuple[Extractor, ...]:
    """Those that read ``format_id``: a .NET program is a PE file as well."""
    return tuple(one for one in EXTRACTORS if format_id in one.FORMATS)


def extractor_of(family: str) -> Extractor:
    """The extractor of ``family``.

    :raises KeyError: for a family that this version does not have.
    """
    return {one.NAME: one for one in EXTRACTORS}[family]
