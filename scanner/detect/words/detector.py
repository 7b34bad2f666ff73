"""Products that nobody listed: names of several things that only a recogniser of faces does, in one file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from scanner.catalogue.lexicon import HEAVY, MOST_TELLING, SEVERAL, SOME, WORDS, Lexicon, Sense
from scanner.detect.comments import Prose
from scanner.detect.redact import redact
from scanner.detect.search import hits
from scanner.detect.snippet import OPEN_FORMATS
from scanner.detect.words.places import COMMENT_BYTES, has_messages, is_check_of_message, is_denied, place_of
from scanner.detect.words.runs import runs
from scanner.formats.ids import NATIVE
from scanner.formats.roles import text_place
from scanner.text import plural, safe_text
from scanner.types import FactKind, LimitReached, Node, Observation, Place

if TYPE_CHECKING:
    from scanner.detect.interface import Subject

MOST_PLACES = 1_000_000
"""Places of roots in one node: some seconds. The program with most that was met, Blender, has 2,300."""
MOST_NAMES = 10_000
"""Telling names that are kept; of further ones what they mean counts, for many of one meaning must not hide another."""
_TELLING = 2
"""Weight from which a meaning alone is worth a remark beside other evidence."""
_IDENTIFIER = re.compile(r"[\w$:]+")
"""What may be shown of data: no name of a file, no address."""
_ENDS = 2
"""Elements of a path that are shown, the last ones."""
_SHOWN = 100
"""Characters of a name that are shown."""

Found = tuple[int, str]
"""Offset and name."""


@dataclass(slots=True)
class _Sum:
    """What the names of one node mean."""

    names: set[str] = field(default_factory=set)
    heavy: set[str] = field(default_factory=set)
    """Those with a meaning that says much; people write sentences about what a program does not do."""
    meanings: dict[str, tuple[int, Found]] = field(default_factory=dict)
    """Meaning → its highest weight and the first name of that weight."""
    counts: dict[str, int] = field(default_factory=dict)
    """Meaning → how many different names have it."""

    def add(self, name: str, offset: int, senses: Iterable[Sense]) -> None:
        """Count ``name``; of names beyond :data:`MOST_NAMES` only what they mean."""
        for sense in senses:
            _keep(self.names, name)
            if sense.weight >= _TELLING and " " not in name:
                _keep(self.heavy, name)
            self.counts[sense.value] = self.counts.get(sense.value, 0) + 1
            if sense.weight > self.meanings.get(sense.value, (0, (0, "")))[0]:
                self.meanings[sense.value] = sense.weight, (offset, name)

    @property
    def weights(self) -> dict[str, int]:
        """Meaning → weight."""
        return {value: weight for value, (weight, _) in self.meanings.items()}


def _keep(names: set[str], name: str) -> None:
    if len(names) < MOST_NAMES:
        names.add(name)


class Words:
    """Cuts names and short texts into words, and says what those of a file mean together."""

    NAME: ClassVar[str] = "words"
    VERSION: ClassVar[str] = "1.0.3"
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Finds recognisers whose names say so: with a word for the face, in the languages of the pack's lexicon. Names"
        " that were replaced (obfuscation), numbers and codes say nothing.",
        "One file must name several things that a recogniser does; what is spread over many files is not added up.",
        "Whose component it is and whether it is used stays open: it is for a person, never more than available.",
        "In settings a name whose value is no says nothing.",
        "Documents, comments and docstrings are left out; in source files above 1 MiB comments count as code.",
        "A name beside other words on its line, as in source code, is taken for a part of a sentence and says less;"
        " names of files are not looked at.",
        "Texts in languages without spaces are found as whole phrases only, in the usual encodings.",
    )
    FORMATS: ClassVar[frozenset[str] | None] = None

    def observe(self, subject: Subject) -> Iterator[Observation]:
        """One observation for each meaning, and one for all together, where the names are enough; else one for a
        telling name.

        :raises LimitReached: where the node has too many places to look at, or YARA does not finish.
        """
        lexicon = subject.vocabulary.lexicon
        if lexicon is None or subject.vocabulary.rules is None or not subject.source.size:
            return
        place = place_of(subject)
        if place is Place.DOCUMENT:
            return
        total = _summed(subject, lexicon, place)
        if total is not None:
            yield from _told(subject, lexicon, total, place)


def _summed(subject: Subject, lexicon: Lexicon, place: Place) -> _Sum | None:
    """What the node's names mean; None without any."""
    texts = _texts(subject)
    if not texts:
        return None
    roots = {data for data, (text, _) in texts.items() if text not in lexicon.phrases}
    total = _Sum()
    beside: list[tuple[str, int, tuple[Sense, ...]]] = []
    kinds: set[str] = set()
    faces = False
    for name, offset, senses in _senses(subject, lexicon, roots, _Remarks(subject, place)):
        if senses and not senses[0].beside:
            total.add(name.strip(), offset, senses)
        elif senses and (len(beside) < MOST_NAMES or not kinds >= {sense.value for sense in senses}):
            beside.append((name, offset, senses))
            kinds |= {sense.value for sense in senses}
        faces = faces or bool(senses and not senses[0].beside) or lexicon.names_face(name)
    for name, offset, senses in beside if faces and len(kinds) > 1 else ():
        total.add(name.strip(), offset, senses)
    for phrase, offset in sorted(set(texts.values())):
        if phrase in lexicon.phrases and phrase not in total.names:
            total.add(phrase, offset, lexicon.phrases[phrase])
    return total


