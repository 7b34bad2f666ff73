"""The detector of hidden texts by itself, with the installed pack."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

from scanner.catalogue.compile import compile_pack
from scanner.catalogue.load import load
from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.hidden.detector import Hidden
from scanner.detect.hidden.stretches import stretches
from scanner.detect.interface import Subject
from scanner.formats.identify import identify
from scanner.formats.source import Source
from scanner.types import Limits, Node, Observation


@cache
def vocabulary() -> Vocabulary:
    """Everything that the installed pack looks for."""
    return compile_pack(load())


def look(path: Path, format_id: str = "") -> tuple[list[Observation], int, float]:
    """What the detector says of a file, how many bytes it looked at, and its CPU seconds.

    :raises OSError: where the file cannot be read.
    """
    known = vocabulary()
    with Source(path, path.name) as source:
        node = Node(path.name, None, source.size, "", format_id or identify(source))
        size = sum(stretch.length for stretch in stretches(source.data, node.format))
        start = time.process_time()
        seen = list(Hidden().observe(Subject(node, source, known, Limits())))
        return seen, size, time.process_time() - start


def format_of(path: Path) -> str:
    """The format id of a file.

    :raises OSError: where the file cannot be read.
    """
    with Source(path, path.name) as source:
        return identify(source)
