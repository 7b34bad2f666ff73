"""Carriers of a signature for package managers and scripts: manifests, modules, imports; whole packages of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from scanner.types import Fact, FactKind, Place, Signature
from vendor_samples.carriers import archives, javaclass
from vendor_samples.carriers.carrier import Carrier, Role, facts_at
from vendor_samples.carriers.classes import class_name, is_java
from vendor_samples.carriers.managed import ManagedClass

_STATUS = "Package: {}\nStatus: install ok installed\nVersion: 1\n"
_MANIFESTS = {
    "pypi": ("lib/site-packages/x.dist-info/METADATA", "text", "Metadata-Version: 2.1\nName: {}\nVersion: 1\n"),
    "npm": ("app/node_modules/{}/package.json", "text:json", '{{"name": "{}", "version": "1"}}'),
    "nuget": ("nuget/x.nuspec", "text:xml", "<package><metadata><id>{}</id><version>1</version></metadata></package>"),
    "deb": ("var/lib/dpkg/status", "text", _STATUS),
    "opkg": ("usr/lib/opkg/status", "text", _STATUS),
    "apk": ("lib/apk/db/installed", "text", "P:{}\nV:1\n"),
    "cocoapods": ("x.podspec.json", "text:json", '{{"name": "{}", "version": "1"}}'),
    "go": ("x/go.mod", "text", "module {}\n"),
    "cargo": ("x/Cargo.toml", "text:ini", '[package]\nname = "{}"\nversion = "1"\n'),
    "oci": ("manifest.json", "text:json", '[{{"RepoTags": ["{}:1"]}}]'),
}
"""Ecosystem → path, format id and text of a manifest that says that the package is here."""


def manifests(signature: Signature) -> Iterator[Carrier]:
    """A manifest of each package, and one that only asks for it."""
    for number, fact in enumerate(facts_at(signature, FactKind.PACKAGE, Place.FILE)):
        made = _manifest(*fact.value.split(":", 1))
        if made is not None:
            path, form, text = made
            yield Carrier(f"{number}/{path}", form, text.encode(), Role.OWN, ((fact, Place.FILE),))
    for number, fact in enumerate(facts_at(signature, FactKind.PACKAGE, Place.DOCUMENT)):
        if fact.value.startswith("npm:"):
            wanted = json.dumps({"name": "carrier", "dependencies": {fact.value.removeprefix("npm:"): "*"}})
            path = f"{number}/app/package.json"
            yield Carrier(path, "text:json", wanted.encode(), Role.OTHER, ((fact, Place.DOCUMENT),))


def _manifest(ecosystem: str, name: str) -> tuple[str, str, str] | None:
    if ecosystem == "maven":
        path, text = archives.pom_properties(name, "1")
        return f"x.jar!/{path}", "text:ini", text
    if ecosystem not in _MANIFESTS:
        return None
    path, form, text = _MANIFESTS[ecosystem]
    return path.format(name), form, text.format(name)


def scripts(signature: Signature) -> Iterator[Carrier]:
    """A Python script that imports each module, and the module itself where it is installed."""
    for number, fact in enumerate(facts_at(signature, FactKind.IMPORT, Place.SCRIPT)):
        if is_module(fact):
            line = f"import {fact.value}\n".encode()
            yield Carrier(f"app/door{number}.py", "text:script", line, Role.USER, ((fact, Place.SCRIPT),))
            if not fact.places or Place.FILE in fact.places:
                path = f"lib/site-packages/{_file(fact)}"
                yield Carrier(path, "text:script", b"pass\n", Role.OWN, ((fact, Place.FILE),))


def is_module(fact: Fact) -> bool:
    """Whether an import fact names a module of Python, not one of JavaScript."""
    return all(part.isidentifier() for part in fact.value.split("."))


def _file(fact: Fact) -> str:
    return f"{fact.value.replace('.', '/')}.py"


def packages(signature: Signature) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of a wheel, a jar or an npm package for each package fact, with the modules and classes."""
    modules = {_file(one): b"pass\n" for one in facts_at(signature, FactKind.IMPORT, Place.FILE) if is_module(one)}
    listed = map(class_name, filter(is_java, facts_at(signature, FactKind.CLASS, Place.DEFINED)))
    classes = {name: javaclass.build(ManagedClass(name, declares=("carry",))) for name in listed}
    for fact in facts_at(signature, FactKind.PACKAGE, Place.FILE):
        ecosystem, _, name = fact.value.partition(":")
        if ecosystem == "pypi":
            yield f"{name.replace('-', '_')}-1.0-py3-none-any.whl", archives.wheel(name, modules)
        elif ecosystem == "maven":
            yield f"{name.partition(':')[2]}-1.0.jar", archives.jar(name, classes)
        elif ecosystem == "npm":
            yield f"{name.replace('/', '-').lstrip('@')}-1.0.0.tgz", archives.npm(name, {"index.js": b"\n"})
