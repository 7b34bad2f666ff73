"""The records of ``signatures/fingerprints`` held against files, by the detector and in full."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yara

from benchmarks.fingerprints.picking import members
from benchmarks.places import ROOT
from scanner.catalogue.fingerprints import (
    ABSENT,
    CERTAIN,
    FINGERPRINTS,
    LIKELY,
    TRACES,
    Record,
    record_from,
    trigger_rules,
)
from scanner.catalogue.recorded import checked_record
from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.fingerprints import Fingerprints
from scanner.detect.interface import Subject
from scanner.fingerprints.archives import extractors_of, features_of
from scanner.fingerprints.score import match, wanted
from scanner.formats.identify import identify
from scanner.formats.source import Source
from scanner.match.fingerprints import united
from scanner.types import CapabilityClass, FactKind, LimitReached, Limits, Node, Observation, ParseFailure

WORDS = (CERTAIN, LIKELY, TRACES, ABSENT)
FOLDER = ROOT / "signatures" / "fingerprints"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one file says of all records; what is absent is not in the mappings."""

    detected: Mapping[str, str]
    """Record → word, as a screening has it: only files with a trigger are looked at closer."""
    full: Mapping[str, str]
    """Record → word, whatever the byte search saw."""
    share: Mapping[str, str] = field(default_factory=dict)
    """Record → features met of all, by type."""
    cpu: float = 0.0
    problem: str = ""


@cache
def records() -> tuple[Record, ...]:
    """Every record of the repository, by id."""
    paths = sorted(FOLDER.glob("*.yaml"))
    return tuple(record_from(checked_record(path.read_bytes(), f"fingerprints/{path.name}")) for path in paths)


def recognising(record: Record) -> bool:
    """Whether a record says that a face can be recognised, not only found."""
    return any(one.capability_class is CapabilityClass.RECOGNITION for one in record.capabilities)


@cache
def vocabulary() -> Vocabulary:
    """Nothing but the records."""
    rules = yara.compile(sources={FINGERPRINTS: trigger_rules(records())}) if records() else None
    return Vocabulary(rules, {}, {}, frozenset(), fingerprints=records())


def look(path: Path) -> Seen:
    """What ``path`` says of every record: a native file, or an archive of classes or dex files."""
    began = time.process_time()
    try:
        with Source(path, path.name) as source:
            format_id = identify(source)
            full, share = _full(source, format_id)
        seen = _members(path) if format_id == "zip" else _observed(path, "", path.name)[1]
        return Seen(_words(seen), full, share, time.process_time() - began)
    except (OSError, ParseFailure, LimitReached) as problem:
        return Seen({}, {}, problem=str(problem))


def _observed(path: Path, parent: str, name: str) -> tuple[Node, list[Observation]]:
    """One file as a node, and what the detector says of it."""
    with Source(path, name) as source:
        node = Node(name, parent or None, source.size, "", identify(source))
        return node, list(Fingerprints().observe(Subject(node, source, vocabulary(), Limits())))


def _members(archive: Path) -> list[Observation]:
    """What the files of code in an archive say, and what they say together."""
    nodes, seen = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(_code(archive.name, archive.read_bytes())):
            place = Path(folder, str(number))
            place.write_bytes(data)
            node, observed = _observed(place, archive.name, f"{archive.name}!/{number}")
            nodes.append(node)
            seen += observed
    return [*seen, *united(records(), nodes, seen)]


def _code(name: str, content: bytes) -> Iterator[bytes]:
    for inner, data in members(name, content):
        if data.startswith(b"PK\x03\x04"):
            yield from _code(inner, data)
        elif data[:4] in {b"\xca\xfe\xba\xbe", b"dex\n"}:
            yield data


def _words(seen: Iterable[Observation]) -> dict[str, str]:
    """Record → the surest word."""
    found: dict[str, str] = {}
    for one in seen:
        if one.kind is FactKind.FINGERPRINT:
            record, _, word = one.value.partition(" ")
            found[record] = min(found.get(record, ABSENT), word or CERTAIN, key=WORDS.index)
    return found


def _full(source: Source, format_id: str) -> tuple[dict[str, str], dict[str, str]]:
    words, share = {}, {}
    for extractor in extractors_of(format_id):
        mine = [record for record in records() if record.family == extractor.NAME]
        features = features_of(source.data, extractor, wanted(mine)) if mine else {}
        for record in mine:
            answer = match(record, features)
            if answer.word != ABSENT:
                words[record.id] = answer.word
                met = {part.part.kind: len(part.hits) for part in answer.parts}
                share[record.id] = ", ".join(
                    f"{part.kind} {met.get(part.kind, 0)}/{part.total}" for part in record.parts
                )
    return words, share
