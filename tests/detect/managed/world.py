"""Looks at carriers of managed code with a small vocabulary of functions, classes and libraries."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scanner.catalogue.vocabulary import Names, Vocabulary
from scanner.detect.interface import Detector, Subject
from scanner.formats.source import Source
from scanner.types import FactKind, LimitReached, Limits, Node, Observation, ParseFailure

COMPILED = Path(__file__).parents[2] / "fixtures" / "managed"
FUNCTIONS = tuple(f"ACME_FaceFunction{number}" for number in range(12))
SEARCH, COMPARE = FUNCTIONS[:2]
ENGINE, PREFIX, NAMESPACE = "com.acme.face.Engine", "com.acme.face.", "Acme.Faces"
VOCABULARY = Vocabulary(
    None,
    {},
    {
        FactKind.SYMBOL: Names(frozenset({*FUNCTIONS, "Java_com_acme_face_Engine_match_1two"}), {}, ()),
        FactKind.STRING: Names(frozenset({"compare_acme_faces"}), {}, ()),
        FactKind.CLASS: Names(frozenset({ENGINE, NAMESPACE, "AcmeFaceView"}), {}, (PREFIX,)),
        FactKind.SONAME: Names(frozenset({"libacmeface.so"}), {"acmeface.dll": "AcmeFace.dll"}, ()),
        FactKind.IMPORT: Names(frozenset({"acme_faces", "acme_faces.compare"}), {}, ()),
    },
    frozenset(),
)


def look(detector: Detector, data: bytes, folder: Path) -> list[Observation]:
    """What ``detector`` says about a node with ``data``."""
    seen, error = until_it_breaks(detector, data, folder)
    if error is not None:
        raise error
    return seen


def until_it_breaks(
    detector: Detector, data: bytes, folder: Path
) -> tuple[list[Observation], ParseFailure | LimitReached | None]:
    """What ``detector`` says about a node with ``data``, and the error in which it ends."""
    file = folder / "node"
    file.write_bytes(data)
    (form,) = sorted(detector.FORMATS or ("",))[:1]
    seen: list[Observation] = []
    with Source(file, "d!/node") as source:
        node = Node("d!/node", None, source.size, "", form)
        try:
            for one in detector.observe(Subject(node, source, VOCABULARY, Limits())):
                seen.append(one)
        except (ParseFailure, LimitReached) as error:
            return seen, error
    return seen, None


def told(seen: Iterable[Observation]) -> set[tuple[str, str, str]]:
    """(place, kind, value) of everything but identities."""
    return {(o.place.value, o.kind.value, o.value) for o in seen if o.kind is not FactKind.IDENTITY}
