"""CocoaPods, Swift packages and Carthage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.detect.manifests.interface import (
    Form,
    Manifest,
    Package,
    declared,
    form,
    items,
    json_object,
    table,
    word,
)
from scanner.types import Place

_NAME = r"""\s{0,9}["']([\w./+-]{1,200})["']"""
_POD = re.compile(
    rf"""^\s{{0,40}}pod\s{{0,9}}\(?{_NAME}(?:\s{{0,9}},\s{{0,9}}["'][~>=\s]{{0,4}}([\w.-]{{1,50}})["'])?""", re.M
)
_LOCKED = re.compile(r"""^[ ]{2,4}- "?([\w./+-]+)(?: \([~>= ]*([\w.-]+)\))?"?:?$""", re.M)
_OWN = re.compile(rf"^\s{{0,40}}\w+\.(name|version)\s{{0,9}}={_NAME}", re.M)
_NEEDS = re.compile(rf"^\s{{0,40}}[\w.]+\.dependency\s{{0,9}}\(?{_NAME}", re.M)
_CART = re.compile(r'^[ \t]*(?:github|git)[ \t]+"([^"\n]{1,500})"(?:[ \t]+"?[~>= ]{0,9}([\w.-]+))?', re.M)


def _pod(name: str, version: str = "", place: Place = Place.DOCUMENT) -> Package:
    """``Library/Part`` is a part (subspec) of ``Library``: facts may name either."""
    whole = name.partition("/")[0]
    return Package(f"cocoapods:{name}", version, place, (f"cocoapods:{whole}",) if whole != name else ())


def podfile(manifest: Manifest) -> Iterator[Package]:
    """``Podfile`` (guides.cocoapods.org): lines ``pod 'Name'``."""
    yield from (_pod(match[1], match[2] or "") for match in _POD.finditer(manifest.text))


def podfile_lock(manifest: Manifest) -> Iterator[Package]:
    """``Podfile.lock`` and ``Manifest.lock``: lists of ``Name (version)``."""
    yield from (_pod(match[1], match[2] or "") for match in _LOCKED.finditer(manifest.text))


def podspec(manifest: Manifest) -> Iterator[Package]:
    """``*.podspec``: the library itself and what it asks for."""
    own: dict[str, str] = {}
    for match in _OWN.finditer(manifest.text):
        own.setdefault(match[1], match[2])
    if "name" in own:
        yield _pod(own["name"], own.get("version", ""), Place.FILE)
    yield from (_pod(match[1]) for match in _NEEDS.finditer(manifest.text))


def podspec_json(manifest: Manifest) -> Iterator[Package]:
    """``*.podspec.json``: the same as JSON, with parts one level down."""
    data = json_object(manifest)
    if word(data.get("name")):
        yield _pod(word(data["name"]), word(data.get("version")), Place.FILE)
    for part in (data, *map(table, items(data.get("subspecs")))):
        yield from (_pod(name) for name in table(part, "dependencies"))


def resolved(manifest: Manifest) -> Iterator[Package]:
    """``Package.resolved`` (Swift Package Manager), versions 1 to 3."""
    data = json_object(manifest)
    for pin in (*items(data.get("pins")), *items(table(data, "object").get("pins"))):
        place = word(table(pin).get("location")) or word(table(pin).get("repositoryURL"))
        yield _repository(place, word(table(pin, "state").get("version")))


def cartfile(manifest: Manifest) -> Iterator[Package]:
    """``Cartfile`` and ``Cartfile.resolved`` (Carthage, "Artifacts")."""
    yield from (_repository(match[1], match[2] or "") for match in _CART.finditer(manifest.text))


def _repository(place: str, version: str) -> Package:
    """``https://github.com/owner/name.git`` or ``owner/name`` as ``swift:github.com/owner/name``."""
    plain = re.sub(r"\A(?:[\w+]+://)?(?:[^@/]*@)?", "", place).replace(":", "/").removesuffix(".git").rstrip("/")
    return declared(f"swift:{plain if plain.count('/') != 1 else f'github.com/{plain}'}", version)


FORMS: tuple[Form, ...] = (
    form(r"Podfile", podfile),
    form(r"Podfile\.lock|Pods/Manifest\.lock", podfile_lock),
    form(r"[^/]+\.podspec", podspec),
    form(r"[^/]+\.podspec\.json", podspec_json),
    form(r"Package\.resolved", resolved),
    form(r"Cartfile(?:\.resolved|\.private)?", cartfile),
)
