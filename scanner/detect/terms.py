"""Which terms of the vocabulary a setting meets, looked up by its last two keys, and what a reader may leave out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from scanner.catalogue.config_terms import ANY, MORE_THAN_NONE, PRESENT, ConfigTerm, bare, key_meets, last_key
from scanner.detect.destinations import BESIDE
from scanner.detect.entries import KEYS as COUNT
from scanner.detect.once import Once
from scanner.detect.settings.interface import ALWAYS, Wanted
from scanner.detect.settings.views.interface import KEYS

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Vocabulary


COUNTED = frozenset({PRESENT, MORE_THAN_NONE})
"""Values that a list has by its number of entries."""


class _Terms:
    """The terms of one format: last key (lower case) → key before it (lower case; empty: any, or none) → terms."""

    def __init__(self, vocabulary: Vocabulary, format_id: str) -> None:
        self._terms: dict[str, dict[str, list[ConfigTerm]]] = {}
        for last, terms in vocabulary.config_terms.items():
            for term in (term for term in terms if term.applies_to(format_id)):
                before = bare(term.key.split("/")[-2]).lower() if "/" in term.key else ""
                self._terms.setdefault(last, {}).setdefault("" if before == ANY else before, []).append(term)

        self.counted = frozenset(
            last for last, by_parent in self._terms.items() if any(_is_counted(terms) for terms in by_parent.values())
        )
        self.wanted = Wanted(
            ALWAYS
            | KEYS
            | BESIDE
            | {last for last, parents in self._terms.items() if "" in parents}
            | counted_maps(vocabulary),
            {last: frozenset(parents) for last, parents in self._terms.items()},
        )

    def due(self, path: Sequence[str]) -> Iterable[ConfigTerm]:
        by_parent = self._terms.get(bare(path[-1]).lower())
        if by_parent is None:
            return ()
        terms = by_parent.get("", ())
        before = bare(path[-2]).lower() if len(path) > 1 else ""
        if before and before in by_parent:
            terms = [*terms, *by_parent[before]]
        if not terms:
            return ()
        # The bare index of a list at the root is no key.
        plain = [name for name in map(bare, path) if name]
        return [term for term in terms if key_meets(term.key, plain, term.ignore_case)]


_BY_FORMAT: Once[dict[str, _Terms]] = Once(lambda _: {})


def due(vocabulary: Vocabulary, format_id: str, path: Sequence[str]) -> Iterable[ConfigTerm]:
    """The terms that are meant for files of ``format_id`` and whose key the setting at ``path`` meets."""
    return _known(vocabulary, format_id).due(path)


def wanted(vocabulary: Vocabulary, format_id: str) -> Wanted:
    """What readers of ``format_id`` must not leave out: what terms or views look at, and ports beside addresses."""
    return _known(vocabulary, format_id).wanted


def matters(vocabulary: Vocabulary) -> Callable[[str], bool]:
    """Whether a setting of some name can matter: a term, a view or an address beside it may ask for it."""
    keys = vocabulary.config_keys | KEYS

    def check(name: str) -> bool:
        last = bare(name).lower()
        return last in keys or last.replace("_", "").replace("-", "") in BESIDE

    return check


def counted_lists(vocabulary: Vocabulary, format_id: str) -> frozenset[str]:
    """Last keys (lower case) of what may be a list whose presence or number of entries a fact asks for."""
    return _known(vocabulary, format_id).counted


def counted_maps(vocabulary: Vocabulary) -> frozenset[str]:
    """Last keys of the maps whose number of keys a fact asks for (``faces/#keys``)."""
    return frozenset(last_key(term.key.removesuffix(f"/{COUNT}")) for term in vocabulary.config_terms.get(COUNT, ()))


def _known(vocabulary: Vocabulary, format_id: str) -> _Terms:
    known = _BY_FORMAT(vocabulary)
    terms = known.get(format_id)
    if terms is None:
        terms = known[format_id] = _Terms(vocabulary, format_id)
    return terms


def _is_counted(terms: Iterable[ConfigTerm]) -> bool:
    return any(pattern in COUNTED for term in terms for pattern in term.patterns)
