"""What detectors may look for: values of every kind, compiled for speed, without any product behind them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scanner.types import FactKind

if TYPE_CHECKING:
    import yara

    from scanner.catalogue.config_terms import ConfigTerm
    from scanner.catalogue.constants.tables import Table
    from scanner.catalogue.fingerprints import Record
    from scanner.catalogue.lexicon import Lexicon

PATTERN_NAME = 1024
"""Longest name that is held against patterns: no file system has longer ones (POSIX, NAME_MAX: 255 bytes)."""

Term = tuple[FactKind, str]
"""Kind and value of a fact, as the matcher's index has it."""


@dataclass(frozen=True, slots=True)
class Names:
    """Exact values, values matched without case, and beginnings, of one kind, all as the facts write them."""

    exact: frozenset[str]
    folded: Mapping[str, str]
    """Lower-case form → value of the fact."""
    prefixes: tuple[str, ...]
    """Sorted; no prefix begins with another one's text unless both are facts."""
    patterns: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    """Value of the fact, a regular expression for the whole name → the same compiled."""
    any_pattern: re.Pattern[str] | None = None
    """All of ``patterns`` in one: nearly every name is none of them, and asked once."""

    def find(self, name: str) -> Iterator[str]:
        """The fact values that ``name`` meets."""
        if name in self.exact:
            yield name
        folded = self.folded.get(name.lower())
        if folded is not None:
            yield folded
        # Only entries at or before the insertion point can begin `name`: walk back while they share its first letter.
        index = bisect_right(self.prefixes, name)
        while index and self.prefixes[index - 1][:1] == name[:1]:
            if name.startswith(self.prefixes[index - 1]):
                yield self.prefixes[index - 1]
            index -= 1
        if self.any_pattern is not None and len(name) <= PATTERN_NAME and self.any_pattern.fullmatch(name):
            yield from (value for value, pattern in self.patterns.items() if pattern.fullmatch(name))


EMPTY = Names(frozenset(), {}, ())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One compiled signature pack, as detectors see it."""

    rules: yara.Rules | None
    """All byte patterns; a hit's string identifier (``$p12``) is a key of ``patterns``."""
    patterns: Mapping[str, tuple[Term, ...]]
    names: Mapping[FactKind, Names]
    """Values that are looked up in tables, paths, manifests and imports rather than in bytes."""
    config_keys: frozenset[str]
    """Last elements of configuration keys that a fact names, lower case, without index and namespace prefix."""
    config_terms: Mapping[str, tuple[ConfigTerm, ...]] = field(default_factory=dict)
    """Key of ``config_keys`` → whole key patterns with value patterns (see :mod:`scanner.catalogue.config_terms`): what
    no pattern names is not shown, so that a value of a personal kind never leaves its file."""
    lexicon: Lexicon | None = None
    """Words of products that nobody listed; None in a pack without them."""
    word_patterns: Mapping[str, str] = field(default_factory=dict)
    """String identifier of ``rules`` → the root or phrase of the lexicon that it looks for. It stands for no fact."""

    constants: tuple[Table, ...] = ()
    """Sets of numbers, by name: strings of the rules' namespace ``CONSTANTS`` count from their order."""
    fingerprints: tuple[Record, ...] = ()
    """Records, by id: strings of the rules' namespace ``FINGERPRINTS`` count from their order."""
    galleries: tuple[tuple[str, frozenset[str]], ...] = ()
    """Folders that are galleries of faces: pattern, and names in them that are nobody's."""

    def find(self, kind: FactKind, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """(fact value, name as the delivery has it) for every one of ``names`` that a fact of ``kind`` means."""
        table = self.names.get(kind, EMPTY)
        for name in names:
            for value in table.find(name):
                yield value, name
