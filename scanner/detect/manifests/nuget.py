"""NuGet: packages, project files, and the lists that builds leave (learn.microsoft.com/nuget/reference)."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.detect.manifests.interface import (
    Form,
    Manifest,
    Package,
    declared,
    form,
    holds,
    json_object,
    table,
    tag,
    word,
    xml_root,
)

_REFERENCES = frozenset({"PackageReference", "PackageVersion", "GlobalPackageReference"})


def nuspec(manifest: Manifest) -> Iterator[Package]:
    """``*.nuspec``: the package itself and what it asks for."""
    fields: dict[str, str] = {}
    for element in xml_root(manifest).iter():
        fields.setdefault(tag(element), (element.text or "").strip())
        if tag(element) == "dependency" and element.get("id"):
            yield declared(f"nuget:{element.get('id')}")
    yield Package(f"nuget:{fields.get('id', '')}", fields.get("version", ""))


def config(manifest: Manifest) -> Iterator[Package]:
    """``packages.config``: what an older project asks for."""
    for element in xml_root(manifest).iter():
        if tag(element) == "package" and element.get("id"):
            yield declared(f"nuget:{element.get('id')}", element.get("version", ""))


def project(manifest: Manifest) -> Iterator[Package]:
    """``*.csproj`` and the like, ``Directory.Packages.props``: package references."""
    if not holds(manifest, "<Project"):
        return
    for element in xml_root(manifest).iter():
        name = element.get("Include") or element.get("Update")
        if tag(element) in _REFERENCES and name:
            yield declared(f"nuget:{name}", element.get("Version", ""))


def libraries(manifest: Manifest) -> Iterator[Package]:
    """``*.deps.json`` and ``project.assets.json``: keys ``Name/1.0`` with their type; projects are no packages."""
    if not holds(manifest, '"libraries"'):
        return
    for key, entry in table(json_object(manifest), "libraries").items():
        name, _, version = key.partition("/")
        if name and table(entry).get("type") != "project":
            yield declared(f"nuget:{name}", version)


def lock(manifest: Manifest) -> Iterator[Package]:
    """``packages.lock.json``: names by framework."""
    for framework in table(json_object(manifest), "dependencies").values():
        for name, entry in table(framework).items():
            yield declared(f"nuget:{name}", word(table(entry).get("resolved")))


FORMS: tuple[Form, ...] = (
    form(r"[^/]+\.nuspec", nuspec, always=True),
    form(r"packages\.config", config),
    form(r"[^/]+\.(?:cs|vb|fs)proj|Directory\.(?:Packages|Build)\.(?:props|targets)|[^/]+\.props", project),
    form(r"[^/]+\.deps\.json|project\.assets\.json", libraries),
    form(r"packages\.lock\.json", lock),
)
