"""Gradle: build scripts, lock files and version catalogues (docs.gradle.org)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.detect.manifests.interface import Form, Manifest, Package, declared, form, lines, table, toml_table, word

_COORDINATE = re.compile(
    r"""(["'])([A-Za-z0-9_][\w.-]{1,100}):([A-Za-z0-9_][\w.-]{0,100})(?::([^"'\s:@]{1,60}))?[^"'\n]{0,60}\1"""
)
_NAMED = re.compile(
    r"""group\s{0,9}[:=]\s{0,9}["']([\w.-]{2,100})["']\s{0,9},\s{0,9}name\s{0,9}[:=]\s{0,9}["']([\w.-]{1,100})["']"""
)
_LOCKED = re.compile(r"^([\w.-]+):([\w.-]+):([^=\s]+)=", re.M)


def script(manifest: Manifest) -> Iterator[Package]:
    """``build.gradle`` and ``build.gradle.kts``: coordinates in quotes; what is computed is not seen."""
    for line in lines(manifest.text):
        if line.lstrip().startswith("//"):
            continue
        for match in _COORDINATE.finditer(line[:2000]):
            yield declared(f"maven:{match[2]}:{match[3]}", match[4] or "")
        for match in _NAMED.finditer(line[:2000]):
            yield declared(f"maven:{match[1]}:{match[2]}")


def lock(manifest: Manifest) -> Iterator[Package]:
    """``gradle.lockfile``: ``group:artefact:version=configurations``."""
    for match in _LOCKED.finditer(manifest.text):
        yield declared(f"maven:{match[1]}:{match[2]}", match[3])


def catalogue(manifest: Manifest) -> Iterator[Package]:
    """``libs.versions.toml``: ``group:artefact:version``, or a table of ``module``, or of ``group`` and ``name``."""
    for entry in table(toml_table(manifest), "libraries").values():
        values = table(entry)
        group, _, rest = (word(entry) or word(values.get("module"))).partition(":")
        artefact, _, version = rest.partition(":")
        group, artefact = group or word(values.get("group")), artefact or word(values.get("name"))
        if group and artefact:
            yield declared(f"maven:{group}:{artefact}", version or word(values.get("version")))


FORMS: tuple[Form, ...] = (
    form(r"[^/]+\.gradle(?:\.kts)?", script),
    form(r"(?:[^/]+\.)?gradle\.lockfile|gradle/dependency-locks/[^/]+\.lockfile", lock),
    form(r"[^/]+\.versions\.toml", catalogue),
)
