"""Lints of strong facts that speak for something else as well: a counter-example, another product."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from scanner.authoring.lint.data import shared_values
from scanner.authoring.lint.interface import Found, Lint
from scanner.authoring.lint.meeting import Owner, strong_facts
from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject
from scanner.authoring.listing import Case, Shown
from scanner.types import Fact, FactKind, Place, Signature

_READ = frozenset({Place.TEXT, Place.SCRIPT, Place.CONFIG})
_BYTES = frozenset({FactKind.STRING, FactKind.SYMBOL, FactKind.SONAME, FactKind.CLASS, FactKind.ENDPOINT})
"""At these places lines of these kinds are bytes of the file; all others are names that detectors look up."""
_SHORTEST_NAME = 3


class CounterOverlap(Lint):
    """No strong fact stands in a counter-example, its own or another's, unless that one shows its product by name."""

    NAME = "counter-overlap"
    ADVICE = "take a value that only the product has, or say in the example's title which product it shows"

    def check(self, subject: Subject, shelf: Shelf) -> Found:
        """Strong facts that meet a line of a counter-example from which nothing must come."""
        for fact, other, case in counter_hits(shelf).get(subject.name, ()):
            yield fact.id, f"{fact.value!r} stands in the counter-example {case.title!r} of {other.id}"


class OtherProduct(Lint):
    """No strong fact of one product holds a strong fact of another."""

    NAME = "other-product"
    ADVICE = "make one of them support, or take a value that only one product has"

    def check(self, subject: Subject, shelf: Shelf) -> Found:
        """Strong facts whose value proves another product too; equal values are another lint's."""
        for fact, (other, met) in _foreign_hits(shelf).get(subject.name, ()):
            yield fact.id, f"{fact.value!r} also proves {other.id} by its {met.id} {met.value!r}"


@lru_cache(maxsize=2)
def counter_hits(shelf: Shelf) -> Mapping[str, list[tuple[Fact, Subject, Case]]]:
    """File → its strong facts that meet a silent counter-example, with that example and its file."""
    found: dict[str, list[tuple[Fact, Subject, Case]]] = defaultdict(list)
    for subject, case, owner in _counter_owners(shelf):
        owning, fact = owner
        signature = owning.signature
        if signature and (fact.capabilities or signature.does) and not _on_purpose(subject, case, owning):
            found[owning.name].append((fact, subject, case))
    return found


def _on_purpose(subject: Subject, case: Case, owning: Subject) -> bool:
    """Whether the example of ``subject`` means to show the product of ``owning``: by name, or its maker's other one."""
    if owning is subject or subject.signature is None or owning.signature is None:
        return False
    return subject.signature.vendor == owning.signature.vendor or named(case, owning.signature)


def _counter_owners(shelf: Shelf) -> Iterator[tuple[Subject, Case, Owner]]:
    nodes = [
        (subject, case, node)
        for subject in shelf.subjects
        for case in subject.cases["counter_examples"]
        if not case.expected
        for node in case.nodes
    ]
    meeting = strong_facts(shelf)
    lines = [(subject, case, shown) for subject, case, node in nodes for shown in node.shows]
    searched = [line for line in lines if _is_searched(line[2])]
    for index, owner in meeting.in_bytes([shown.value for _, _, shown in searched]):
        if _counts(owner[1], searched[index][2]):
            yield *searched[index][:2], owner
    for subject, case, shown in lines:
        if not _is_searched(shown) and shown.kind is not FactKind.CONFIG and shown.place is not Place.DOCUMENT:
            met = meeting.in_tables(shown.kind, shown.value)
            yield from ((subject, case, owner) for owner in met if _counts(owner[1], shown))
    for subject, case, node in nodes:
        text = "\n".join(shown.value for shown in node.shows if _is_searched(shown))
        yield from ((subject, case, owner) for owner in meeting.in_rules(text.encode()) if not owner[1].places)


def _is_searched(shown: Shown) -> bool:
    """Whether the line is bytes of its file; a mention in a document is no overlap."""
    return shown.place in _READ and shown.kind in _BYTES


def _counts(fact: Fact, shown: Shown) -> bool:
    """Whether the fact counts at the place of the line; a text in configuration only where the fact says so."""
    return shown.place in fact.places if shown.place is Place.CONFIG else not fact.places or shown.place in fact.places


def named(case: Case, signature: Signature) -> bool:
    """Whether the title of ``case`` names the product or its vendor: then it shows that product on purpose."""
    title = case.title.lower()
    names = (signature.id, signature.name, signature.vendor)
    words = {word.lower() for name in names for word in re.findall(r"[A-Za-z0-9]+", name)}
    return any(re.search(rf"\b{word}", title) for word in words if len(word) >= _SHORTEST_NAME)


@lru_cache(maxsize=2)
def _foreign_hits(shelf: Shelf) -> Mapping[str, list[tuple[Fact, Owner]]]:
    """File → its strong facts in whose value a strong fact of another product is found."""
    owners = [
        (s, fact) for s in shelf.subjects if s.signature for fact in s.signature.facts if _is_strong_text(s, fact)
    ]
    found: dict[str, list[tuple[Fact, Owner]]] = defaultdict(list)
    for index, met in strong_facts(shelf).in_bytes([fact.value for _, fact in owners]):
        subject, fact = owners[index]
        if met[0].id != subject.id and not _declared(fact, subject, met):
            found[subject.name].append((fact, met))
    return found


def _is_strong_text(subject: Subject, fact: Fact) -> bool:
    strong = {raw["id"] for raw in subject.strong()}
    return fact.id in strong and fact.kind not in {FactKind.CONFIG, FactKind.YARA, FactKind.HASH, FactKind.PACKAGE}


def _declared(fact: Fact, subject: Subject, met: Owner) -> bool:
    """Equal values are for the lint ``shared-value``; others may be declared as shared."""
    other, theirs = met
    if (theirs.kind, theirs.value) == (fact.kind, fact.value):
        return True
    return any(
        {subject.id, other.id} <= shared_values().get((f.kind.value, f.value), frozenset()) for f in (fact, theirs)
    )


OVERLAP: tuple[Lint, ...] = (CounterOverlap(), OtherProduct())
