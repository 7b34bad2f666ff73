"""Debian and OpenWrt: ``control`` of a package, ``status`` of dpkg and opkg (Debian Policy, chapter 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.detect.manifests.fields import fields_of, first
from scanner.detect.manifests.interface import Form, Manifest, Package, form
from scanner.types import Place


def control(manifest: Manifest) -> Iterator[Package]:
    """Paragraphs of fields. Facts may call a package of opkg, which has the same files, by either name."""
    for paragraph in re.split(r"\n[ \t]*\n", manifest.text):
        fields = fields_of(paragraph, "status", "package", "version")
        state = first(fields, "status").split()
        # Removed packages stay listed as "deinstall ok config-files".
        installed = not state or state[-1] == "installed"
        name = first(fields, "package")
        place = Place.FILE if installed else Place.DOCUMENT
        yield Package(f"deb:{name}", first(fields, "version"), place, (f"opkg:{name}",))


FORMS: tuple[Form, ...] = (
    form(r"(?:dpkg|opkg)/(?:status(?:\.d/[^/]+)?|info/[^/]+\.control)", control, always=True),
    form(r"control", control, always=True),
)
