"""What the observations say about whole nodes: their library names, what they need, whether they load at run time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from scanner.formats import ids
from scanner.formats.ids import ARCHIVES
from scanner.match.members import member_names, names_a_member
from scanner.types import Fact, FactKind, Host, Node, Observation, Place, Signature, State

DYNAMIC_LOADING, LISTENS, CONNECTS = "dynamic-loading", "listens", "connects"
"""Identities that the native detector gives a binary that imports dlopen, listen, connect or the like."""

MANAGED, UNREAD = "dotnet-assembly", "code-unread"
"""Identities that the detectors of managed code give an assembly, and a node whose code they could not read."""

BYTECODE = frozenset({"class", "dex", "pyc", "wasm"})
_NATIVE = frozenset({"elf", "pe"})
_CODE = BYTECODE | ids.NATIVE | {ids.UNKNOWN}
_MANAGED = frozenset({"mscoree.dll"})
"""All that a .NET assembly needs as a PE (ECMA-335, II.25.3.1)."""
_NETWORK = re.compile(r"(?i)(?:lib)?(?:curl|ws2_32|winhttp|wininet|urlmon|qt\d?network)\b|libcurl")
"""Libraries with which a program sends requests, where the functions are imported by ordinal or class."""

_TABLES = frozenset({Place.DEFINED, Place.IMPORTED, Place.DECLARED, Place.INVOKED})


@dataclass(slots=True)
class Census:
    """Facts about nodes that signatures are judged against. Keys are node paths."""

    sonames: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    needed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    symbols: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    fingerprints: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    loads: set[str] = field(default_factory=set)
    listens: set[str] = field(default_factory=set)
    connects: set[str] = field(default_factory=set)
    managed: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)

    def hosts(self, signature: Signature, paths: Iterable[str]) -> dict[str, State]:
        """Those of ``paths`` that are general-purpose carriers of ``signature``'s code → how far it gets in them."""
        hosts = [(host, _meets(host)) for host in signature.hosts]
        found: dict[str, State] = {}
        for path in paths if hosts else ():
            states = [host.state for host, meets in hosts if any(map(meets, self._values(host.kind, path)))]
            if states:
                found[path] = min(states)
        return found

    def _values(self, kind: FactKind, path: str) -> Iterable[str]:
        if kind is FactKind.PATH:
            return (self.names[path], path) if path in self.names else ()
        tables = {FactKind.SONAME: self.sonames, FactKind.FINGERPRINT: self.fingerprints}
        return tables.get(kind, self.symbols).get(path, ())

    def library_names(self, path: str) -> set[str]:
        """The names under which other binaries would ask for the node at ``path``."""
        return self.sonames.get(path, set()) | {self.names.get(path, "")}

    def hides_calls(self, path: str) -> bool:
        """Whether the node is code that may call what no table shows: by reflection in managed code, or static."""
        form = self.formats.get(path, "")
        if form in BYTECODE or path in self.managed:
            return True
        return form in _NATIVE and self.needed.get(path, set()) <= _MANAGED

    def may_be_code(self, path: str) -> bool:
        """Whether a program may stand in the node: native, or bytecode that nothing here reads (Hermes, Lua, V8 …)."""
        return self.formats.get(path, "") in _CODE

    def lists(self, path: str, fact: Fact) -> bool:
        """Whether the node at ``path`` is a container, and ``fact`` only met the names of its members.

        Which texts met a hand-written rule is not kept: in an archive they are names, what it holds is a node itself.
        """
        members = self.members.get(path, "")
        if fact.kind is FactKind.YARA:
            return bool(members) and self.formats.get(path, "") in ARCHIVES
        return names_a_member(fact.value, members)

    def is_bytecode(self, path: str) -> bool:
        """Whether the node is a program for a virtual machine: never the server of a small device."""
        managed = self.formats.get(path) == "pe" and bool(self.needed.get(path)) and self.needed[path] <= _MANAGED
        return managed or path in self.managed or self.formats.get(path) in BYTECODE

    def sends(self, path: str) -> bool:
        """Whether the native program at ``path`` was seen to open connections of its own."""
        return path in self.connects or any(map(_NETWORK.match, self.needed.get(path, ())))


def _meets(host: Host) -> Callable[[str], object]:
    """A symbol is a whole name; where its beginning counted, a fact of another product could make carriers. So is a
    record's id: behind it stands how little a match is worth, where it is not certain."""
    pattern = re.compile(host.value)
    return pattern.fullmatch if host.kind in {FactKind.SYMBOL, FactKind.FINGERPRINT} else pattern.match


def take_census(nodes: Iterable[Node], observations: Iterable[Observation]) -> Census:
    """One pass over everything."""
    known = list(nodes)
    census = Census(
        names={node.path: base_name(node.path) for node in known},
        formats={node.path: node.format for node in known},
        members=member_names(node.path for node in known),
    )
    by_kind = {FactKind.SONAME: census.sonames, FactKind.NEEDED: census.needed, FactKind.SYMBOL: census.symbols}
    by_kind[FactKind.FINGERPRINT] = census.fingerprints
    told = {DYNAMIC_LOADING: census.loads, LISTENS: census.listens, CONNECTS: census.connects}
    told |= {MANAGED: census.managed, UNREAD: census.unread}
    for seen in observations:
        if seen.kind is FactKind.IDENTITY and seen.value in told:
            told[seen.value].add(seen.path)
        elif seen.kind in by_kind and _is_of_the_node(seen):
            by_kind[seen.kind][seen.path].add(seen.value)
    return census


def _is_of_the_node(seen: Observation) -> bool:
    """Whether a name stands in the node's tables, and a library name as its own (its SONAME).

    Texts that name something else do not count: whether they are looked for depends on the facts of other products.
    """
    if seen.kind is FactKind.SONAME:
        return seen.place is Place.DEFINED
    return seen.kind is not FactKind.SYMBOL or seen.place in _TABLES


def base_name(path: str) -> str:
    """The file name at the end of a node path."""
    return path.rpartition("/")[2]
