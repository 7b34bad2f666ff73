"""Alpine and new OpenWrt: the database of apk (wiki.alpinelinux.org, "Apk spec")."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.detect.manifests.interface import Form, Manifest, Package, form, lines


def installed(manifest: Manifest) -> Iterator[Package]:
    """``lib/apk/db/installed``: paragraphs with ``P:`` name and ``V:`` version, letters in this case."""
    for paragraph in manifest.text.split("\n\n"):
        fields = dict(line.split(":", 1) for line in lines(paragraph) if line[:2] in ("P:", "V:"))
        if fields.get("P"):
            yield Package(f"apk:{fields['P']}", fields.get("V", ""))


def own(manifest: Manifest) -> Iterator[Package]:
    """``.PKGINFO``, the first file of a package: ``pkgname = name``."""
    pairs = (line.partition(" = ") for line in lines(manifest.text) if line.startswith("pkg"))
    fields = {key: value.strip() for key, _, value in pairs if key in ("pkgname", "pkgver")}
    if fields.get("pkgname"):
        yield Package(f"apk:{fields['pkgname']}", fields.get("pkgver", ""))


FORMS: tuple[Form, ...] = (form(r"(?:lib/)?apk/db/installed", installed), form(r"\.PKGINFO", own))
