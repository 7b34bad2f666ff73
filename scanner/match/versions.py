"""Which version of a product a delivery holds, as far as the delivery itself says so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from scanner.match.exhibit import Exhibit
from scanner.match.own import OWN_PLACES
from scanner.types import FactKind, Observation, Version

Said = Mapping[str, Mapping[str, Sequence[Observation]]]
"""Node path → what tells the version (package, key of a resource, template of a text) → the versions."""
MOST = 10
"""Versions that are told of one product."""
_RESOURCES = ("ProductVersion", "FileVersion")
_READ_FROM = ("package", "resource", "text", "name", "fingerprint")
_NAMED = (FactKind.PATH, FactKind.SONAME)
_LONGEST_END = 100
"""Characters of a name in which its version is looked for: the expression goes back and forth in long names."""
_IN_NAME = re.compile(
    r"\.so\.(?P<library>\d{1,5}(?:\.\d{1,8}){1,4})\Z"
    r"|[-_]v?(?P<file>\d{1,5}(?:\.\d{1,8}){1,4})(?:[-_.][A-Za-z]\w{0,20}){0,4}"
    r"\.(?:so|dll|dylib|jar|aar|apk|whl|exe|zip|tgz|gz)\Z"
)
"""``libface.so.3.1.4`` and ``face-sdk-3.1.4-release.aar``; a single number is an interface's, not a product's."""


def versions_by_path(observations: Iterable[Observation]) -> Said:
    """What nodes say of versions, in the order of ``observations``."""
    found: dict[str, dict[str, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for seen in observations:
        if seen.kind is FactKind.VERSION:
            found[seen.path][seen.detail].append(seen)
    return {path: {**details} for path, details in found.items()}


def versions(exhibit: Exhibit, said: Said) -> tuple[Version, ...]:
    """The versions that nodes with evidence of the product name, most telling first, at most :data:`MOST`."""
    told = {
        *_of_packages(exhibit, said),
        *_of_nodes(exhibit, said),
        *_of_names(exhibit),
        *_of_fingerprints(exhibit, said),
    }
    ranked = sorted(told, key=lambda v: (_READ_FROM.index(v.read_from), v.path, v.text))
    once: dict[tuple[str, str], Version] = {}
    for version in ranked:
        once.setdefault((version.text, version.path), version)
    return tuple(once.values())[:MOST]


def _of_packages(exhibit: Exhibit, said: Said) -> Iterator[Version]:
    for proof in exhibit.proofs:
        if proof.fact.kind is FactKind.PACKAGE:
            for seen in said.get(proof.observation.path, {}).get(proof.fact.value, ()):
                yield Version(seen.value, seen.path, "package")


def _of_nodes(exhibit: Exhibit, said: Said) -> Iterator[Version]:
    """Version resources of the product's own files, and its version texts in any file that shows the product."""
    for path in {proof.observation.path for proof in exhibit.proofs} & said.keys():
        stated = said[path]
        resource = next((stated[key][-1].value for key in _RESOURCES if key in stated), "")
        if resource and _is_own(exhibit, path):
            yield Version(resource, path, "resource")
        for template in exhibit.signature.versions:
            for seen in stated.get(template, ()):
                yield Version(seen.value, path, "text")


def _of_names(exhibit: Exhibit) -> Iterator[Version]:
    for proof in exhibit.proofs:
        seen = proof.observation
        if proof.fact.kind in _NAMED and seen.place in OWN_PLACES and _is_own(exhibit, seen.path):
            for name in (seen.path, seen.detail, seen.value):
                found = _IN_NAME.search(name[-_LONGEST_END:])
                if found:
                    yield Version(found["library"] or found["file"], seen.path, "name")


def _of_fingerprints(exhibit: Exhibit, said: Said) -> Iterator[Version]:
    """A range, as far as the samples that a fingerprint was learned from tell."""
    for proof in exhibit.proofs:
        if proof.fact.kind is FactKind.FINGERPRINT:
            record = proof.observation.value.partition(" ")[0]
            for seen in said.get(proof.observation.path, {}).get(f"fingerprint {record}", ()):
                yield Version(seen.value, seen.path, "fingerprint")


def _is_own(exhibit: Exhibit, path: str) -> bool:
    return path in exhibit.own and path not in exhibit.mixed and path not in exhibit.hosts
