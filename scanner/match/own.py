"""Which nodes are the product's own: its files, and the files of its packages. They show no use of it."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.match.census import Census
from scanner.match.classes import lies_in_package
from scanner.types import Fact, FactKind, Observation, Place, Signature

OWN_PLACES = frozenset({Place.DEFINED, Place.FILE})
_MANIFEST = "/package.json"
"""The manifest of an npm package lies in the folder of the package; others say nothing of where the files are."""
_MIXED = frozenset({"dex", "pe"})
"""Formats that hold classes of several products in one file."""

Pair = tuple[Fact, Observation]


def own_nodes(met: Iterable[Pair], census: Census) -> set[str]:
    """Paths of nodes that define the product's names, carry its name, hash or package, or are class files of it."""
    pairs = list(met)
    own = {o.path for _, o in pairs if o.place in OWN_PLACES and o.kind is not FactKind.NEEDED}
    return own | {o.path for fact, o in pairs if lies_in_package(fact, o, census)}


def packaged_nodes(signature: Signature, met: Iterable[Pair], census: Census) -> set[str]:
    """Paths of nodes that lie in an installed package of the product: what its scripts import is no use by others."""
    pairs = list(met)
    folders = {o.path.removesuffix(_MANIFEST) for _, o in pairs if _is_manifest(o)}
    modules = {fact.value.partition(".")[0] for fact in signature.facts if fact.kind is FactKind.IMPORT}
    paths = {o.path for _, o in pairs}
    return {path for path in paths if _below(path, folders) or any(_in_module(path, m, census) for m in modules)}


def mixed_nodes(met: Iterable[Pair], census: Census) -> set[str]:
    """Those that are the product's own only because they hold classes of it, and other code beside them."""
    by_class: set[str] = set()
    otherwise: set[str] = set()
    for _, seen in met:
        if seen.place in OWN_PLACES and seen.kind is not FactKind.NEEDED:
            is_class = seen.kind is FactKind.CLASS and census.formats.get(seen.path) in _MIXED
            (by_class if is_class else otherwise).add(seen.path)
    return by_class - otherwise


def calls_itself(facts: Iterable[Fact], seen: Observation) -> bool:
    """Whether a call site stands in a class of the product's own package.

    The detectors of managed code write the calling class, dotted, into ``instance``; without it the caller is unknown.
    """
    caller = seen.instance
    if seen.place is not Place.INVOKED or not caller:
        return False
    return any(_covers(fact, caller) for fact in facts if fact.kind is FactKind.CLASS)


def _covers(fact: Fact, caller: str) -> bool:
    if fact.prefix:
        return caller.startswith(fact.value)
    package = fact.value.rpartition(".")[0]
    return caller == fact.value or (bool(package) and caller.startswith(f"{package}."))


def _is_manifest(seen: Observation) -> bool:
    return seen.kind is FactKind.PACKAGE and seen.place is Place.FILE and seen.path.endswith(_MANIFEST)


def _below(path: str, folders: Iterable[str]) -> bool:
    """Whether ``path`` lies in one of ``folders``, packages that are installed below it apart."""
    rests = (path.removeprefix(f"{folder}/") for folder in folders if path.startswith(f"{folder}/"))
    return any("node_modules/" not in rest for rest in rests)


def _in_module(path: str, module: str, census: Census) -> bool:
    """Whether ``path`` lies in the package folder that ``module`` stands for (Python: with ``__init__.py``).

    A folder of that name inside another package is that package's own, as its part for the module is called after it.
    """
    head, found, _ = path.partition(f"/{module}/")
    return bool(found) and _is_package(f"{head}/{module}", census) and not _is_package(head, census)


def _is_package(folder: str, census: Census) -> bool:
    return any(f"{folder}/__init__.{end}" in census.formats for end in ("py", "pyc"))
