"""Packages of package managers, at the places where their manifests stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.manifests.golang import compiled
from scanner.detect.manifests.interface import Manifest, Package
from scanner.detect.manifests.registry import form_for
from scanner.detect.manifests.wanted import Wanted, shown
from scanner.detect.tally import Tally
from scanner.formats.roles import NATIVE
from scanner.text import safe_text
from scanner.types import FacescreenError, FactKind, LimitReached, Observation, Place

if TYPE_CHECKING:
    from scanner.detect.interface import Subject


class Packages:
    """Reads names and versions from manifests, lock files and databases of package managers."""

    NAME: ClassVar[str] = "packages"
    VERSION: ClassVar[str] = "2.1.0"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Reads what pip, npm, Maven, Gradle, NuGet, CocoaPods, Swift, Go, Cargo, dpkg, opkg, apk, rpm and containers "
        "leave under its usual name, and the list of modules in Go programs; packages of other managers (conda, gem, "
        "composer) are seen as text only.",
        "A package without its manifest, or renamed, is not seen here.",
        "Names that a build script computes are not seen (setup.py, variables in Gradle, CMake).",
        "A lock file that does not hold any wanted name is not parsed: broken or not, it has nothing to say.",
        "Container images are read from YAML, Dockerfiles and image layouts, not from shell scripts.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = None

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """Packages that the vocabulary names: installed ones at the place ``file``, declared needs at ``document``,
        container images that a deployment starts at ``config``.

        :raises ParseFailure: for a manifest that is not what its name says.
        :raises LimitReached: for a manifest larger than ``limits.config_bytes``.
        """
        if subject.node.format in NATIVE:
            yield from _reported(compiled(subject.source.data), subject)
            return
        found = form_for(subject.node.path)
        if found is None or not subject.source.size:
            return
        if subject.source.size > subject.limits.config_bytes:
            raise LimitReached(f"a package manifest of {subject.source.size:,} bytes")
        form, path = found
        manifest = Manifest(path, bytes(subject.source.data))
        if form.always or Wanted(subject.vocabulary).may_stand_in(manifest, form):
            yield from _reported(form.parse(manifest), subject)


def _reported(packages: Iterator[Package], subject: Subject) -> Iterator[Observation]:
    """What the vocabulary names of ``packages``. A manifest that breaks in the middle has said what stands before."""
    wanted, tally = Wanted(subject.vocabulary), Tally(subject.node.path)
    failure: FacescreenError | None = None
    try:
        for package in packages:
            _note(package, wanted, tally)
    except FacescreenError as error:
        failure = error
    yield from tally.observations()
    if failure is not None:
        raise failure


def _note(package: Package, wanted: Wanted, tally: Tally) -> None:
    for value in wanted.find(package):
        tally.add(FactKind.PACKAGE, value, package.place, detail=shown(value, package.version))
        if package.version:
            tally.add(FactKind.VERSION, safe_text(package.version, 200), Place.FILE, detail=value)
