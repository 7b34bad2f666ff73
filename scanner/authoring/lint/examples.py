"""Lints of what shows that a signature works: sources, examples and counter-examples."""

from __future__ import annotations

import re

from scanner.authoring.lint.interface import Found, Lint
from scanner.authoring.lint.shelf import Shelf
from scanner.authoring.lint.subject import Subject
from scanner.catalogue.rules import Raw

_SHORT_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_NO_SOURCE = re.compile(r"(?i:unknown|internet|web|google|todo|tbd|none|docs?|n/?a|[?.-]*)")
_MEMORY = re.compile(r"(?i:(?:from )?memory\b.*)")
"""An honest word, of a fact that is not verified."""


class Source(Lint):
    """A source can be looked up."""

    NAME = "no-source"
    ADVICE = "say where the value can be seen: repository and file, package and version, page and date"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """No source, a short name that ``sources`` does not have, or a text that leads nowhere."""
        yield from ((d.field, d.problem) for d in subject.deviations_about("source"))
        for fact in subject.facts:
            yield from ((fact["id"], wrong) for wrong in self._wrong(fact, subject))

    def _wrong(self, fact: Raw, subject: Subject) -> list[str]:
        text = subject.data.get("sources", {}).get(fact["source"], fact["source"])
        if _MEMORY.fullmatch(text.strip()) and fact["verified"] is False:
            return []
        if _NO_SOURCE.fullmatch(text.strip()) or _MEMORY.fullmatch(text.strip()):
            return [f"{text!r} is no source"]
        missing = text == fact["source"] and _SHORT_NAME.fullmatch(text)
        return [f"{text!r} is none of the short names in sources"] if missing else []


class UnusedSource(Lint):
    """A short name of ``sources`` is used."""

    NAME = "unused-source"
    ADVICE = "leave it out"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """Short names that no fact has."""
        if subject.signature and not subject.deviations:
            used = {fact["source"] for fact in subject.facts}
            yield from ((f"sources/{n}", "no fact names it") for n in subject.data.get("sources", {}) if n not in used)


class Example(Lint):
    """The signature fires on an example."""

    NAME = "no-example"
    ADVICE = "show in examples what a delivery with the product shows, and the finding that must come of it"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """No listing, a broken one, or none that ends in a finding."""
        if not subject.signature:
            return
        if "examples" in subject.broken_cases:
            yield "examples", subject.broken_cases["examples"]
        elif not any(case.expected for case in subject.cases["examples"]):
            yield "examples", "no example ends in a finding"


class CounterExample(Lint):
    """The signature stays silent on what looks alike."""

    NAME = "no-counter-example"
    ADVICE = "show in counter_examples what looks alike and must raise nothing, or less"

    def check(self, subject: Subject, _: Shelf) -> Found:
        """No listing, or a broken one."""
        if not subject.signature:
            return
        if "counter_examples" in subject.broken_cases:
            yield "counter_examples", subject.broken_cases["counter_examples"]
        elif not subject.cases["counter_examples"]:
            yield "counter_examples", "no counter-example"


EXAMPLES: tuple[Lint, ...] = (Source(), UnusedSource(), Example(), CounterExample())
