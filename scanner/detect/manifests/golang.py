"""Go modules: ``go.mod`` and ``go.sum`` (go.dev/ref/mod)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.detect.manifests.interface import Form, Manifest, Package, declared, form

_MODULE = re.compile(r'^module[ \t]+"?([^\s"]+)', re.M)
_REQUIRE = re.compile(
    r'^[ \t]*(?:require[ \t]+|#[ \t]+)?"?([\w.~-]+(?:/[\w.~-]+)+)"?[ \t]+(v[\w.+-]+)(?:/go\.mod)?(?:[ \t]|$)', re.M
)


def module(manifest: Manifest) -> Iterator[Package]:
    """``go.mod``: the module itself and what it asks for."""
    own = _MODULE.search(manifest.text)
    if own:
        yield Package(f"go:{own[1]}")
    yield from sums(manifest)


def sums(manifest: Manifest) -> Iterator[Package]:
    """``go.sum``: module, version and hash, one a line."""
    yield from (declared(f"go:{match[1]}", match[2]) for match in _REQUIRE.finditer(manifest.text))


FORMS: tuple[Form, ...] = (form(r"go\.mod", module), form(r"go\.sum|vendor/modules\.txt", sums))
