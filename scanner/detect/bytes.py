"""Byte patterns: YARA over the whole of a node."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from scanner.detect.comments import Prose
from scanner.detect.snippet import snippet
from scanner.detect.tally import Tally
from scanner.formats.roles import text_place
from scanner.types import FactKind, LimitReached, Observation, Place

if TYPE_CHECKING:
    from scanner.detect.interface import Subject

RULE_KEY = "rule:"
"""A hand-written rule stands in the vocabulary's patterns under its name behind this word."""
COMMENT_BYTES = 1 << 20
"""Source files up to this size are asked which hits stand in comments; in a larger one every hit is code."""
_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\.\w{5,}|[A-Za-z_$]*[A-Z][\w$]*")
"""Texts that are names of code: ``module.function``, ``ClassName``. Others may be programs or files of a command."""
COUNTED_BYTES = 64 << 20
"""Hits × node size up to which the further places of a hit are counted: about 0.1 s."""


class Bytes:
    """Finds the pack's byte patterns anywhere in a node."""

    NAME: ClassVar[str] = "bytes"
    VERSION: ClassVar[str] = "1.3.0"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Finds texts that stand in one piece; encrypted, packed or computed texts are not seen.",
        "Only the first place of a pattern is shown; others are counted in its spelling, in small nodes only.",
        "A text in a symbol table is found here too, as a text.",
        "Comments, docstrings and messages are told apart in common languages only, and in files up to 1 MiB.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = None
    ANY_BYTES: ClassVar[bool] = True
    """Makes sense of a part of a node, too: it looks at long stretches of a container's structure."""

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """One observation for each pattern or rule that matches.

        :raises LimitReached: where YARA does not finish within ``limits.match_seconds``.
        """
        if subject.vocabulary.rules is None or not subject.source.size:
            return
        tally = Tally(subject.node.path)
        places = _Places(subject)
        matches = _match(subject)
        hits = sum(len(match.strings) for match in matches)
        counting = bytes(subject.source.data) if 0 < hits * subject.source.size <= COUNTED_BYTES else None
        for match in matches:
            _note(match, subject, tally, places, counting)
        yield from tally.observations()


def _match(subject: Subject) -> list[Any]:
    import yara

    try:
        # Fast mode keeps only the first hit of a pattern that stands alone in its condition: a node that repeats one
        # text a million times then costs no memory. Data above 2 GiB works (tried with 3 GiB).
        matches: list[Any] = subject.vocabulary.rules.match(  # type: ignore[union-attr]
            data=subject.source.data,
            fast=True,
            timeout=subject.limits.match_seconds,
            warnings_callback=_carry_on,
        )
    except yara.TimeoutError as error:
        seconds = subject.limits.match_seconds
        raise LimitReached(f"the signature scan took longer than {seconds:,} s (--max-match-seconds)") from error
    return matches


def _carry_on(_kind: int, _message: object) -> int:
    """Answer to "too many matches" of one pattern: its hits so far stand, the scan goes on (0 is CALLBACK_CONTINUE)."""
    return 0


def _note(match: Any, subject: Subject, tally: Tally, places: _Places, counting: bytes | None) -> None:
    patterns = subject.vocabulary.patterns
    hand_written = patterns.get(RULE_KEY + match.rule)
    if hand_written is not None:
        first = min((instance.offset for string in match.strings for instance in string.instances), default=None)
        place = places.of_rule(match.strings)
        for kind, value in hand_written:
            tally.add(kind, value, place, first, f"rule {match.rule}")
        return
    # Slashed class names first: they say that bytecode uses the class, a dotted one may stand in any sentence.
    for string in sorted(match.strings, key=lambda s: b"/" not in s.instances[0].matched_data):
        # A rule that the vocabulary does not know breaks here: a hit must not vanish because the pack is inconsistent.
        terms = patterns[string.identifier]
        first_hit = min(string.instances, key=lambda instance: instance.offset)
        detail = snippet(subject.source.data, first_hit.offset, first_hit.matched_length, subject.node.format)
        count = max(len(string.instances), counting.count(first_hit.matched_data) if counting else 1, 1)
        place = places.of(string, name=all(map(_is_name, terms)))
        for kind, value in terms:
            tally.add(kind, value, place, first_hit.offset, detail if kind is not FactKind.YARA else "", count)


def _is_name(term: tuple[FactKind, str]) -> bool:
    kind, value = term
    return kind in {FactKind.SYMBOL, FactKind.CLASS} or (kind is FactKind.STRING and _NAME.fullmatch(value) is not None)


class _Places:
    """Where the hits of one node stand. What a source file names in prose only is documentation."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._general = text_place(subject.node.format)
        self._prose: Prose | None = None

    def of(self, string: Any, *, name: bool) -> Place:
        """The place of one pattern's hits; a ``name`` of code is documentation in a message to the user as well."""
        return Place.DOCUMENT if self._holds([string], name=name) else self._general

    def of_rule(self, strings: Iterable[Any]) -> Place:
        """The place of a hand-written rule's hits. Its patterns $service1, $service2 … are alternatives: a rule whose
        services or calls all stand in prose only mentions."""
        families: dict[str, list[Any]] = defaultdict(list)
        for string in strings:
            families[string.identifier.rstrip("0123456789")].append(string)
        mentioned = any(self._holds(family, name=False) for family in families.values())
        return Place.DOCUMENT if mentioned else self._general

    def _holds(self, strings: list[Any], *, name: bool) -> bool:
        if self._general is not Place.SCRIPT or self._subject.source.size > COMMENT_BYTES:
            return False
        if self._prose is None:
            self._prose = Prose(bytes(self._subject.source.data), self._subject.source.name)
        texts = {instance.matched_data for string in strings for instance in string.instances}
        return all(self._prose.holds(text, name=name) for text in texts)
