"""A new signature in the making: what its author said, and the YAML file that comes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanner.catalogue.load import NURSERY
from scanner.catalogue.rules import too_strong
from scanner.types import Capability, FactKind, State, Strength, UsageError

KINDS = ("sdk", "client", "cloud", "library", "model", "config")
_PRESENCE = {"client": State.AVAILABLE, "config": State.AVAILABLE, "cloud": State.MENTIONED}
"""How far mere presence goes, where it is not ``shipped`` (docs/signatures.md)."""
_NOT_TYPED = frozenset({FactKind.YARA, FactKind.VERSION, FactKind.IDENTITY, FactKind.CONSTANT, FactKind.WORDS})
"""Kinds that are more than one value, or no evidence."""
_WITHOUT_RULES = tuple(kind for kind in FactKind if kind not in _NOT_TYPED)
_CALLED = frozenset(
    {FactKind.SYMBOL, FactKind.SONAME, FactKind.NEEDED, FactKind.IMPORT, FactKind.CLASS, FactKind.PACKAGE}
    | {FactKind.ENDPOINT}
)
"""Kinds that a caller names: alone they can prove a call."""
_PLAIN = re.compile(r"[A-Za-z][\w./ -]*[\w./-]|[A-Za-z]")
_WORDS = frozenset({"true", "false", "null"})
_SWITCH = "role: switch, formats: [xml, json, yaml, ini, keyvalue], on: ['true'], off: ['false']"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One fact that the author asks for."""

    kind: FactKind
    value: str
    capabilities: tuple[Capability, ...] = ()


def wanted(text: str) -> Wanted:
    """The fact in ``capability+capability:kind=value``, where the capabilities may be missing.

    :raises UsageError: for anything else.
    """
    before, equals, value = text.partition("=")
    words, _, kind = before.rpartition(":")
    try:
        found = Wanted(FactKind(kind.strip()), value.strip(), tuple(map(Capability, filter(None, words.split("+")))))
    except ValueError as error:
        raise UsageError(f"{text!r}: {error}; a fact is written as verification:symbol=AcmeFaceCompare") from error
    if not equals or not found.value or found.kind not in _WITHOUT_RULES:
        kinds = ", ".join(kind.value for kind in _WITHOUT_RULES)
        raise UsageError(f"{text!r}: a fact is written as kind=value, with one of these kinds: {kinds}")
    return found


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that the file needs."""

    id: str
    name: str
    vendor: str
    kind: str
    sentence: str
    facts: tuple[Wanted, ...]
    source: str = ""
    """Where all of ``facts`` were seen; empty: nowhere yet."""
    weak: frozenset[str] = frozenset()
    """Values that the lint does not accept as strong."""

    @property
    def presence(self) -> State:
        """How far mere presence of the product goes."""
        return _PRESENCE.get(self.kind, State.SHIPPED)

    @property
    def file(self) -> str:
        """The file's name in its pack. A product without a fact that was seen belongs into the nursery."""
        maker = re.sub(r"[^a-z0-9]+", "-", self.vendor.lower()).strip("-") or "unknown"
        return f"{self.kind if self.source else NURSERY}/{maker}/{self.id}.yaml"

    def strength(self, fact: Wanted) -> Strength:
        """As strong as the rules allow; nothing that was not seen is strong."""
        raw = {"kind": fact.kind.value, "value": fact.value, "strength": "strong", "verified": bool(self.source)}
        weak = fact.kind is FactKind.CONFIG or fact.value in self.weak or any(too_strong(raw))
        return Strength.SUPPORT if weak else Strength.STRONG

    def yaml(self, examples: str = "", counter_examples: str = "") -> str:
        """The file, with its listings where they are known."""
        listings = [*_block("examples", examples), *_block("counter_examples", counter_examples)]
        return "\n".join([*self._head(), "facts:", *self._facts(), *listings, ""])

    def _head(self) -> Iterator[str]:
        yield "# Fields, places and words: docs/signatures.md"
        for key in ("id", "name", "vendor", "kind"):
            yield f"{key}: {_scalar(getattr(self, key))}"
        yield f"presence: {self.presence.word}"
        yield f"sentence: {json.dumps(self.sentence, ensure_ascii=False)}"
        does = sorted({capability.value for fact in self.facts for capability in fact.capabilities})
        if does:
            yield f"does: [{', '.join(does)}]"
        if self.source:
            yield f"sources:\n  s1: {json.dumps(self.source, ensure_ascii=False)}"

    def _facts(self) -> Iterator[str]:
        for number, fact in enumerate(self.facts, 1):
            words = f", capabilities: [{', '.join(c.value for c in fact.capabilities)}]" if fact.capabilities else ""
            top = State.CALLED if fact.kind in _CALLED else State.SHIPPED
            top = State.ENABLED if fact.kind is FactKind.CONFIG else top
            seen = "source: s1, verified: true" if self.source else "source: not seen yet, verified: false"
            extra = f", {_SWITCH}" if fact.kind is FactKind.CONFIG else ""
            yield (
                f"  - {{id: f{number:03d}, kind: {fact.kind.value}, value: {_scalar(fact.value)}, "
                f"strength: {self.strength(fact).value}, top: {top.word}{words}{extra}, {seen}}}"
            )


def _block(field: str, listing: str) -> Iterable[str]:
    return [f"{field}: |", *(f"  {line}" for line in listing.splitlines())] if listing else []


def _scalar(text: str) -> str:
    """``text`` as a YAML scalar that stays text inside braces."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _WORDS else json.dumps(text, ensure_ascii=False)
