"""The detector of constants by itself, with the constants of the installed pack."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import yara

from scanner.catalogue.constants.rules import CONSTANTS, yara_rules
from scanner.catalogue.constants.tables import tables_of
from scanner.catalogue.load import load
from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.constants.detector import Constants
from scanner.detect.interface import Subject
from scanner.formats.identify import identify
from scanner.formats.source import Source
from scanner.types import Limits, Node, Observation


@cache
def vocabulary() -> Vocabulary:
    """Nothing but the constants of the installed pack."""
    tables = tables_of(load().signatures)
    rules = yara.compile(sources={CONSTANTS: yara_rules(tables)})
    return Vocabulary(rules, {}, {}, frozenset(), constants=tables)


def numbers(name: str) -> tuple[float, ...]:
    """The numbers of the constant ``name``."""
    return next(table.constant.numbers for table in vocabulary().constants if table.name == name)


def look(path: Path) -> tuple[list[Observation], int, float]:
    """What the detector says of a file, the file's size, and CPU seconds with opening it and telling its format.

    :raises OSError: where it cannot be read.
    """
    known = vocabulary()
    start = time.process_time()
    with Source(path, path.name) as source:
        node = Node(path.name, None, source.size, "", identify(source))
        seen = list(Constants().observe(Subject(node, source, known, Limits())))
        return seen, source.size, time.process_time() - start
