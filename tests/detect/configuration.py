"""Observing configuration with the facts of the pack's own configuration signatures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from scanner.catalogue.config_terms import config_terms
from scanner.catalogue.schema import check
from scanner.catalogue.signatures import signature_from
from scanner.catalogue.vocabulary import Vocabulary
from scanner.catalogue.yamlfile import read_yaml
from scanner.detect.config import Configuration
from scanner.detect.interface import Subject
from scanner.formats.source import Source
from scanner.types import Fact, Limits, Node, Observation, Signature

FOLDER = Path(__file__).parents[2] / "signatures" / "config"
FILES = sorted(FOLDER.rglob("*.yaml"))


@cache
def signature(stem: str) -> Signature:
    """The configuration signature ``stem``."""
    (file,) = [file for file in FILES if file.stem == stem]
    data = read_yaml(file.read_bytes(), file.name)
    check(data, "signature", file.name)
    return signature_from(data)


def facts() -> list[Fact]:
    """The facts of all configuration signatures."""
    return [fact for file in FILES for fact in signature(file.stem).facts]


@cache
def vocabulary() -> Vocabulary:
    """What the detector may look for, as the catalogue compiles it."""
    terms = config_terms(facts())
    return Vocabulary(None, {}, {}, frozenset(terms), terms)


def each_observation(folder: Path, kind: str, text: str, limits: Limits | None = None) -> Iterator[Observation]:
    """What the detector says, while it reads, about a file of the format ``text:<kind>`` that holds ``text``."""
    file = folder / f"file.{kind}"
    file.write_text(text, encoding="utf-8")
    with Source(file, f"d!/{file.name}") as source:
        node = Node(source.path, None, source.size, hashlib.sha256(source.data).hexdigest(), f"text:{kind}")
        yield from Configuration().observe(Subject(node, source, vocabulary(), limits or Limits()))


def observe(folder: Path, kind: str, text: str, limits: Limits | None = None) -> list[Observation]:
    """The same as a list."""
    return list(each_observation(folder, kind, text, limits))
