"""The carriers of one signature: files that define its names, and files that ask for them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from scanner.types import Fact, FactKind, Place, Signature, State, Strength
from vendor_samples.carriers import archives, dex, dotnet, elf, javaclass, pe
from vendor_samples.carriers.cpus import CPUS, WINDOWS, Cpu
from vendor_samples.carriers.managed import ManagedClass
from vendor_samples.carriers.native import NativeParts

MOST_CALLS = 3
"""Functions that a program asks for: a file that names nearly all of a product is a wrapper and no user of it."""
_OTHER = "carrier"
_MICROSOFT = ("?", ".?A")
_ITANIUM_TYPE = "_ZTS"


class Role(StrEnum):
    """What a carrier stands for."""

    OWN = "own"
    """A file of the product."""
    USER = "user"
    """A file of somebody else who uses the product."""
    OTHER = "other"
    """A file that names the product, as a text or as something it may need."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """One file: ``path`` in a delivery, format id, bytes, and the facts that must be seen in it with their place."""

    path: str
    form: str
    data: bytes
    role: Role
    facts: tuple[tuple[Fact, Place], ...]


def carriers(signature: Signature) -> Iterator[Carrier]:
    """Every carrier that fits the facts of ``signature``: native ones for every CPU, managed code, manifests, scripts.

    Containers (wheel, jar, npm package) are not here: :func:`packages` makes them of these files.
    """
    yield from _native(signature)
    yield from _managed(signature)
    yield from _manifests(signature)
    yield from _scripts(signature)


def packages(signature: Signature) -> Iterator[tuple[str, bytes]]:
    """(file name, bytes) of a wheel, a jar and an npm package for the package and class facts of ``signature``."""
    modules = {f"{one.replace('.', '/')}.py": b"" for one in _values(signature, FactKind.IMPORT) if _is_module(one)}
    classes = {one.name: javaclass.build(one) for one in _classes(signature, java=True)}
    for value in _values(signature, FactKind.PACKAGE):
        ecosystem, _, name = value.partition(":")
        if ecosystem == "pypi":
            yield f"{name.replace('-', '_')}-1.0-py3-none-any.whl", archives.wheel(name, modules)
        elif ecosystem == "maven":
            yield f"{name.partition(':')[2]}-1.0.jar", archives.jar(name, classes)
        elif ecosystem == "npm":
            yield f"{name.replace('/', '-').lstrip('@')}-1.0.0.tgz", archives.npm(name, {"index.js": b""})


def _facts(signature: Signature, kind: FactKind, place: Place) -> list[Fact]:
    return [fact for fact in signature.facts if fact.kind is kind and (not fact.places or place in fact.places)]


def _values(signature: Signature, kind: FactKind) -> list[str]:
    return [fact.value for fact in signature.facts if fact.kind is kind]


def symbol(fact: Fact) -> str:
    """A name as compilers write it that meets ``fact``: the RTTI name of a C++ type is part of a longer symbol."""
    if fact.value[:1].isdigit() or (fact.value[:1] == "N" and fact.value[1:2].isdigit() and fact.value.endswith("E")):
        return _ITANIUM_TYPE + fact.value
    return fact.value


def _native(signature: Signature) -> Iterator[Carrier]:
    exported = _facts(signature, FactKind.SYMBOL, Place.DEFINED)
    texts = _facts(signature, FactKind.STRING, Place.TEXT)
    sonames = _facts(signature, FactKind.SONAME, Place.DEFINED)[:1]
    called = _called(signature)
    if not exported and not texts and not sonames:
        return
    role = Role.OWN if exported or sonames else Role.OTHER
    for cpu in CPUS:
        unix = [fact for fact in exported if not fact.value.startswith(_MICROSOFT)]
        data = elf.library(cpu, own(unix, texts, sonames))
        seen = _seen(unix, Place.DEFINED) + _seen(texts, Place.TEXT) + _seen(sonames, Place.DEFINED)
        yield Carrier(f"lib/{cpu.name}/carrier.so", "elf", data, role, seen)
        unix = [fact for fact in called if not fact.value.startswith(_MICROSOFT)]
        if unix:
            data = elf.program(cpu, user(unix))
            yield Carrier(f"bin/{cpu.name}/program", "elf", data, Role.USER, _seen(unix, Place.IMPORTED))
    for cpu in WINDOWS:
        yield from _windows(cpu, [fact for fact in exported if not fact.value.startswith(".?A")], texts, called)


def _windows(cpu: Cpu, exported: list[Fact], texts: list[Fact], called: list[Fact]) -> Iterator[Carrier]:
    data, seen = pe.library(cpu, own(exported, texts, [])), _seen(exported, Place.DEFINED) + _seen(texts, Place.TEXT)
    yield Carrier(f"win/{cpu.name}/carrier.dll", "pe", data, Role.OWN if exported else Role.OTHER, seen)
    if called:
        late = ["other.dll"] if cpu.bits == 32 else []
        data, seen = pe.program(cpu, user(called), delayed=late), _seen(called, Place.IMPORTED)
        yield Carrier(f"win/{cpu.name}/program.exe", "pe", data, Role.USER, seen)


def own(exported: Iterable[Fact], texts: Iterable[Fact], sonames: Iterable[Fact]) -> NativeParts:
    """The library of the product."""
    name = next((fact.value for fact in sonames), "")
    return NativeParts(name, tuple(map(symbol, exported)), (), tuple(fact.value for fact in texts))


def user(called: Iterable[Fact]) -> NativeParts:
    """A program that asks for functions; their library has a name that no fact has."""
    return NativeParts("", (), (("other.dll", tuple(map(symbol, called))),))


def _called(signature: Signature) -> list[Fact]:
    """A few functions that a program could ask for: strong ones that stand for a capability."""
    facts = _facts(signature, FactKind.SYMBOL, Place.IMPORTED)
    return [f for f in facts if _lifts(f) and not f.value.startswith(".?A")][:MOST_CALLS]


def _lifts(fact: Fact) -> bool:
    return fact.strength is Strength.STRONG and bool(fact.capabilities) and fact.top > State.MENTIONED


def _classes(signature: Signature, *, java: bool) -> list[ManagedClass]:
    """One class for each class fact: Java packages begin with a small letter, .NET namespaces with a capital one."""
    facts = _facts(signature, FactKind.CLASS, Place.DEFINED)
    return [ManagedClass(class_name(fact)) for fact in facts if is_java(fact) is java]


def is_java(fact: Fact) -> bool:
    """Whether a class fact names a class of Java."""
    return fact.value[:1].islower() and "." in fact.value


def class_name(fact: Fact) -> str:
    """A class that meets ``fact``: a prefix is made a whole name."""
    return f"{fact.value}Carrier" if fact.prefix else fact.value


def _managed(signature: Signature) -> Iterator[Carrier]:
    facts = _facts(signature, FactKind.CLASS, Place.DEFINED)
    java, other = [f for f in facts if is_java(f)], [f for f in facts if not is_java(f) and "." in f.value]
    for fact in java:
        name = class_name(fact)
        own_class = ManagedClass(name, declares=("carry",))
        path, seen = f"lib/{_OTHER}.jar!/{name.replace('.', '/')}.class", ((fact, Place.DEFINED),)
        yield Carrier(path, "class", javaclass.build(own_class), Role.OWN, seen)
        caller = ManagedClass("org.city.app.Door", calls=((name, "carry"),))
        path, seen = "lib/app.jar!/org/city/app/Door.class", ((fact, Place.INVOKED),)
        if not fact.places or Place.INVOKED in fact.places:
            yield Carrier(path, "class", javaclass.build(caller), Role.USER, seen)
            yield Carrier("app.apk!/classes.dex", "dex", dex.build(caller), Role.USER, seen)
    for fact in other:
        own_class, seen = ManagedClass(class_name(fact), declares=()), ((fact, Place.DEFINED),)
        yield Carrier(f"lib/{_OTHER}.net.dll", "pe", dotnet.build("Carrier", own_class), Role.OWN, seen)


_MANIFESTS = {
    "pypi": ("lib/site-packages/x.dist-info/METADATA", "text", "Metadata-Version: 2.1\nName: {}\nVersion: 1\n"),
    "npm": ("app/node_modules/{}/package.json", "text:json", '{{"name": "{}", "version": "1"}}'),
    "nuget": ("nuget/x.nuspec", "text:xml", "<package><metadata><id>{}</id><version>1</version></metadata></package>"),
    "deb": ("var/lib/dpkg/status", "text", "Package: {}\nStatus: install ok installed\nVersion: 1\n"),
    "opkg": ("usr/lib/opkg/status", "text", "Package: {}\nStatus: install ok installed\nVersion: 1\n"),
    "apk": ("lib/apk/db/installed", "text", "P:{}\nV:1\n"),
    "cocoapods": ("x.podspec.json", "text:json", '{{"name": "{}", "version": "1"}}'),
    "go": ("x/go.mod", "text", "module {}\n"),
    "cargo": ("x/Cargo.toml", "text:ini", '[package]\nname = "{}"\nversion = "1"\n'),
    "oci": ("manifest.json", "text:json", '[{{"RepoTags": ["{}:1"]}}]'),
}
"""Ecosystem → path, format id and text of a manifest that says that the package is here."""


def _manifests(signature: Signature) -> Iterator[Carrier]:
    for fact in _facts(signature, FactKind.PACKAGE, Place.FILE):
        ecosystem, _, name = fact.value.partition(":")
        if ecosystem == "maven":
            group, _, artefact = name.partition(":")
            path, form = f"x.jar!/META-INF/maven/{group}/{artefact}/pom.properties", "text:ini"
            text = f"groupId={group}\nartifactId={artefact}\nversion=1\n"
        elif ecosystem in _MANIFESTS:
            path, form, text = _MANIFESTS[ecosystem]
            path, text = path.format(name), text.format(name)
        else:
            continue
        yield Carrier(path, form, text.encode(), Role.OWN, ((fact, Place.FILE),))
    for fact in _facts(signature, FactKind.PACKAGE, Place.DOCUMENT):
        if fact.value.startswith("npm:"):
            wanted = json.dumps({"name": _OTHER, "dependencies": {fact.value.removeprefix("npm:"): "*"}}).encode()
            yield Carrier("app/package.json", "text:json", wanted, Role.OTHER, ((fact, Place.DOCUMENT),))


def _is_module(name: str) -> bool:
    return all(part.isidentifier() for part in name.split("."))


def _scripts(signature: Signature) -> Iterator[Carrier]:
    for fact in _facts(signature, FactKind.IMPORT, Place.SCRIPT):
        if _is_module(fact.value):
            line = f"import {fact.value}\n".encode()
            yield Carrier("app/door.py", "text:script", line, Role.USER, ((fact, Place.SCRIPT),))
            path = f"lib/site-packages/{fact.value.replace('.', '/')}.py"
            if not fact.places or Place.FILE in fact.places:
                yield Carrier(path, "text:script", b"pass\n", Role.OWN, ((fact, Place.FILE),))


def _seen(facts: Iterable[Fact], place: Place) -> tuple[tuple[Fact, Place], ...]:
    return tuple((fact, place) for fact in facts)
