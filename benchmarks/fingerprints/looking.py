"""The records of ``signatures/fingerprints`` held against files, by the detector and in full."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yara

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
from scanner.types import CapabilityClass, LimitReached, Limits, Node, ParseFailure

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
    """What ``path`` says of every record."""
    began = time.process_time()
    try:
        with Source(path, path.name) as source:
            node = Node(path.name, None, source.size, "", identify(source))
            subject = Subject(node, source, vocabulary(), Limits())
            detected = dict(_word(one.value) for one in Fingerprints().observe(subject))
            full, share = _full(source, node.format)
            return Seen(detected, full, share, time.process_time() - began)
    except (OSError, ParseFailure, LimitReached) as problem:
        return Seen({}, {}, problem=str(problem))


def _word(value: str) -> tuple[str, str]:
    record, _, word = value.partition(" ")
    return record, word or CERTAIN


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


def best(words: Sequence[str]) -> str:
    """The surest of ``words``."""
    return min(words, key=WORDS.index, default=ABSENT)
