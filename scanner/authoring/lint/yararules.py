"""Lints of hand-written YARA rules: quick on any file, and nothing in them that the scanner does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from scanner.authoring.lint.interface import Lint
from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject
from scanner.catalogue.effort import nested_repeat
from scanner.catalogue.rules import no_expression
from scanner.catalogue.steps import repeats, tree

MODULES: frozenset[str] = frozenset()
"""YARA modules that rules may import: they parse hostile files in ways of their own."""
FEWEST_BYTES = 4
"""Shorter strings make YARA look at every place of a file where they stand (its atoms have four bytes)."""
LONGEST_GAP = 200
MOST_LOOPED = 20

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | \brule\s+(?P<rule>\w+)
      | \bimport\s+"(?P<module>[^"]*)"
      | (?P<string>\$\w*)\s*=\s*
        (?: "(?P<text>(?:\\.|[^"\\\n])*)" | /(?P<regex>(?:\\.|[^/\\\n])+)/ | \{(?P<hex>[^}]*)\} )
      | (?P<loop>\bfor\b[^:\n]{0,200}:)
      | "(?:\\.|[^"\\\n])*"
    """,
    re.VERBOSE | re.DOTALL,
)
_FIXED_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}\s*)+")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing in a rule: ``kind`` is module, text, regex, hex or loop."""

    rule: str
    kind: str
    name: str
    source: str


@cache
def parts_of(source: str) -> tuple[Part, ...]:
    """What lints look at in the rules of ``source``, in order."""
    return tuple(_parts(source))


def _parts(source: str) -> Iterator[Part]:
    rule = ""
    for token in _TOKEN.finditer(source):
        if token["rule"]:
            rule = token["rule"]
        for kind in ("module", "text", "regex", "hex", "loop"):
            if token[kind] is not None:
                yield Part(rule, kind, token["string"] or "", token[kind])


class _Rules(Lint):
    def check(self, subject: Subject, _: Shelf) -> Iterable[tuple[str, str]]:
        """What :meth:`wrong` says about every part of the rules beside the signature."""
        for part in parts_of(subject.rules):
            yield from ((part.rule, f"{part.name or part.kind} {wrong}") for wrong in self.wrong(part, subject))

    def wrong(self, part: Part, subject: Subject) -> Iterable[str]:
        """What is wrong with ``part``."""
        raise NotImplementedError


class Compiles(Lint):
    """The rules compile by themselves, without a warning; YARA warns of slow patterns."""

    NAME = "yar-warning"
    ADVICE = "mend the rule; YARA names line and string"

    def check(self, subject: Subject, _: Shelf) -> Iterable[tuple[str, str]]:
        """YARA's first error or warning."""
        import yara

        if subject.rules:
            try:
                yara.compile(source=subject.rules, includes=False, error_on_warning=True)
            except yara.Error as error:
                yield f"{subject.stem}.yar", str(error)


class RuleFacts(Lint):
    """Every public rule is a fact of kind yara, and the other way round."""

    NAME = "yar-facts"
    ADVICE = "make one fact of kind yara for each rule that is not private"

    def check(self, subject: Subject, _: Shelf) -> Iterable[tuple[str, str]]:
        """Rules without a fact, facts without a rule."""
        public = set(re.findall(r"(?<!private )(?<!private\n)\brule\s+(\w+)", _without_comments(subject.rules)))
        facts = {fact["value"]: fact["id"] for fact in subject.facts if fact["kind"] == "yara"}
        if subject.signature and not subject.deviations:
            yield from ((rule, "no fact of kind yara has this name") for rule in sorted(public - facts.keys()))
        yield from ((facts[name], f"no rule {name} beside the signature") for name in sorted(facts.keys() - public))


class Modules(_Rules):
    """Rules import no module of YARA: modules parse hostile files in ways of their own."""

    NAME = "yar-module"
    ADVICE = "leave it out; detectors read formats"

    def wrong(self, part: Part, _: Subject) -> list[str]:
        """An import."""
        wrong = part.kind == "module" and part.source not in MODULES
        return [f"{part.source!r} is not used here"] if wrong else []


class ShortAtom(_Rules):
    """Every string has a few fixed bytes to look for."""

    NAME = "yar-short-string"
    ADVICE = f"give it at least {FEWEST_BYTES} fixed bytes in a row"

    def wrong(self, part: Part, _: Subject) -> list[str]:
        """Strings, hex strings and expressions without enough fixed bytes."""
        if part.kind in {"module", "loop"}:
            return []
        length = _fixed(part)
        return [f"has {length} fixed bytes in a row"] if length < FEWEST_BYTES else []


def _fixed(part: Part) -> int:
    """The longest run of fixed bytes."""
    if part.kind == "text":
        return len(re.sub(r"\\(?:x[0-9A-Fa-f]{2}|.)", "c", part.source))
    if part.kind == "hex":
        return max((len(re.sub(r"\s", "", run)) // 2 for run in _FIXED_HEX.findall(part.source)), default=0)
    if list(no_expression(part.source)):
        return FEWEST_BYTES  # YARA's own message is the better one
    return _longest_run(tree(part.source))


def _longest_run(items: list[Any]) -> int:
    """The longest run of literals at the top of a syntax tree, a fixed group or branch counting by its shortest."""
    plain = "".join("c" if item[0] == "LITERAL" else "\0" for item in items)
    return max(map(len, plain.split("\0")))


class Gaps(_Rules):
    """No gap without an end, and no repetition of repetitions."""

    NAME = "yar-expression"
    ADVICE = f"bound it: .{{0,{LONGEST_GAP}}} at most"

    def wrong(self, part: Part, _: Subject) -> Iterable[str]:
        """Unbounded or long repetitions of any byte."""
        if part.kind != "regex" or list(no_expression(part.source)):
            return
        for item, _inside in repeats(tree(part.source)):
            body = item[1][2][0][0]
            if body in {"ANY", "NOT_LITERAL"} and item[1][1] > LONGEST_GAP:
                yield "has a gap of any length"
        if nested_repeat(part.source):
            yield "has a repetition in a repetition"


class Loops(_Rules):
    """No loop over many strings, nor over every hit of one."""

    NAME = "yar-loop"
    ADVICE = "write the condition without a loop"

    def wrong(self, part: Part, subject: Subject) -> list[str]:
        """Loops whose work a hostile file can multiply."""
        if part.kind != "loop":
            return []
        strings = sum(other.rule == part.rule and bool(other.name) for other in parts_of(subject.rules))
        if re.search(r"[#@]|filesize", part.source):
            return [f"{part.source!r} goes over every hit"]
        return [f"{part.source!r} goes over {strings} strings"] if strings > MOST_LOOPED else []


def _without_comments(source: str) -> str:
    return _TOKEN.sub(lambda token: "" if token["comment"] else token[0], source)


YARA_RULES: tuple[Lint, ...] = (Compiles(), RuleFacts(), Modules(), ShortAtom(), Gaps(), Loops())
