"""Byte patterns: YARA over the whole of a node."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from scanner.catalogue.constants.rules import CONSTANTS
from scanner.catalogue.fingerprints import FINGERPRINTS
from scanner.catalogue.lexicon import WORDS
from scanner.catalogue.patterns import is_member
from scanner.catalogue.versions import version_in
from scanner.detect.comments import Prose
from scanner.detect.embedded import FORMATS as MAY_HOLD_CODE
from scanner.detect.embedded import Code, code_in
from scanner.detect.listed import Listed
from scanner.detect.samples import TRANSLATIONS
from scanner.detect.search import hits
from scanner.detect.searchindex import is_search_index
from scanner.detect.snippet import snippet
from scanner.detect.tally import Tally
from scanner.formats.roles import text_place
from scanner.types import FactKind, Observation, Place

if TYPE_CHECKING:
    from scanner.detect.interface import Subject

RULE_KEY = "rule:"
"""A hand-written rule stands in the vocabulary's patterns under its name behind this word."""
COMMENT_BYTES = 1 << 20
"""Source files up to this size are asked which hits stand in comments; in a larger one every hit is code."""
_CAMEL = re.compile(r"[A-Za-z_$]*[A-Z][\w$]*")
"""Names of classes and functions. One in small letters may be a program that a command starts."""
DESCRIPTION = re.compile(
    rb"""^(?:openapi|swagger|asyncapi)[ \t]*:[ \t]*['"]?\d"""
    rb"""|"(?:openapi|swagger|asyncapi|smithy)"\s{0,9}:\s{0,9}"\d|"\$schema"\s{0,9}:\s{0,9}"https?://json-schema\.org/"""
    rb"""|"discovery\#restDescription"|"serviceFullName"\s{0,9}:\s{0,9}"|//schema\.(?:get)?postman\.com/"""
    rb"""|"\$ref"\s{0,9}:\s{0,9}"\#/(?:\$defs|definitions|components/schemas)/"""
    rb"""|"typeName"\s{0,9}:\s{0,9}"[A-Za-z0-9]{1,40}::[A-Za-z0-9]{1,40}::"""
    rb"""|\A\s{0,9}\{\s{0,9}"nested"\s{0,9}:\s{0,9}\{\s{0,9}"\w{1,40}"\s{0,9}:\s{0,9}\{\s{0,9}"(?:nested|options)"\s{0,9}:"""
    rb"""|\A\s{0,9}\{\s{0,9}"api"\s{0,9}:\s{0,9}\{\s{0,9}"name"\s{0,9}:\s{0,9}"\w{1,80}",\s{0,9}"slug"\s{0,9}:\s{0,9}"\w"""
    rb"""|"variant"\s{0,9}:\s{0,9}"project",\s{0,9}"kind"\s{0,9}:\s{0,9}1,"""
    rb"""|"compiler"\s{0,9}:\s{0,9}\{\s{0,9}"name"\s{0,9}:\s{0,9}"@stencil/core\"""",
    re.M,
)
"""What descriptions of interfaces say of themselves: OpenAPI, AsyncAPI, JSON Schema, Smithy, Google's discovery, the
service models and resource types of AWS, messages of protobuf.js; what is written out of a program's comments
(Capacitor's docgen, TypeDoc, Stencil's docs-json); and collections of requests to try an interface out (Postman)."""
COUNTED_BYTES = 64 << 20
"""Hits × node size up to which the further places of a hit are counted: about 0.1 s."""


class Bytes:
    """Finds the pack's byte patterns anywhere in a node."""

    NAME: ClassVar[str] = "bytes"
    VERSION: ClassVar[str] = "1.7.1"
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
        matches = [match for match in hits(subject) if match.namespace not in {CONSTANTS, FINGERPRINTS, WORDS}]
        number = sum(len(match.strings) for match in matches)
        counting = bytes(subject.source.data) if 0 < number * subject.source.size <= COUNTED_BYTES else None
        for match in matches:
            _note(match, subject, tally, places, counting)
        yield from tally.observations()


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
        if terms[0][0] is FactKind.VERSION:
            _note_version(terms[0][1], first_hit, tally)
            continue
        detail = snippet(subject.source.data, first_hit.offset, first_hit.matched_length, subject.node.format)
        count = max(len(string.instances), counting.count(first_hit.matched_data) if counting else 1, 1)
        place = places.of(string, terms)
        for kind, value in terms:
            tally.add(kind, value, place, first_hit.offset, detail if kind is not FactKind.YARA else "", count)


