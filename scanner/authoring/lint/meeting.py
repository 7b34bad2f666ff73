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
        for rules, owners in self._written:
            yield from (owners[match.rule] for match in rules.match(data=data) if match.rule in owners)

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


def _written(owners: Iterable[Owner]) -> list[tuple[yara.Rules, dict[str, Owner]]]:
    """Compiled rules beside each signature, with the fact of each rule; what does not compile is another lint's."""
    by_file: dict[Subject, dict[str, Owner]] = defaultdict(dict)
    for owner in owners:
        by_file[owner[0]][owner[1].value] = owner
    compiled = []
    for subject, rules in by_file.items():
        try:
            compiled.append((yara.compile(source=subject.rules, includes=False), rules))
        except yara.Error:
            continue
    return compiled


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
