"""A small world to match in: signatures, nodes and observations in a few words."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.catalogue.vocabulary import Names, Vocabulary
from scanner.match.findings import Matched, match
from scanner.types import Capability, Fact, FactKind, Host, Node, Observation, Place, Signature, State, Strength

LIBRARY, PROGRAM = "fw!/usr/lib/libface.so", "fw!/usr/bin/camd"


def fact(value: str, kind: FactKind = FactKind.SYMBOL, **changes: object) -> Fact:
    """A strong fact of identification, up to called."""
    base: dict[str, object] = {
        "id": f"{kind.value}:{value}",
        "kind": kind,
        "value": value,
        "strength": Strength.STRONG,
        "verified": "true",
        "top": State.CALLED,
        "capabilities": (Capability.IDENTIFICATION,),
    }
    return Fact(**{**base, **changes})  # type: ignore[arg-type]


def product(
    *facts: Fact, presence: State = State.SHIPPED, hosts: tuple[Host, ...] = (), **changes: object
) -> Signature:
    """An engine of one vendor."""
    return Signature("p", "P", "V", "sdk", presence, "A sentence.", facts, hosts, **changes)  # type: ignore[arg-type]


def seen(value: str, path: str, place: Place, kind: FactKind = FactKind.SYMBOL, **changes: object) -> Observation:
    """An observation."""
    return Observation(kind, value, path, place, **changes)  # type: ignore[arg-type]


def matched(
    signature: Signature, observations: Iterable[Observation], limit: int = 200, formats: dict[str, str] | None = None
) -> Matched:
    """What the matcher makes of ``observations`` if ``signature`` were the whole pack; ``formats`` by node path."""
    sonames = [f.value for f in signature.facts if f.kind in {FactKind.SONAME, FactKind.PATH}]
    names = Names(frozenset(sonames), {}, ())
    vocabulary = Vocabulary(None, {}, {FactKind.SONAME: names, FactKind.PATH: names}, frozenset())
    everything = list(observations)
    paths = sorted({o.path for o in everything})
    nodes = [Node(path, None, 1, format=(formats or {}).get(path, "")) for path in paths]
    return match([signature], vocabulary, nodes, everything, limit)


def states(result: Matched) -> dict[str, str]:
    """Capability → state."""
    return {finding.capability.value: finding.state.word for finding in result.findings}
