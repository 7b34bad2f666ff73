"""From a listing to nodes and observations, through the detectors that would see the real files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.authoring.content import content
from scanner.authoring.listing import Case, ListedNode, ListingError
from scanner.authoring.permitted import objection
from scanner.authoring.tables import in_tables, settings_of
from scanner.detect.bytes import Bytes
from scanner.detect.config import told
from scanner.detect.constants.detector import Constants
from scanner.detect.downloads import fetched
from scanner.detect.interface import Subject
from scanner.detect.modules import Modules
from scanner.detect.names import Names
from scanner.detect.scripts import Scripts
from scanner.detect.words.detector import Words
from scanner.formats.roles import SCRIPT
from scanner.formats.source import Source
from scanner.types import FactKind, Limits, Node, Observation
from scanner.unpack.registry import reader_for

if TYPE_CHECKING:
    from scanner.catalogue.vocabulary import Vocabulary

DELIVERY = "delivery/"
"""Every example is a delivery of this name."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the matcher is handed for one example."""

    nodes: tuple[Node, ...]
    observations: tuple[Observation, ...]


def scene(case: Case, vocabulary: Vocabulary, folder: Path) -> Scene:
    """``case`` as a screening would see it. ``folder`` is an existing one for the bytes of one file at a time.

    :raises ListingError: for a line that no detector could report of such a file.
    """
    nodes: list[Node] = []
    seen: list[Observation] = []
    for listed in case.nodes:
        for shown in listed.shows:
            problem = objection(shown, listed, vocabulary)
            if problem:
                raise ListingError(case.line, f"{listed.path}: {problem}")
        node, observed = _observed(listed, vocabulary, folder)
        nodes.append(node)
        seen += observed
    return Scene(tuple(nodes), tuple(seen))


def _observed(listed: ListedNode, vocabulary: Vocabulary, folder: Path) -> tuple[Node, list[Observation]]:
    data = content(listed, vocabulary.constants)
    file = folder / "content"
    file.write_bytes(data)
    path = DELIVERY + listed.path
    hashes = [shown.value for shown in listed.shows if shown.kind is FactKind.HASH]
    sha256 = hashes[0] if hashes else hashlib.sha256(data).hexdigest()
    node = Node(path, None, len(data), sha256, listed.form)
    with Source(file, path) as source:
        return node, list(_look(Subject(node, source, vocabulary, Limits()), listed))


def _look(subject: Subject, listed: ListedNode) -> Iterator[Observation]:
    """The detectors of a screening, each where it is due; tables and settings come from the listing's lines."""
    yield from Names().observe(subject)
    yield from Modules().observe(subject)
    if reader_for(listed.form).SCANNED:
        yield from Bytes().observe(subject)
        yield from Constants().observe(subject)
        yield from Words().observe(subject)
    if listed.form == SCRIPT:
        yield from Scripts().observe(subject)
    yield from in_tables(listed, subject)
    yield from told(settings_of(listed), subject)
    yield from fetched(settings_of(listed), subject)
