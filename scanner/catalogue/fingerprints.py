"""Records of library fingerprints: what one target looks like whatever compiled it, as the pack holds it.

A record is data made by ``facescreen fingerprints learn`` (docs/fingerprints.md). Its hashes stay bytes here, so that a
pack loads without numpy; :mod:`scanner.fingerprints` computes with them.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from scanner.types import Capability

FINGERPRINTS = "FINGERPRINTS"
"""The YARA namespace of the rules over the triggers of all records."""
GROUPS = {
    "str": "text",
    "qual": "text",
    "rtti": "types",
    "sym": "types",
    "f32": "tables",
    "f64": "tables",
    "ints": "tables",
    "call": "calls",
    "shape": "shapes",
}
"""Type of feature → the group of evidence that it belongs to: types of one group fall together, as when a vendor hides
all texts, so two groups are needed for certainty."""
TYPE_WORDS = {
    "str": "texts",
    "qual": "names in messages",
    "rtti": "type names",
    "sym": "symbol names",
    "f32": "binary32 tables",
    "f64": "binary64 tables",
    "ints": "tables of whole numbers",
    "call": "runs of platform calls",
    "shape": "shapes of methods",
}
"""Type of feature → what people read."""
LEAST = {"str": 4, "qual": 3, "rtti": 3, "sym": 4, "f32": 4, "f64": 4, "ints": 4, "call": 4, "shape": 4}
"""How many features of one type must be met before the type counts at all."""
WEIGHT_STEP = 0.125
"""A weight's byte counts eighths of a natural logarithm."""
FAMILIES = ("native", "dex", "java", "dotnet")
TARGET_KINDS = ("face", "engine", "search")
"""What a target is: code for faces (it has facts), an inference engine, a library for vector search (context)."""
CERTAIN, LIKELY, TRACES, ABSENT = "certain", "likely", "traces", "absent"
FOLDER = "fingerprints"
MOST_BYTES = 16_000
"""Size of one record's file."""
_PER_RULE = 500


@dataclass(frozen=True, slots=True)
class Part:
    """All features of one type that a record asks for."""

    kind: str
    hashes: bytes
    """Sorted 64-bit numbers, little-endian."""
    weights: bytes
    """One byte each, in the order of ``hashes``, see :data:`WEIGHT_STEP`."""
    threshold: float
    """The sum of weights from which the type counts."""
    least: int
    heaviest: tuple[tuple[int, str], ...]
    """(index, text for people) of the heaviest ones, heaviest first."""
    beside: bool = False
    """Whether other parts of the library have these features too: they count beside features of another group only."""

    @property
    def total(self) -> int:
        """How many features there are."""
        return len(self.weights)


@dataclass(frozen=True, slots=True)
class Learned:
    """How a record came about."""

    date: str
    samples: tuple[tuple[str, str, str], ...]
    """(SHA-256, name, version or empty) of each file that it was learned from."""
    agreement: int
    """In how many of the samples each feature is."""
    contrast: tuple[str, ...]
    """SHA-256 of the files whose features were taken out."""
    background_files: int
    background_digest: str


@dataclass(frozen=True, slots=True)
class Marker:
    """Features that came or went with a version: ``since`` it or ``until`` it they are in every sample."""

    side: str
    version: str
    kind: str
    hashes: bytes


@dataclass(frozen=True, slots=True)
class Record:
    """The fingerprint of one target."""

    id: str
    kind: str
    product: str
    """Id of the signature whose facts name this record; empty for engines and vector search."""
    target: str
    capabilities: tuple[Capability, ...]
    family: str
    parts: tuple[Part, ...]
    triggers: tuple[bytes, ...]
    """Byte sequences of the strongest features: a file without any of them is not looked at closer."""
    learned: Learned
    markers: tuple[Marker, ...] = ()

    @property
    def features(self) -> int:
        """How many features there are, of all types."""
        return sum(part.total for part in self.parts)


def record_from(data: Mapping[str, Any]) -> Record:
    """``data`` must have passed the schema ``fingerprint`` and :func:`record_problems`."""
    learned = data["learned"]
    return Record(
        id=data["id"],
        kind=data["kind"],
        product=data.get("product", ""),
        target=data["target"],
        capabilities=tuple(map(Capability, data.get("capabilities", ()))),
        family=data["family"],
        parts=tuple(_part(kind, part) for kind, part in sorted(data["parts"].items())),
        triggers=tuple(bytes.fromhex(trigger) for trigger in data["triggers"]),
        learned=Learned(
            date=learned["date"],
            samples=tuple((one["sha256"], one["name"], one.get("version", "")) for one in learned["samples"]),
            agreement=learned["agreement"],
            contrast=tuple(learned.get("contrast", ())),
            background_files=learned["background"]["files"],
            background_digest=learned["background"]["digest"],
        ),
        markers=tuple(
            Marker(one["side"], one["version"], one["kind"], b64decode(one["hashes"]))
            for one in data.get("markers", ())
        ),
    )


def _part(kind: str, data: Mapping[str, Any]) -> Part:
    return Part(
        kind=kind,
        hashes=b64decode(data["hashes"]),
        weights=b64decode(data["weights"]),
        threshold=float(data["threshold"]),
        least=data["least"],
        heaviest=tuple((int(index), text) for index, text in data["heaviest"]),
        beside=data.get("beside", False),
    )


def record_problems(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, problem) for what a record must obey beyond its schema."""
    if data["kind"] == "face" and not (data.get("product") and data.get("capabilities")):
        yield "product", "a face target names a signature and what it can do"
    for kind, part in data["parts"].items():
        field = f"parts/{kind}"
        if kind not in GROUPS:
            yield field, "no such type of feature"
            continue
        yield from ((f"{field}/{name}", problem) for name, problem in _part_problems(part))


def _part_problems(part: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    try:
        hashes, weights = b64decode(part["hashes"], validate=True), b64decode(part["weights"], validate=True)
    except ValueError:
        yield "hashes", "not base64"
        return
    numbers = [int.from_bytes(hashes[at : at + 8], "little") for at in range(0, len(hashes), 8)]
    if len(hashes) != 8 * len(weights) or not weights:
        yield "weights", "one byte for each hash of eight bytes"
    elif any(one >= other for one, other in pairwise(numbers)):
        yield "hashes", "must be sorted, each once"
    if any(not 0 <= index < len(weights) for index, _ in part["heaviest"]):
        yield "heaviest", "an index is beyond the hashes"


def trigger_rules(records: Iterable[Record]) -> str:
    """YARA rules whose strings are called ``$f<record>_<trigger>``, joined with ``or``: one hit of each is kept."""
    names = [
        (f"$f{place}_{number}", trigger)
        for place, record in enumerate(records)
        for number, trigger in enumerate(record.triggers)
    ]
    return "".join(_rule(names[at : at + _PER_RULE], at) for at in range(0, len(names), _PER_RULE))


def _rule(strings: list[tuple[str, bytes]], number: int) -> str:
    lines = "\n".join(f"    {name} = {{ {trigger.hex(' ')} }}" for name, trigger in strings)
    condition = " or ".join(name for name, _ in strings)
    return f"rule fingerprints_{number} {{\n  strings:\n{lines}\n  condition:\n    {condition}\n}}\n"


def triggered(identifiers: Iterable[str]) -> dict[int, set[int]]:
    """Place of the record → which of its triggers were hit, from the identifiers of the strings."""
    found: dict[int, set[int]] = {}
    for identifier in identifiers:
        place, _, number = identifier.removeprefix("$f").partition("_")
        found.setdefault(int(place), set()).add(int(number))
    return found
