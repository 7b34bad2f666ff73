"""Configuration bundles: settings whose key a fact names, with their value where a fact has a pattern for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from scanner.catalogue.config_terms import INSIDE, OUTSIDE, PRESENT, bare, value_meets
from scanner.catalogue.placeholders import FILLED_IN, asks_for_a_switch, is_filled_in
from scanner.detect.destinations import Destinations
from scanner.detect.entries import Entries
from scanner.detect.keys import SafePaths
from scanner.detect.mentions import mentions
from scanner.detect.redact import is_secret
from scanner.detect.samples import is_sample
from scanner.detect.settings.characters.answers import body_of, shifted
from scanner.detect.settings.interface import Skimmer
from scanner.detect.settings.registry import BY_FORMAT, READERS
from scanner.detect.settings.views.interface import Derived
from scanner.detect.settings.views.registry import viewed
from scanner.detect.terms import COUNTED, counted_lists, counted_maps, due, matters, wanted
from scanner.text import plural, safe_text, shorten
from scanner.types import FacescreenError, FactKind, Observation, Place

if TYPE_CHECKING:
    from scanner.catalogue.config_terms import ConfigTerm
    from scanner.detect.interface import Subject
    from scanner.detect.settings.characters.answers import body_of, shifted
from scanner.detect.settings.interface import Setting

SHOWN = 60
"""Characters of a value that are shown."""
KEPT = 240
"""Characters of a value that the matcher is handed: facts may ask for a word in a list (``EXTRA_PLUGINS``)."""
DETAIL = 500
"""Characters of a key path with its value."""
_SAMPLES = frozenset({"example", "examples", "sample", "samples"})
"""Keys below which API descriptions and schemas show what a file may look like: documentation, not a setting."""
_PAGES = frozenset({"html", "pre", "code", "codeblock", "programlisting", "screen"})
"""Elements of pages and manuals (XHTML, DITA, DocBook) in which settings are shown to a reader."""
_IN_PLACE = "sqlite"
"""Read where it lies, whatever its size: looking through all of it for words would cost more."""
_WORDS = re.compile(r"(?i:true|false|on|off|yes|no|enabled?|disabled?)")


class Configuration:
    """Yields what the vocabulary asks for; every other key and value stays in its file.

    A value is shown only where a pattern of a fact names it, or as yes or no. Values that are merely asked to be there
    (a group's name, a person's number) are reported by their length, lists of people by the number of entries.
    """

    NAME: ClassVar[str] = "config"
    VERSION: ClassVar[str] = "1.2.4"
    ANY_SIZE: ClassVar[bool] = True
    """It reads only files that mention a key: one that it cannot read may hold the switch, however short it is."""
    FORMATS: ClassVar[frozenset[str] | None] = frozenset(BY_FORMAT)
    LIMITATIONS: ClassVar[tuple[str, ...]] = (
        "Configuration inside encrypted exports and binary formats of single makers is not read.",
        "A setting that a device changes at run time, or a default that no file states, is not seen.",
        *(f"{reader.FORMAT}: {sentence}." for reader in READERS for sentence in reader.LIMITATIONS),
    )

    def observe(self, subject: Subject) -> Iterable[Observation]:
        """Settings in the order of the file, then the lists with their number of entries.

        A file that does not mention the words of any key is not parsed: broken or not, it has nothing to say.
        """
        if not _is_looked_through(subject) or mentions(
            memoryview(subject.source.data), subject.node.format, subject.vocabulary.config_terms
        ):
            yield from told(viewed(_settings(subject), subject.limits, matters(subject.vocabulary)), subject)


def told(settings: Iterable[Setting], subject: Subject) -> Iterator[Observation]:
    """What the vocabulary asks for in ``settings`` of one file, then the lists with their number of entries.

    :raises FacescreenError: what ``settings`` raises, after everything that was read before.
    """
    paths = _Telling(subject)
    lists = counted_lists(subject.vocabulary, subject.node.format)
    entries = Entries(lambda path: _is_list(subject, path), counted_maps(subject.vocabulary), lists)
    failure: FacescreenError | None = None
    try:
        for setting in settings:
            if not isinstance(setting, Derived):
                entries.see(setting)
            paths.sent.see(setting)
            yield from _observed(setting, subject, paths)
    except FacescreenError as error:
        failure = error
    for sent, text in paths.sent.told():
        yield _observation(sent.path, text, sent.offset, subject, paths, text)
    yield from _lists(entries, subject, paths)
    if failure is not None:
        raise failure


class _Telling(SafePaths):
    """How the settings of one file are told: their keys, the place where they stand, and the addresses in them."""

    def __init__(self, subject: Subject) -> None:
        super().__init__()
        self.sent = Destinations()
        self._subject = subject

    @cached_property
    def place(self) -> Place:
        """A sample is declared: written down so that it can be set."""
        return Place.DECLARED if is_sample(self._subject) else Place.CONFIG


def _is_looked_through(subject: Subject) -> bool:
    return subject.node.format != _IN_PLACE and subject.source.size <= subject.limits.config_bytes


def _settings(subject: Subject) -> Iterator[Setting]:
    reader = BY_FORMAT[subject.node.format]
    source, begins = body_of(subject.source)
    if isinstance(reader, Skimmer):
        settings = reader.skim(source, subject.limits, wanted(subject.vocabulary, subject.node.format))
    else:
        settings = reader.read(source, subject.limits)
    return shifted(settings, begins) if begins else settings


def warm() -> None:
    """Load the parsers before workers are forked."""
    import scanner.detect.settings.nested.xmlevents
    import scanner.detect.settings.nested.yamlevents  # noqa: F401


def _observed(setting: Setting, subject: Subject, paths: _Telling) -> Iterator[Observation]:
    last = bare(setting.path[-1])
    if last.lower() not in subject.vocabulary.config_keys:
        return
    terms = _due(subject, setting.path)
    if not terms:
        return
    taken = any(term.address for term in terms) and paths.sent.take(setting)
    patterns = [pattern for term in terms for pattern in (_of_text(term, taken) if term.address else term.patterns)]
    shown = _shown(setting.value, patterns, is_secret(last))
    if shown is not None:
        yield _observation(setting.path, shown, setting.offset, subject, paths)


def _of_text(term: ConfigTerm, taken: bool) -> list[str]:
    """What is asked of the value of an address: nothing where it was ``taken`` for one; else whether it is there."""
    return [] if taken else [pattern for pattern in term.patterns if pattern not in (OUTSIDE, INSIDE)]


def _lists(entries: Entries, subject: Subject, paths: _Telling) -> Iterator[Observation]:
    for path, count, offset in entries.counted():
        patterns = _patterns(subject, path)
        if (count and PRESENT in patterns) or any(value_meets(p, str(count)) for p in patterns if p != PRESENT):
            yield _observation(path, str(count), offset, subject, paths, plural(count, "entry", "entries"))


def _is_list(subject: Subject, path: tuple[str, ...]) -> bool:
    """Whether a fact asks for the presence or number of what stands at ``path``."""
    if path[-1].lower() not in subject.vocabulary.config_keys:
        return False
    return not COUNTED.isdisjoint(_patterns(subject, path))


def _patterns(subject: Subject, path: tuple[str, ...]) -> list[str]:
    """Value patterns of all terms of the format whose key ``path`` meets."""
    return [pattern for term in _due(subject, path) for pattern in term.patterns]


def _due(subject: Subject, path: tuple[str, ...]) -> Iterable[ConfigTerm]:
    """The terms of the format whose key ``path`` meets."""
    return due(subject.vocabulary, subject.node.format, path)


def _named(plain: list[str]) -> list[str]:
    """Without the bare indexes of a list at the root."""
    return [part for part in plain if part]


def _shown(value: str, patterns: list[str], secret: bool) -> str | None:
    """What may be said about ``value``; None where it meets no pattern and so proves nothing.

    Of a ``secret`` only that it is there, and how long it is.
    """
    if not patterns:
        return None
    named = any(value_meets(pattern, value) for pattern in patterns if pattern != PRESENT)
    if _WORDS.fullmatch(value.strip()) or (named and not secret):
        return safe_text(_kept(value.strip(), patterns), KEPT)
    if (named or PRESENT in patterns) and value_meets(PRESENT, value):
        return f"(text, {plural(len(value), 'character')})"
    return FILLED_IN if asks_for_a_switch(patterns) and is_filled_in(value) else None


def _kept(value: str, patterns: list[str]) -> str:
    """A path too long to be shown by its last part, where that is what a pattern names, too."""
    if len(value) <= SHOWN or "/" not in value:
        return value
    name = f".../{value.rpartition('/')[2]}"
    return name if any(value_meets(pattern, name) for pattern in patterns if pattern != PRESENT) else value


def _observation(
    path: tuple[str, ...], shown: str, offset: int | None, subject: Subject, paths: _Telling, detail: str = ""
) -> Observation:
    safe = [paths.element(part) for part in path]
    plain = _named([bare(part) for part in safe])
    place = Place.DOCUMENT if _is_told(plain, subject.node.format) else paths.place
    return Observation(
        FactKind.CONFIG,
        "/".join(plain),
        subject.node.path,
        place,
        offset,
        shorten(f"{'/'.join(safe)} = {detail or shorten(shown, SHOWN)}", DETAIL),
        "/".join(safe[:-1]),
        shown,
    )


def _is_told(plain: list[str], format_id: str) -> bool:
    """Whether a setting stands in an example of a description, or in a page."""
    told = _SAMPLES | _PAGES if format_id == "text:xml" else _SAMPLES
    return any(part.lower() in told for part in plain)
