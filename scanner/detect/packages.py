"""Packages of package managers, at the places where their manifests stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scanner.detect.manifests.golang import compiled
from scanner.detect.manifests.interface import Manifest, Package
from scanner.detect.manifests.registry import form_for
from scanner.detect.manifests.wanted import Wanted, shown
from scanner.detect.once import Once
from scanner.detect.tally import Tally
from scanner.formats.roles import NATIVE
from scanner.text import safe_text
from scanner.types import FacescreenError, FactKind, LimitReached, Observation, Place

if TYPE_CHECKING:
    from scanner.detect.interface import Subject


_WANTED = Once(Wanted)
_MOST_VERSIONS = 50
"""Versions of one package that are printed; a lock file may claim a million."""


class Packages:
    """Reads names and versions from manifests, lock files and databases of package managers."""

    NAME: ClassVar[str] = "packages"
    VERSION: ClassVar[str] = "2.2.0"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Reads what pip, npm, Maven, Gradle, NuGet, CocoaPods, Swift, Go, Cargo, dpkg, opkg, apk, rpm and containers "
        "leave under its usual name, and the list of modules in Go programs; packages of other managers (conda, gem, "
        "composer) are seen as text only.",
        "A package without its manifest, or renamed, is not seen here.",
        "Names that a build script computes are not seen (setup.py, variables in Gradle, CMake).",
        "A lock file that does not hold any wanted name is not parsed: broken or not, it has nothing to say.",
        "A manifest of more than 32 MiB is not read (databases of rpm: 64 MiB); of one package, 50 versions are told.",
        "Container images are read from YAML, Dockerfiles, image layouts, Nix, Terraform, systemd units, and from "
        "docker run in scripts that are known as such by name; images that a variable names are not seen.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = None

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """Packages that the vocabulary names: installed ones at the place ``file``, declared needs at ``document``,
        container images that a deployment starts at ``config``.

        :raises ParseFailure: for a manifest that is not what its name says.
        :raises LimitReached: for a manifest larger than its kind or ``limits.config_bytes`` allow.
        """
        if subject.node.format in NATIVE:
            yield from _reported(compiled(subject.source.data), _WANTED(subject.vocabulary), subject.node.path)
            return
        found = form_for(subject.node.path)
        if found is None or not subject.source.size:
            return
        form, path = found
        if subject.source.size > min(form.largest, subject.limits.config_bytes):
            raise LimitReached(f"a package manifest of {subject.source.size:,} bytes")
        manifest, wanted = Manifest(path, bytes(subject.source.data)), _WANTED(subject.vocabulary)
        if form.always or wanted.may_stand_in(manifest, form):
            yield from _reported(form.parse(manifest), wanted, subject.node.path)


def _reported(packages: Iterator[Package], wanted: Wanted, path: str) -> Iterator[Observation]:
    """What the vocabulary names of ``packages``. A manifest that breaks in the middle has said what stands before."""
    tally, versions = Tally(path), Counter[str]()
    failure: FacescreenError | None = None
    try:
        for package in packages:
            _note(package, wanted, tally, versions)
    except FacescreenError as error:
        failure = error
    yield from tally.observations()
    if failure is not None:
        raise failure


def _note(package: Package, wanted: Wanted, tally: Tally, versions: Counter[str]) -> None:
    for value in wanted.find(package):
        tally.add(FactKind.PACKAGE, value, package.place, detail=shown(value, package.version))
        if package.version and versions[value] < _MOST_VERSIONS:
            versions[value] += 1
            tally.add(FactKind.VERSION, safe_text(package.version, 200), Place.FILE, detail=value)
