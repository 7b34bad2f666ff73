"""npm, Yarn and pnpm: ``package.json`` and lock files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scanner.detect.manifests.interface import (
    DEPTH,
    Form,
    Manifest,
    Package,
    declared,
    form,
    json_object,
    table,
    word,
)
from scanner.types import LimitReached

_GROUPS = ("dependencies", "optionalDependencies", "peerDependencies", "bundledDependencies", "devDependencies")
_SPEC = r"@?[A-Za-z0-9~][\w.~-]*(?:/[\w.~-]+)?"
_YARN = re.compile(rf'^"?({_SPEC})@[^\n]*:\n[ ]+"?version"?:?[ ]+"?([^"\n]+)', re.M)
_PNPM = re.compile(rf"^[ ]{{2,4}}['\"]?/?({_SPEC})[@/](\d[^:(/'\"\n_]*)", re.M)


def package(manifest: Manifest) -> Iterator[Package]:
    """``package.json`` (docs.npmjs.com): the package itself and what it asks for."""
    data = json_object(manifest)
    if isinstance(data.get("name"), str):
        yield Package(f"npm:{data['name']}", str(data.get("version", "")))
    for group in _GROUPS:
        names = data.get(group)
        for name in names if isinstance(names, dict | list) else ():
            yield declared(f"npm:{name}")


def lock(manifest: Manifest) -> Iterator[Package]:
    """``package-lock.json`` and ``npm-shrinkwrap.json``, versions 1 to 3: by path, or nested by name."""
    data = json_object(manifest)
    for path, entry in table(data, "packages").items():
        name = word(table(entry).get("name")) or path.rpartition("node_modules/")[2]
        if "node_modules/" in path:
            yield declared(f"npm:{name}", word(table(entry).get("version")))
    yield from _nested(table(data, "dependencies"), 0)


def _nested(entries: Mapping[str, Any], depth: int) -> Iterator[Package]:
    if depth > DEPTH:
        raise LimitReached(f"packages nested deeper than {DEPTH} levels")
    for name, entry in entries.items():
        yield declared(f"npm:{name}", word(table(entry).get("version")))
        yield from _nested(table(entry, "dependencies"), depth + 1)


def yarn(manifest: Manifest) -> Iterator[Package]:
    """``yarn.lock``: version 1 (own syntax) and later ones (YAML), line by line."""
    for match in _YARN.finditer(manifest.text):
        yield declared(f"npm:{match[1]}", match[2].strip())


def pnpm(manifest: Manifest) -> Iterator[Package]:
    """``pnpm-lock.yaml``: keys ``/name/1.0``, ``/name@1.0`` or ``name@1.0``, by version of the format."""
    for match in _PNPM.finditer(manifest.text):
        yield declared(f"npm:{match[1]}", match[2].strip())


FORMS: tuple[Form, ...] = (
    form(r"package\.json", package, always=True),
    form(r"(?:package-lock|npm-shrinkwrap|\.package-lock)\.json", lock),
    form(r"yarn\.lock", yarn),
    form(r"pnpm-lock\.yaml", pnpm),
)
