"""Which strong facts meet a value or a line of an example: by the same patterns and comparisons as in a screening."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

import yara

from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject
from scanner.catalogue.patterns import Pattern, patterns_of, yara_source
from scanner.types import Fact, FactKind, Strength

Owner = tuple[Subject, Fact]
_ASKED_AS = {FactKind.NEEDED: (FactKind.NEEDED, FactKind.SONAME), FactKind.SONAME: (FactKind.SONAME,)}


class Meeting:
    """All strong facts of a pack, to be asked what they meet."""

    def __init__(self, owners: Iterable[Owner]) -> None:
        self._tables: dict[tuple[FactKind, str], list[Owner]] = defaultdict(list)
        self._prefixes: dict[FactKind, list[Owner]] = defaultdict(list)
        patterns: dict[Pattern, list[Owner]] = defaultdict(list)
        known = list(owners)
        for owner in known:
            fact = owner[1]
            for pattern in patterns_of(fact):
                patterns[pattern].append(owner)
            if fact.prefix:
                self._prefixes[fact.kind].append(owner)
            else:
                self._tables[fact.kind, fact.value.lower() if fact.ignore_case else fact.value].append(owner)
        named = {f"$p{number}": pattern for number, pattern in enumerate(patterns)}
        self._owners = dict(zip(named, patterns.values(), strict=True))
        self._rules = yara.compile(source=yara_source(named)) if named else None
        self._written = _written(owner for owner in known if owner[1].kind is FactKind.YARA)

    def in_rules(self, data: bytes) -> Iterator[Owner]:
        """Owners of the strong facts whose hand-written rule matches ``data``."""
        rules, owners = self._written
        for match in rules.match(data=data) if rules else ():
            owner = owners.get((match.namespace, match.rule))
            if owner:
                yield owner

    def in_bytes(self, texts: list[str]) -> Iterator[tuple[int, Owner]]:
        """(index of the text, owner) for every strong fact whose bytes stand in one of ``texts``."""
        if self._rules is None or not texts:
            return
        encoded = [text.encode() for text in texts]
        starts, at = [], 1
        for text in encoded:
            starts.append(at)
            at += len(text) + 1
        data = b"\0" + b"\0".join(encoded) + b"\0"
        for match in self._rules.match(data=data):
            for string in match.strings:
                indexes = {bisect_right(starts, instance.offset) - 1 for instance in string.instances}
                yield from ((index, owner) for index in sorted(indexes) for owner in self._owners[string.identifier])

    def in_tables(self, kind: FactKind, value: str) -> Iterator[Owner]:
        """Owners of the strong facts that ``value`` meets in a table of ``kind``."""
        for asked in _ASKED_AS.get(kind, (kind,)):
            found = [*self._tables.get((asked, value), ()), *self._tables.get((asked, value.lower()), ())]
            yield from dict.fromkeys(owner for owner in found if owner[1].ignore_case or owner[1].value == value)
            yield from (owner for owner in self._prefixes.get(asked, ()) if value.startswith(owner[1].value))


def _written(owners: Iterable[Owner]) -> tuple[yara.Rules | None, dict[tuple[str, str], Owner]]:
    """The rules beside signatures, compiled, and (namespace, rule) → its fact; what does not compile is another lint's.

    Compiled together: however short it is, every set of rules takes 7 MB of memory for itself.
    """
    by_file: dict[Subject, dict[str, Owner]] = defaultdict(dict)
    for owner in owners:
        by_file[owner[0]][owner[1].value] = owner
    # By number: two packs side by side may have files of one name.
    files = {str(number): subject for number, subject in enumerate(by_file)}
    sources = {name: subject.rules for name, subject in files.items() if _compiles(subject.rules)}
    facts = {(name, rule): owner for name, subject in files.items() for rule, owner in by_file[subject].items()}
    return yara.compile(sources=sources, includes=False) if sources else None, facts


def _compiles(source: str) -> bool:
    try:
        yara.compile(source=source, includes=False)
    except yara.Error:
        return False
    return True


@lru_cache(maxsize=2)
def strong_facts(shelf: Shelf) -> Meeting:
    """The strong facts of ``shelf``; made once for one shelf."""
    return Meeting(
        (subject, fact)
        for subject in shelf.subjects
        if subject.signature
        for fact in subject.signature.facts
        if fact.strength is Strength.STRONG and fact.kind is not FactKind.CONFIG
    )
