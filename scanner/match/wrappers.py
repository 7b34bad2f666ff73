"""Complete wrappers: a file that names (nearly) all functions of a product offers them all and shows no use of one.

A binary that imports 3 of 18 functions uses them; one that imports all 60 is a binding. The same holds for a class of
P/Invoke or JNA methods, for a module of ctypes, and for the description of all operations of an online service.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from scanner.match.exhibit import Spot
from scanner.match.ruling import Ruling
from scanner.types import Fact, FactKind, Observation, Place, Signature, State

LEAST = 10
"""Names from which the share says something: a program may well use all of a handful of functions."""
SHARE = 0.75
"""A wrapper of one edition of an SDK lacks the functions of another; in HCNetSDK a fifth of them were renamed."""
STRUCTURES = 1 / 3
"""The same for structures and constants, of which each translation of a header takes along what it needs: a public
class for HCNetSDK has 28 of 68, one for dhnetsdk 61 of 71."""
_NAMED = frozenset({FactKind.SYMBOL, FactKind.STRING, FactKind.CLASS, FactKind.ENDPOINT})
_PLACES = frozenset({Place.IMPORTED, Place.DECLARED, Place.INVOKED, Place.TEXT, Place.SCRIPT, Place.CONFIG})


def complete_spots(signature: Signature, met: Iterable[tuple[Fact, Observation]]) -> dict[Spot, Ruling]:
    """Node and place where nearly all of a family of the product's names stand → how far they get there, and why."""
    families = _families(signature.facts)
    named: dict[Spot, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for fact, seen in met:
        family = _family(fact)
        if seen.place in _PLACES and family in families:
            named[seen.path, seen.place][family].add(fact.value)
    found = {}
    for spot, by_family in named.items():
        full = [
            (len(names), families[family]) for family, names in by_family.items() if _is_full(family, names, families)
        ]
        if full:
            found[spot] = _ruling(signature, spot[1], *max(full, key=_share))
    return found


def _families(facts: Iterable[Fact]) -> Mapping[str, int]:
    """Family of names → how many the product has; families of fewer than ``LEAST`` are left out."""
    families: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        families[_family(fact)].add(fact.value)
    return {name: len(values) for name, values in families.items() if name and len(values) >= LEAST}


def _family(fact: Fact) -> str:
    """Names that are written alike belong together: an import table has functions, a header has structures too.

    Empty for what names no function: a fact without capability, a file, a sentence.
    """
    if fact.kind not in _NAMED or not fact.capabilities or fact.prefix or " " in fact.value:
        return ""
    return f"{fact.kind.value} {_style(fact.value)}"


def is_structure(fact: Fact) -> bool:
    """Whether a symbol is spelled like a structure or constant of C: nothing that a program could call."""
    return fact.kind is FactKind.SYMBOL and fact.value.upper() == fact.value


def _style(value: str) -> str:
    """How a name is written: functions of C have small letters, its structures and constants have none."""
    for style, marks in (("route", "/"), ("dotted", ".")):
        if marks in value:
            return style
    if value.upper() == value:
        return "structure"
    return "lower" if value.lower() == value else "function"


def _is_full(family: str, names: set[str], families: Mapping[str, int]) -> bool:
    share = STRUCTURES if family.endswith("structure") else SHARE
    return len(names) >= LEAST and len(names) >= share * families[family]


def _share(counts: tuple[int, int]) -> float:
    return counts[0] / counts[1]


def _ruling(signature: Signature, place: Place, count: int, known: int) -> Ruling:
    """Presence: what all of it is there for. In a script a program's own calls may stand in the same file."""
    presence = min(signature.presence, State.SHIPPED)
    state = max(presence, State.AVAILABLE) if place is Place.SCRIPT else presence
    return Ruling(state, f"a complete wrapper: it names {count} of {known} known names, and shows no use of one")
