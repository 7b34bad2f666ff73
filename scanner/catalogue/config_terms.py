"""The small pattern language of configuration facts: key paths, values, and the keys that must stand beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scanner.types import Fact, FactKind

PRESENT, MORE_THAN_NONE, ANY, UP = "present", ">0", "*", "../"
OUTSIDE, INSIDE = "outside", "inside"
HERE, LOCAL = "this machine", "in the local network"
"""Where an address lies, as detectors write it behind it, in brackets; the first two are value patterns as well."""
_PLACES = {OUTSIDE: (f"({OUTSIDE})",), INSIDE: (f"({HERE})", f"({LOCAL})")}
_PREFIX = re.compile(r"\A[A-Za-z_][\w.-]*:(?=[^:])")
_COUNT = re.compile(r"[+]?\d{1,15}(?:\.\d{1,15})?")
INSTANCE = "/[0-9]{1,6}/"
"""Values of a neighbour that says of which channel a setting is: numbers, for a name may be somebody's."""
_BOOLEANS = {"true": frozenset({"true", "yes", "on", "1"}), "false": frozenset({"false", "no", "off", "0"})}
_NOTHING = frozenset({"", "null", "nil", "none", "~", "undefined"})


@dataclass(frozen=True, slots=True)
class ConfigTerm:
    """One key that facts ask for, with every value pattern that some fact has for it."""

    key: str
    patterns: tuple[str, ...]
    ignore_case: bool = False
    formats: tuple[str, ...] = ()
    """Of ``xml json yaml ini keyvalue``; empty: all."""
    neighbour: bool = False
    """It says nothing by itself: facts about a key beside it ask for it."""
    address: bool = False
    """Its value is an address that something is sent to, and is shown without user, password, path and query."""
    traces: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    """What a file must hold for a fact about the key to be met, one way in each: further keys, and patterns that
    values meet. Empty: not known."""

    def applies_to(self, format_id: str) -> bool:
        """Whether the term is meant for files of ``format_id`` (``text:xml`` …)."""
        return not self.formats or format_id.removeprefix("text:") in self.formats


@lru_cache(maxsize=65536)
def bare(element: str) -> str:
    """A path element without its index (``[n]`` in patterns) and namespace prefix: ``tt:Rule[2]`` → ``Rule``."""
    return _PREFIX.sub("", element[: _index_start(element)], count=1)


def _index_start(element: str) -> int:
    """Where the indexes at the end of ``element`` begin (``[2][n]``); from behind, for a key can be megabytes long."""
    end = len(element)
    while end and element[end - 1] == "]":
        start = element.rfind("[", 0, end)
        index = element[start + 1 : end - 1]
        if start < 0 or not (index == "n" or index.isdecimal()):
            break
        end = start
    return end


def last_key(key: str) -> str:
    """The last element of a key pattern as :attr:`Vocabulary.config_keys` has it."""
    return bare(key.rpartition("/")[2]).lower()


def key_meets(pattern: str, path: Sequence[str], ignore_case: bool = False) -> bool:
    """Whether ``path`` (bare elements) ends as ``pattern`` says: ``/``-separated, ``*`` for any one element."""
    wanted = _elements(pattern)
    if len(path) < len(wanted):
        return False
    return all(
        want in (ANY, have) or (ignore_case and want.lower() == have.lower())
        for want, have in zip(wanted, path[len(path) - len(wanted) :], strict=True)
    )


@lru_cache(maxsize=16384)
def _elements(pattern: str) -> tuple[str, ...]:
    return tuple(bare(element) for element in pattern.split("/"))


def value_meets(pattern: str, value: str) -> bool:
    """Whether ``value`` is as ``pattern`` says.

    ``present``: anything but nothing; ``>0``: a number above zero; ``/…/``: a regular expression for all of the value,
    case-sensitive; ``true`` and ``false``: any word that programs take for it (yes, on, 1); ``outside`` and
    ``inside``: an address that lies there; otherwise the same text in any case.
    """
    text = value.strip()
    if pattern == PRESENT:
        return text.lower() not in _NOTHING
    if pattern == MORE_THAN_NONE:
        return bool(_COUNT.fullmatch(text)) and float(text) > 0
    if is_expression(pattern):
        return _expression(pattern[1:-1]).fullmatch(text) is not None
    if pattern in _PLACES and text.endswith(_PLACES[pattern]):
        return True
    return text.lower() in _BOOLEANS.get(pattern.lower(), {pattern.lower()})


def is_expression(pattern: str) -> bool:
    """Whether ``pattern`` is a regular expression between slashes."""
    return len(pattern) > 2 and pattern[0] == pattern[-1] == "/"


def beside(key: str, relative: str) -> str:
    """The key pattern that a ``requires`` entry of a fact with the key pattern ``key`` means."""
    enclosing = key.split("/")[:-1]
    while relative.startswith(UP):
        relative, enclosing = relative[len(UP) :], enclosing[:-1]
    return "/".join((*enclosing, relative))


def config_terms(facts: Iterable[Fact]) -> Mapping[str, tuple[ConfigTerm, ...]]:
    """Last key (lower case) → the terms that end in it, for :attr:`Vocabulary.config_terms`."""
    patterns: dict[tuple[str, bool, tuple[str, ...]], dict[str, None]] = defaultdict(dict)
    own: dict[tuple[str, bool, tuple[str, ...]], list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
    addresses: set[tuple[str, bool, tuple[str, ...]]] = set()
    for fact in facts:
        if fact.kind is FactKind.CONFIG:
            own[fact.value, fact.ignore_case, fact.formats] += _traces(fact)
            if fact.role == "address":
                addresses.add((fact.value, fact.ignore_case, fact.formats))
            patterns[fact.value, fact.ignore_case, fact.formats].update(dict.fromkeys((*fact.on, *fact.off)))
            for relative, pattern in (*fact.where, *fact.requires, *fact.unless, *_told_by(fact)):
                patterns[beside(fact.value, relative), fact.ignore_case, fact.formats][pattern] = None
    terms: dict[str, list[ConfigTerm]] = defaultdict(list)
    for (key, ignore_case, formats), wanted in sorted(patterns.items()):
        traces, sent = tuple(own.get((key, ignore_case, formats), ())), (key, ignore_case, formats) in addresses
        terms[last_key(key)].append(ConfigTerm(key, tuple(wanted), ignore_case, formats, not traces, sent, traces))
    return {last: tuple(found) for last, found in terms.items()}


def _traces(fact: Fact) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """A fact whose ``where`` is not met proves nothing; of its values, one must be there."""
    keys = tuple(relative for relative, _ in fact.where)
    beside_it = tuple(pattern for _, pattern in fact.where)
    return [(keys, (pattern, *beside_it)) for pattern in (*fact.on, *fact.off)] or [(keys, beside_it)]


def _told_by(fact: Fact) -> Iterator[tuple[str, str]]:
    """Neighbours whose value says which channel or camera a setting is of: only numbers and short plain words."""
    for word in fact.instance:
        _, equals, key = word.partition("=")
        if equals:
            yield key, INSTANCE


@lru_cache(maxsize=4096)
def _expression(source: str) -> re.Pattern[str]:
    return re.compile(source)
