"""Real libraries with texts of the pack, their data section put under random keys in the ways of obfuscators."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.constants_silence import unpacked
from benchmarks.fetch import debian
from benchmarks.hidden_look import format_of, look, vocabulary
from benchmarks.places import WORK
from benchmarks.registries import wheel
from scanner.catalogue.constants.rules import CONSTANTS
from scanner.catalogue.fingerprints import FINGERPRINTS
from scanner.catalogue.lexicon import WORDS
from scanner.detect.hidden.detector import LEAST
from scanner.detect.hidden.stretches import stretches
from scanner.detect.search import matched_in
from scanner.types import FactKind, Span

LENGTHS = range(1, 17)
_MOST_BYTES = 8 << 20
"""Larger data sections are passed over: reading one under 16 keys from 16 places takes minutes."""
_TEXT = re.compile(rb"[\t\n\r\x20-\x7e]{4,}\0")
_OTHERS = {CONSTANTS, FINGERPRINTS, WORDS}
WHEELS: tuple[tuple[str, str], ...] = (
    ("dlib-bin==20.0.1", "linux"),
    ("dlib-bin==20.0.1", "windows"),
    ("dlib-bin==20.0.1", "macos"),
    ("inspireface==1.2.4.post3", "linux"),
    ("inspireface==1.2.4.post3", "linux-arm64"),
    ("opencv-python-headless==4.10.0.84", "linux-arm64"),
    ("opencv-python-headless==4.10.0.84", "macos"),
    ("opencv-python-headless==5.0.0.93", "windows"),
    ("mediapipe==0.10.14", "linux"),
)
PACKAGES = ("libopencv-contrib406", "libopencv-objdetect406")
FAMILIES = ("amd64", "arm64", "armhf", "ppc64el")


def _whole(data: bytes, key: bytes) -> bytes:
    return _mixed(data, key)


def _zeros_stay(data: bytes, key: bytes) -> bytes:
    return bytes(np.where(_array(data) == 0, 0, _array(_mixed(data, key))).astype(np.uint8))


def _none_made(data: bytes, key: bytes) -> bytes:
    plain, mixed = _array(data), _array(_mixed(data, key))
    return np.where((plain == 0) | (mixed == 0), plain, mixed).tobytes()


def _by_text(data: bytes, key: bytes) -> bytes:
    return _TEXT.sub(lambda text: _mixed(text[0], key), data)


def _own_keys(data: bytes, key: bytes) -> bytes:
    chance = random.Random(key)  # noqa: S311 - reproducible
    return _TEXT.sub(lambda text: _mixed(text[0], _key(chance, len(key))), data)


WAYS: dict[str, Callable[[bytes, bytes], bytes]] = {
    "whole section": _whole,
    "zeros stay": _zeros_stay,
    "no zero made": _none_made,
    "each text": _by_text,
    "keys of its own": _own_keys,
}
"""The key runs through the section; the same, but zeros are left as they are; so is what would become one; the key
begins anew with every text; every text has another key."""
FOUND = tuple(WAYS)


def recall() -> list[dict[str, Any]]:
    """One row for each length of a key: for each way in how many libraries something is found, and how much of it."""
    libraries = list(_libraries())
    rows = []
    for length in LENGTHS:
        row: dict[str, Any] = {"length": length, "libraries": [name for name, *_ in libraries]}
        for way, hide in WAYS.items():
            pairs = [_values(one, length, hide) for one in libraries]
            row[way] = [sum(map(bool, (seen for seen, _ in pairs))), len(pairs)]
            row[f"{way}: texts"] = [sum(len(seen & there) for seen, there in pairs), sum(len(t) for _, t in pairs)]
            row[f"{way}: others"] = sorted({f"{kind} {value}" for seen, there in pairs for kind, value in seen - there})
        rows.append(row)
        print(row, flush=True)
    return rows


Library = tuple[str, Path, str, Span, set[tuple[FactKind, str]]]
"""Name, file, format, section with most texts of the pack, these."""


def _libraries() -> Iterator[Library]:
    for name, path in _files():
        kind = format_of(path)
        data = path.read_bytes()
        found = [
            (one, _openly(data[one.offset : one.offset + one.length])) for one in stretches(memoryview(data), kind)
        ]
        span, values = max(found, key=lambda pair: len(pair[1]), default=(Span(0, 0), set()))
        if values and span.length <= _MOST_BYTES:
            yield name, path, kind, span, values


def _openly(data: bytes) -> set[tuple[FactKind, str]]:
    """What the pack's texts in ``data`` stand for, as far as they are long enough to be believed under a key."""
    known = vocabulary()
    found: set[tuple[FactKind, str]] = set()
    for match in matched_in(known.rules, data, 120):
        for string in match.strings if match.namespace not in _OTHERS else ():
            if string.instances[0].matched_length >= LEAST:
                terms = known.patterns.get(string.identifier, ())
                found |= {term for term in terms if term[0] not in {FactKind.VERSION, FactKind.YARA}}
    return found


def _values(one: Library, length: int, hide: Callable[[bytes, bytes], bytes]) -> tuple[set[Any], set[Any]]:
    """(what is found under a key of ``length`` bytes, what stood there before)."""
    name, path, kind, span, there = one
    key = _key(random.Random(f"{name} {length}"), length)  # noqa: S311 - reproducible
    data = bytearray(path.read_bytes())
    end = span.offset + span.length
    data[span.offset : end] = hide(bytes(data[span.offset : end]), key)
    copy = WORK / "hidden" / "hidden.bin"
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(data)
    seen, _, _ = look(copy, kind)
    told = {(o.kind, o.value) for o in seen if o.kind not in {FactKind.VERSION, FactKind.YARA}}
    return told, there


def _key(chance: random.Random, length: int) -> bytes:
    """Random bytes that no shorter key makes."""
    while True:
        key = chance.randbytes(length)
        if any(key) and all(key != key[:n] * (length // n) for n in range(1, length) if length % n == 0):
            return key


def _mixed(data: bytes, key: bytes) -> bytes:
    return (_array(data) ^ _array((key * (len(data) // len(key) + 1))[: len(data)])).tobytes()


def _array(data: bytes) -> Any:
    return np.frombuffer(data, np.uint8)


def _files() -> Iterator[tuple[str, Path]]:
    """Native libraries of the packages, each copied to a place of its own."""
    folder = WORK / "hidden" / "libraries"
    if not folder.exists():
        part = folder.with_name("libraries.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for number, (label, path) in enumerate(_taken()):
            shutil.copyfile(path, part / f"{number:03} {label} {path.name}")
        part.rename(folder)
    yield from ((path.name.partition(" ")[2], path) for path in sorted(folder.iterdir()))


def _taken() -> Iterator[tuple[str, Path]]:
    for package, platform in WHEELS:
        yield from _native(f"{package} {platform}", wheel(package, platform))
    for family in FAMILIES:
        for archive in debian(PACKAGES, family):
            yield from _native(f"debian {family}", archive)


def _native(label: str, archive: Path) -> Iterator[tuple[str, Path]]:
    for path in unpacked([archive], WORK / "hidden" / "unpacked"):
        if path.stat().st_size > 4096 and format_of(path) in {"elf", "pe", "macho"}:
            yield label, path
