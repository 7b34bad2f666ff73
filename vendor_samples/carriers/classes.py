"""Carriers of a signature in managed code: its classes, and a class of somebody else that calls each."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.types import Fact, FactKind, Place, Signature
from vendor_samples.carriers import dex, dotnet, javaclass
from vendor_samples.carriers.carrier import Carrier, Role, facts_at
from vendor_samples.carriers.managed import ManagedClass

_METHOD = "carry"


def is_java(fact: Fact) -> bool:
    """Whether a class fact names a class of Java: its packages begin with a small letter, .NET namespaces do not."""
    return fact.value[:1].islower() and "." in fact.value


def class_name(fact: Fact) -> str:
    """A class that meets ``fact``: a prefix is made a whole name."""
    return f"{fact.value}Carrier" if fact.prefix else fact.value


def managed(signature: Signature) -> Iterator[Carrier]:
    """Class files, dex and .NET, one carrier for each class fact."""
    for number, fact in enumerate(facts_at(signature, FactKind.CLASS, Place.DEFINED)):
        if is_java(fact):
            yield _java(fact)
            if not fact.places or Place.INVOKED in fact.places:
                yield from _callers(fact, number)
        elif "." in fact.value:
            data, seen = dotnet.build("Carrier", ManagedClass(class_name(fact))), ((fact, Place.DEFINED),)
            yield Carrier(f"lib/carrier{number}.net.dll", "pe", data, Role.OWN, seen)


def _java(fact: Fact) -> Carrier:
    name = class_name(fact)
    path, data = f"lib/carrier.jar!/{name.replace('.', '/')}.class", ManagedClass(name, declares=(_METHOD,))
    return Carrier(path, "class", javaclass.build(data), Role.OWN, ((fact, Place.DEFINED),))


def _callers(fact: Fact, number: int) -> Iterator[Carrier]:
    name, seen = f"org.city.app.Door{number}", ((fact, Place.INVOKED),)
    door = ManagedClass(name, calls=((class_name(fact), _METHOD),))
    path = f"lib/app.jar!/{name.replace('.', '/')}.class"
    yield Carrier(path, "class", javaclass.build(door), Role.USER, seen)
    yield Carrier(f"app{number}.apk!/classes.dex", "dex", dex.build(door), Role.USER, seen)
