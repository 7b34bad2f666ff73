"""Java classes: which class file is part of the product, and which class names in code prove more than a mention."""

from __future__ import annotations

from scanner.match.census import Census
from scanner.types import Fact, FactKind, Observation, State

BYTECODE = frozenset({"class", "dex"})
"""Formats that name the classes which they define or use with slashes: JVM Specification, 4.2.1; Dalvik Executable
format, TypeDescriptor."""


def lies_in_package(fact: Fact, observation: Observation, census: Census) -> bool:
    """Whether the node is a class file of the product: it names the class, and lies in the folder of its package.

    A class file can only be loaded from the folder that its package names, so its path is no free choice.
    """
    if fact.kind is not FactKind.CLASS or census.formats.get(observation.path) != "class":
        return False
    package = fact.value.rstrip(".") if fact.prefix else fact.value.rpartition(".")[0]
    # A class without a package has no folder of its own, and "//" stands in every path into a jar.
    return bool(package) and f"/{package.replace('.', '/')}/" in observation.path.replace("!", "/")


def class_state(fact: Fact, observation: Observation, census: Census, general: bool) -> State | None:
    """How far a class name in the bytes of broken code gets that is not the product's own; None where it only mentions.

    Code that could be read says what it defines and calls. In code that could not, a class file names with slashes what
    it uses. A dex file does so too, but holds whole libraries as well: there the name proves presence, and of a
    general-purpose library (``general``) no more than available code.
    """
    form = census.formats.get(observation.path)
    if (
        fact.kind is not FactKind.CLASS
        or form not in BYTECODE
        or observation.path not in census.unread
        or fact.value.replace(".", "/") not in observation.detail
    ):
        return None
    if form == "class":
        return State.CALLED
    return State.AVAILABLE if general else State.SHIPPED
