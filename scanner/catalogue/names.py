"""Facts that are looked up in tables, file names and manifests, as indexes per kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from scanner.catalogue.errors import CatalogueError
from scanner.catalogue.vocabulary import Names
from scanner.types import Fact, FactKind, Signature

_TABLES = (
    FactKind.SYMBOL,
    FactKind.STRING,
    FactKind.SONAME,
    FactKind.NEEDED,
    FactKind.PATH,
    FactKind.PACKAGE,
    FactKind.IMPORT,
    FactKind.CLASS,
    FactKind.HASH,
)


def names_of(signatures: Iterable[Signature]) -> dict[FactKind, Names]:
    """An index for every kind that detectors look up by name.

    The symbols by which a general-purpose library is told (its hosts) are looked for as well: they prove nothing, but
    the matcher must see them.

    :raises CatalogueError: when two facts cannot be told apart in one index.
    """
    by_kind: dict[FactKind, list[Fact]] = defaultdict(list)
    hosts: set[str] = set()
    for signature in signatures:
        hosts |= {host.value for host in signature.hosts if host.kind is FactKind.SYMBOL}
        for fact in signature.facts:
            by_kind[fact.kind].append(fact)
    tables = {kind: _index(kind, by_kind[kind]) for kind in _TABLES}
    symbols = tables[FactKind.SYMBOL]
    tables[FactKind.SYMBOL] = Names(symbols.exact | hosts, symbols.folded, symbols.prefixes)
    return tables


def _index(kind: FactKind, facts: Iterable[Fact]) -> Names:
    exact, prefixes, patterns = set[str](), set[str](), set[str]()
    folded: dict[str, str] = {}
    for fact in facts:
        if fact.pattern:
            patterns.add(fact.value)
        elif fact.prefix:
            prefixes.add(fact.value)
        elif fact.ignore_case:
            if folded.setdefault(fact.value.lower(), fact.value) != fact.value:
                problem = f"{kind.value} {fact.value!r} is also written {folded[fact.value.lower()]!r}"
                raise CatalogueError("", "", problem)
        else:
            exact.add(fact.value)
    for value in _ambiguous(exact, set(folded.values()), prefixes, patterns):
        problem = f"{kind.value} {value!r} is a beginning, a pattern or without case in one fact and exact in another"
        raise CatalogueError("", "", problem)
    compiled = {value: re.compile(value) for value in sorted(patterns)}
    union = re.compile("|".join(f"(?:{value})" for value in compiled)) if compiled else None
    return Names(frozenset(exact), folded, tuple(sorted(prefixes)), compiled, union)


def _ambiguous(*ways: set[str]) -> set[str]:
    """Values that stand in more than one of ``ways`` to look a name up: their facts could not be told apart."""
    return {value for one, other in combinations(ways, 2) for value in one & other}
