"""The records of ``signatures/fingerprints`` held against files, by the detector and in full."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
    """What the detector says of one file, as a screening has it; what is absent is not in the mappings."""

    words: Mapping[str, str]
    """Record → word."""
    share: Mapping[str, str]
    """Record → features met of all, by type."""
    problem: str = ""


@cache
def records() -> tuple[Record, ...]:
    """Every record of the repository, by id."""
    paths = sorted(FOLDER.glob("*.yaml"))
    return tuple(record_from(checked_record(path.read_bytes(), f"fingerprints/{path.name}")) for path in paths)


@cache
def digest(record: str) -> str:
    """The beginning of the SHA-256 of a record's file: which one a measurement was made with."""
    return hashlib.sha256((FOLDER / f"{record}.yaml").read_bytes()).hexdigest()[:12]


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
    try:
        with Source(path, path.name) as source:
            format_id = identify(source)
        seen = _members(path) if format_id == "zip" else _observed(path, "", path.name)[1]
    except (OSError, ParseFailure, LimitReached) as problem:
        return Seen({}, {}, str(problem))
    words: dict[str, str] = {}
    share: dict[str, str] = {}
    for one in seen:
        if one.kind is FactKind.FINGERPRINT:
            record, _, word = one.value.partition(" ")
            if WORDS.index(word or CERTAIN) < WORDS.index(words.get(record, ABSENT)):
                words[record], share[record] = word or CERTAIN, _share(record, one.setting)
    return Seen(words, share)


def _share(record: str, setting: str) -> str:
    """``str 12/300, f64 0/8`` out of the places that an observation names."""
    met = {kind: numbers.count(",") + 1 for kind, _, numbers in (part.partition(":") for part in setting.split(";"))}
    parts = next(one.parts for one in records() if one.id == record)
    return ", ".join(f"{part.kind} {met.get(part.kind, 0)}/{part.total}" for part in parts)


def full(path: Path, record: Record) -> str:
    """What ``path`` says of ``record`` whatever the byte search saw."""
    with Source(path, path.name) as source:
        for extractor in extractors_of(identify(source)):
            if record.family == extractor.NAME:
                return match(record, features_of(source.data, extractor, wanted([record]))).word
    return ABSENT


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