def _texts(subject: Subject) -> dict[bytes, tuple[str, int]]:
    """Bytes that stand in the node → the root or phrase that they are, and their first offset."""
    patterns = subject.vocabulary.word_patterns
    found = {}
    for match in hits(subject):
        for string in match.strings if match.namespace == WORDS else ():
            first = string.instances[0]
            found[first.matched_data] = patterns[string.identifier], first.offset
    return found


def _senses(
    subject: Subject, lexicon: Lexicon, roots: Set[bytes], remarks: _Remarks
) -> Iterator[tuple[str, int, tuple[Sense, ...]]]:
    """Every different name outside of comments, its offset and what it means."""
    seen: set[int] = set()
    is_settings = text_place(subject.node.format) is Place.CONFIG
    is_made = has_messages(subject)
    for number, (offset, run) in enumerate(runs(subject.source.data, roots)):
        if number >= MOST_PLACES:
            raise LimitReached(f"more than {MOST_PLACES:,} names with a word for the face")
        if is_settings and is_denied(subject.source.data, offset):
            continue
        key = hash(run)  # a text of two is taken for the other one, once in many millions
        if key in seen:
            continue
        name = run.decode("latin-1")
        senses = () if is_made and is_check_of_message(name) else lexicon.senses(name)
        if not ((senses or lexicon.names_face(name)) and remarks.cover(offset)):
            seen.add(key)
            yield name, offset, senses


class _Remarks:
    """The comments of a source file that is not too large; it is parsed when a name asks: few files have one."""

    def __init__(self, subject: Subject, place: Place) -> None:
        self._source = subject.source
        self._known = place is Place.SCRIPT and subject.source.size <= COMMENT_BYTES
        self._prose: Prose | None = None

    def cover(self, offset: int) -> bool:
        """Whether ``offset`` stands in a comment or docstring."""
        if not self._known:
            return False
        if self._prose is None:
            self._prose = Prose(bytes(self._source.data), self._source.name)
        return self._prose.covers(offset)


def _told(subject: Subject, lexicon: Lexicon, total: _Sum, place: Place) -> Iterator[Observation]:
    node, weights = subject.node, total.weights
    if lexicon.is_enough(len(total.names), len(total.heavy), weights):
        said = f"{plural(len(total.names), 'name')} of {plural(len(weights), 'kind')}"
        yield Observation(FactKind.WORDS, SEVERAL, node.path, place, None, said, count=len(total.names))
        if len(total.heavy) >= MOST_TELLING:
            telling = f"{len(total.heavy)} of them say much by themselves"
            yield Observation(FactKind.WORDS, HEAVY, node.path, place, None, telling, count=len(total.heavy))
        for value, (_, found) in sorted(total.meanings.items()):
            yield _shown(node, place, value, found, total.counts[value])
    elif node.format in NATIVE and max(weights.values(), default=0) >= _TELLING:
        value = max(sorted(weights), key=lambda value: weights[value])
        yield _shown(node, place, SOME, total.meanings[value][1], len(total.names))


def _shown(node: Node, place: Place, value: str, found: Found, count: int) -> Observation:
    """What else a line says is shown of programs only: elsewhere it may be the names of people."""
    offset, name = found
    if node.format not in OPEN_FORMATS:
        name = " ".join(part for part in name.split() if "face" in part.lower() and _IDENTIFIER.fullmatch(part))
    if "/" in name:  # before the end of a path may stand a name, behind it what was asked for
        name = "/".join(name.partition("?")[0].split("/")[-_ENDS:])
    detail = safe_text(redact(name), _SHOWN)
    return Observation(FactKind.WORDS, value, node.path, place, offset, detail, count=count)
