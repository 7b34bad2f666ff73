"""What a carrier of a signature is, and which facts a file of its kind can show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from scanner.types import Fact, FactKind, Place, Signature, State, Strength
from vendor_samples.carriers.cpus import Cpu
from vendor_samples.carriers.native import NativeParts

Seen = tuple[tuple[Fact, Place], ...]


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
    """One file: ``path`` in a delivery (``!/`` behind a container), format id, bytes, and the facts that must be seen,
    each with its place. Native ones say for which CPU they are and what is in them: a real compiler can make them too.
    """

    path: str
    form: str
    data: bytes
    role: Role
    facts: Seen
    cpu: Cpu | None = None
    parts: NativeParts | None = None


def facts_at(signature: Signature, kind: FactKind, place: Place) -> list[Fact]:
    """The facts of one kind that count at ``place``."""
    return [fact for fact in signature.facts if fact.kind is kind and (not fact.places or place in fact.places)]


def at(facts: Iterable[Fact], place: Place) -> Seen:
    """Each of ``facts`` at ``place``."""
    return tuple((fact, place) for fact in facts)


def lifts(fact: Fact) -> bool:
    """Whether a use of what ``fact`` names proves a capability alone."""
    return fact.strength is Strength.STRONG and bool(fact.capabilities) and fact.top > State.MENTIONED
