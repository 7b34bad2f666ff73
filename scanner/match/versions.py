"""Which version of a product a delivery holds, as far as the delivery itself says so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scanner.catalogue.versions import GAP
from scanner.match.exhibit import Exhibit
from scanner.match.own import OWN_PLACES
from scanner.types import FactKind, Observation, Version

MOST = 10
"""Versions that are told of one product."""
_RESOURCES = ("ProductVersion", "FileVersion")
_READ_FROM = ("package", "resource", "text", "name")
_NAMED = (FactKind.PATH, FactKind.SONAME)
_IN_NAME = re.compile(
    r"\.so\.(?P<library>\d{1,5}(?:\.\d{1,8}){1,4})\Z"
    r"|[-_]v?(?P<file>\d{1,5}(?:\.\d{1,8}){1,4})(?:[-_.][A-Za-z]\w{0,20}){0,4}"
    r"\.(?:so|dll|dylib|jar|aar|apk|whl|exe|zip|tgz|gz)\Z"
)
"""``libface.so.3.1.4`` and ``face-sdk-3.1.4-release.aar``; a single number is an interface's, not a product's."""


def versions_by_path(observations: Iterable[Observation]) -> dict[str, list[Observation]]:
    """Node path → what it says of versions, in the order of ``observations``."""
    found: dict[str, list[Observation]] = defaultdict(list)
    for seen in observations:
        if seen.kind is FactKind.VERSION:
            found[seen.path].append(seen)
    return found


def versions(exhibit: Exhibit, said: Mapping[str, Sequence[Observation]]) -> tuple[Version, ...]:
    """The versions that nodes with evidence of the product name, most telling first, at most :data:`MOST`."""
    told = {*_of_packages(exhibit, said), *_of_nodes(exhibit, said), *_of_names(exhibit)}
    ranked = sorted(told, key=lambda v: (_READ_FROM.index(v.read_from), v.path, v.text))
    once: dict[tuple[str, str], Version] = {}
    for version in ranked:
        once.setdefault((version.text, version.path), version)
    return tuple(once.values())[:MOST]


def _of_packages(exhibit: Exhibit, said: Mapping[str, Sequence[Observation]]) -> Iterator[Version]:
    for proof in exhibit.proofs:
        if proof.fact.kind is FactKind.PACKAGE:
            for seen in said.get(proof.observation.path, ()):
                if seen.detail == proof.fact.value:
                    yield Version(seen.value, seen.path, "package")


def _of_nodes(exhibit: Exhibit, said: Mapping[str, Sequence[Observation]]) -> Iterator[Version]:
    """Version resources of the product's own files, and its version texts in any file that shows the product."""
    for path in {proof.observation.path for proof in exhibit.proofs}:
        stated = {seen.detail: seen.value for seen in said.get(path, ())}
        resource = next((stated[key] for key in _RESOURCES if key in stated), "")
        if resource and _is_own(exhibit, path):
            yield Version(resource, path, "resource")
        for seen in said.get(path, ()):
            if GAP in seen.detail and seen.detail in exhibit.signature.versions:
                yield Version(seen.value, path, "text")


def _of_names(exhibit: Exhibit) -> Iterator[Version]:
    for proof in exhibit.proofs:
        seen = proof.observation
        if proof.fact.kind in _NAMED and seen.place in OWN_PLACES and _is_own(exhibit, seen.path):
            for name in (seen.path, seen.detail, seen.value):
                found = _IN_NAME.search(name)
                if found:
                    yield Version(found["library"] or found["file"], seen.path, "name")


def _is_own(exhibit: Exhibit, path: str) -> bool:
    return path in exhibit.own and path not in exhibit.mixed and path not in exhibit.hosts
