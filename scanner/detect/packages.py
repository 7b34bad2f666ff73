"""Packages of package managers, at the places where their manifests stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.manifests import parser_for
from scanner.detect.tally import Tally
from scanner.text import safe_text
from scanner.types import FactKind, LimitReached, Observation, Place

if TYPE_CHECKING:
    from scanner.detect.interface import Subject


class Packages:
    """Reads names and versions from manifests of pip, npm, Maven, NuGet, dpkg and opkg."""

    NAME: ClassVar[str] = "packages"
    VERSION: ClassVar[str] = "1.0.0"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Reads METADATA, PKG-INFO, package.json, pom.properties, nuspec, control and the lists of dpkg and opkg; "
        "lock files, rpm and apk databases are seen as text only.",
        "A package without its manifest, or renamed, is not seen here.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = None

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """Packages that the vocabulary names: installed ones at the place ``file``, declared needs at ``document``.

        :raises ParseFailure: for a manifest that is not what its name says.
        :raises LimitReached: for a manifest larger than ``limits.config_bytes``.
        """
        parser = parser_for(subject.node.path)
        if parser is None or not subject.source.size:
            return
        if subject.source.size > subject.limits.config_bytes:
            raise LimitReached(f"a package manifest of {subject.source.size:,} bytes")
        tally = Tally(subject.node.path)
        text = bytes(subject.source.data).decode("utf-8", "replace").replace("\r\n", "\n")
        for package in parser(text):
            for value, name in subject.vocabulary.find(FactKind.PACKAGE, [package.name]):
                place = Place.FILE if package.installed else Place.DOCUMENT
                detail = safe_text(f"{name} {package.version}".strip(), 200)
                tally.add(FactKind.PACKAGE, value, place, detail=detail)
                if package.version:
                    tally.add(FactKind.VERSION, safe_text(package.version, 200), Place.FILE, detail=value)
        yield from tally.observations()
