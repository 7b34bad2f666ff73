"""Installed Python packages: ``METADATA`` and ``PKG-INFO`` (packaging.python.org, Core metadata)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.detect.manifests.fields import fields_of, first
from scanner.detect.manifests.interface import Form, Manifest, Package, declared, form

_SEPARATORS = re.compile(r"[-_.]+")
_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(?:[(]?===?\s*([\w.!+-]+))?")


def pypi_name(name: str) -> str:
    """Normalised as PEP 503 says."""
    return "pypi:" + _SEPARATORS.sub("-", name).lower()


def requirement(text: str) -> Package | None:
    """The package that a requirement (PEP 508) asks for, with its version where only one meets it."""
    match = _NAME.match(text)
    return declared(pypi_name(match[1]), match[2] or "") if match else None


def metadata(manifest: Manifest) -> Iterator[Package]:
    """The head of a mail message."""
    fields = fields_of(manifest.text.partition("\n\n")[0], "name", "version", "requires-dist")
    yield Package(pypi_name(first(fields, "name")), first(fields, "version"))
    for wanted in map(requirement, fields.get("requires-dist", ())):
        if wanted is not None:
            yield wanted


FORMS: tuple[Form, ...] = (form(r"[^/]+\.dist-info/METADATA|PKG-INFO|[^/]+\.egg-info", metadata, always=True),)
