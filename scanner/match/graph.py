"""The link graph inside a delivery: who needs, imports from or loads whose library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from scanner.match.census import Census
from scanner.match.exhibit import Exhibit
from scanner.types import Edge, FactKind, Place, Proof, State

_HOW = {Place.IMPORTED: "imports", Place.INVOKED: "invokes", Place.TEXT: "loads", Place.SCRIPT: "script"}


def providers(census: Census) -> dict[str, list[str]]:
    """Library name (SONAME or file name) → nodes that answer to it."""
    result: dict[str, list[str]] = defaultdict(list)
    for path in census.names:
        for name in census.library_names(path):
            result[name].append(path)
    return result


def needers(census: Census) -> dict[str, list[str]]:
    """Library name → nodes that need a library of that name."""
    result: dict[str, list[str]] = defaultdict(list)
    for path, libraries in census.needed.items():
        for library in libraries:
            result[library].append(path)
    return result


def needed_edges(exhibit: Exhibit, census: Census, by_need: Mapping[str, list[str]]) -> list[Edge]:
    """Nodes outside the product that need one of the product's own libraries, by :func:`needers`."""
    asked = [
        Edge(source, target, "needs", (library,))
        for target in exhibit.own
        for library in census.library_names(target)
        for source in by_need.get(library, ())
        if source not in exhibit.own
    ]
    general = census.hosts(exhibit.signature, {edge.source for edge in asked})
    return sorted((e for e in asked if e.source not in general), key=lambda e: (e.source, e.names, e.target))


def call_edges(exhibit: Exhibit, by_name: Mapping[str, list[str]]) -> list[Edge]:
    """Proofs at ``called`` as arrows to the product's library, or to its name where that library is elsewhere."""
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for proof in exhibit.proofs:
        how = _HOW.get(proof.observation.place)
        if proof.state >= State.CALLED and how and proof.observation.path not in exhibit.own:
            names[proof.observation.path, how].add(proof.observation.value)
    edges = []
    for (source, how), values in sorted(names.items()):
        targets = sorted(_targets(exhibit, values, by_name)) or [exhibit.signature.name]
        edges += [Edge(source, target, how, tuple(sorted(values))) for target in targets]
    return edges


def _targets(exhibit: Exhibit, values: Iterable[str], by_name: Mapping[str, list[str]]) -> set[str]:
    """Nodes of the product that define one of ``values`` or are called by it."""
    wanted = set(values)
    defined = {
        proof.observation.path
        for proof in exhibit.proofs
        if proof.observation.place is Place.DEFINED and proof.observation.value in wanted
    }
    return defined | {path for value in wanted for path in by_name.get(value, ()) if path in exhibit.own}


def lifted_by_need(exhibit: Exhibit, edges: Iterable[Edge]) -> list[tuple[Proof, str]]:
    """Proofs of a purpose-built library that other code needs, lifted to ``called``, with the sentence that says why.

    A general library or a device client is not lifted so: needing it says nothing about which of its functions is used.
    Nor does a node that imports known functions of the product: those imports say which ones it calls.
    """
    if exhibit.signature.presence < State.SHIPPED:
        return []
    by_target = {edge.target: edge for edge in edges if edge.source not in exhibit.precise}
    lifted = []
    for proof in exhibit.proofs:
        edge = by_target.get(proof.observation.path)
        named_in_table = proof.observation.kind in {FactKind.SYMBOL, FactKind.SONAME, FactKind.PATH, FactKind.STRING}
        if edge and named_in_table and proof.state is State.SHIPPED and proof.observation.path not in exhibit.hosts:
            lifted.append((proof, f"{edge.source} needs {edge.names[0]}"))
    return lifted