def _note_version(template: str, hit: Any, tally: Tally) -> None:
    version = version_in(template, hit.matched_data)
    if version:
        tally.add(FactKind.VERSION, version, Place.FILE, hit.offset, template)


def _is_member(term: tuple[FactKind, str]) -> bool:
    return term[0] is FactKind.STRING and is_member(term[1])


def _is_name(term: tuple[FactKind, str]) -> bool:
    kind, value = term
    named = kind is FactKind.STRING and _CAMEL.fullmatch(value) is not None
    return named or kind in {FactKind.SYMBOL, FactKind.CLASS} or _is_member(term)


class _Places:
    """Where the hits of one node stand. What a source file names in prose only is documentation; what stands in the
    code of a web page, a notebook or a program saved as text is script."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self._general = text_place(subject.node.format)
        if self._general is Place.CONFIG and subject.source.name.lower().endswith(".ipynb"):
            self._general = Place.DOCUMENT  # what is no code in a notebook is prose and output
        if self._general is Place.CONFIG and subject.source.size <= COMMENT_BYTES and self._describes():
            self._general = Place.DOCUMENT
        self._translates = self._general is Place.CONFIG and TRANSLATIONS.fullmatch(subject.node.path) is not None
        self._code: Code | None = None
        self._prose: Prose | None = None
        self._remarks: Prose | None = None
        self._index: bool | None = None
        self._listed = Listed(subject)

    def of(self, string: Any, terms: Iterable[tuple[FactKind, str]]) -> Place:
        """The place of one pattern's hits; a name of code is documentation in a message to the user as well.

        Compiled Python keeps the parts of a name apart: both together stand in a sentence only. Translations are such
        sentences; addresses stand there beside them.
        """
        terms = list(terms)
        if self._subject.node.format == "pyc" and all(map(_is_member, terms)):
            return Place.DOCUMENT
        if self._translates and all(kind is FactKind.STRING for kind, _ in terms):
            return Place.DOCUMENT
        return self._joint([[string]], name=all(map(_is_name, terms)))

    def of_rule(self, strings: Iterable[Any]) -> Place:
        """The place of a hand-written rule's hits. Its patterns $service1, $service2 … are alternatives: a rule whose
        services or calls all stand in prose only mentions."""
        families: dict[str, list[Any]] = defaultdict(list)
        for string in strings:
            families[string.identifier.rstrip("0123456789")].append(string)
        return self._joint(families.values(), name=False)

    def _joint(self, families: Iterable[list[Any]], *, name: bool) -> Place:
        texts = [{instance.matched_data for string in family for instance in string.instances} for family in families]
        if self._general is Place.SCRIPT and self._is_index():
            return Place.DOCUMENT
        if self._general is not Place.SCRIPT and not self._is_code(texts):
            said = self._general is Place.CONFIG and any(map(self._is_said, texts))
            return Place.DOCUMENT if said else self._general
        return Place.DOCUMENT if any(self._holds(one, name=name) for one in texts) else Place.SCRIPT

    def _describes(self) -> bool:
        return DESCRIPTION.search(self._subject.source.data) is not None

    def _is_index(self) -> bool:
        if self._index is None:
            code = self._source()
            self._index = is_search_index(code.source, code.name)
        return self._index

    def _is_said(self, texts: set[bytes]) -> bool:
        """Whether all of ``texts`` stand in a configuration file where nothing is set by them."""
        return self._is_remark(texts) or all(map(self._listed.holds, texts))

    def _is_remark(self, texts: set[bytes]) -> bool:
        """Whether all of ``texts`` stand in the comments of a configuration file."""
        if self._subject.source.size > COMMENT_BYTES:
            return False
        if self._remarks is None:
            data, name = bytes(self._subject.source.data), self._subject.source.name
            self._remarks = Prose(data, name, self._subject.node.format)
        return all(map(self._remarks.holds, texts))

    def _is_code(self, families: list[set[bytes]]) -> bool:
        """Whether a text of every family stands in code that a file of another format holds."""
        if self._subject.node.format not in MAY_HOLD_CODE or not families:
            return False
        code = self._source().source
        return bool(code) and all(any(text in code for text in texts) for texts in families)

    def _source(self) -> Code:
        if self._code is None:
            data, name = bytes(self._subject.source.data), self._subject.source.name
            self._code = Code(data, name) if self._general is Place.SCRIPT else code_in(data, name)
        return self._code

    def _holds(self, texts: set[bytes], *, name: bool) -> bool:
        if self._subject.source.size > COMMENT_BYTES:
            return False
        if self._prose is None:
            code = self._source()
            self._prose = Prose(code.source, code.name)
        return all(self._prose.holds(text, name=name) for text in texts)
