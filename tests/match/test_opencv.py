"""The rule that the whole ladder hangs on, with the real signature: OpenCV alone is dormant, its caller is not."""

from __future__ import annotations

import pytest

from scanner.catalogue.compile import compile_pack
from scanner.catalogue.load import load
from scanner.match.findings import match
from scanner.types import FactKind, Node, Observation, Place

OBJDETECT = "fw!/usr/lib/libopencv_objdetect.so.406"
DAEMON = "fw!/usr/bin/camd"
CREATE = "_ZN2cv16FaceRecognizerSF6create"
DETECTOR = "_ZN2cv14FaceDetectorYN6create"


def seen(kind: FactKind, value: str, path: str, place: Place) -> Observation:
    return Observation(kind, value, path, place)


LIBRARY = [
    seen(FactKind.SONAME, "libopencv_objdetect.so.406", OBJDETECT, Place.DEFINED),
    seen(FactKind.SYMBOL, CREATE, OBJDETECT, Place.DEFINED),
    seen(FactKind.SYMBOL, DETECTOR, OBJDETECT, Place.DEFINED),
]
NEEDS = seen(FactKind.NEEDED, "libopencv_objdetect.so.406", DAEMON, Place.IMPORTED)


@pytest.fixture(scope="module")
def states():
    pack = load()
    vocabulary = compile_pack(pack)

    def of(observations: list[Observation]) -> dict[tuple[str, str], str]:
        nodes = [Node(path, None, 1) for path in (OBJDETECT, DAEMON)]
        found = match(pack.signatures, vocabulary, nodes, observations, 200).findings
        return {(f.product.id, f.capability.value): f.state.word for f in found}

    return of


def test_the_library_alone_is_available_even_where_something_needs_it(states) -> None:
    assert states([*LIBRARY, NEEDS])["opencv-face-recognizer", "template"] == "available"


def test_a_program_that_imports_the_recogniser_calls_it(states) -> None:
    called = states([*LIBRARY, NEEDS, seen(FactKind.SYMBOL, CREATE, DAEMON, Place.IMPORTED)])
    assert called["opencv-face-recognizer", "template"] == "called"


def test_a_program_that_imports_the_detector_does_not(states) -> None:
    called = states([*LIBRARY, NEEDS, seen(FactKind.SYMBOL, DETECTOR, DAEMON, Place.IMPORTED)])
    assert called["opencv-face-detector", "detection"] == "called"
    assert called["opencv-face-recognizer", "template"] == "available"


def of_the_daemon(*records: str) -> list[Observation]:
    return [seen(FactKind.FINGERPRINT, record, DAEMON, Place.TEXT) for record in records]


def test_a_part_linked_into_a_program_is_shipped_and_a_detector_is_no_recogniser(states) -> None:
    found = states(of_the_daemon("opencv-yunet", "opencv-facemark"))
    assert {capability for _, capability in found} == {"detection", "landmarks"}
    assert set(found.values()) == {"shipped"}
    assert states(of_the_daemon("opencv-sface"))["opencv-face-recognizer", "template"] == "shipped"


def test_all_of_opencv_in_one_file_of_any_name_is_a_general_library(states) -> None:
    parts = ("opencv-yunet", "opencv-sface", "opencv-face-recognisers")
    assert set(states(of_the_daemon(*parts, "opencv-whole")).values()) == {"available"}
    assert states(of_the_daemon(*parts, "opencv-whole traces"))["opencv-face-recognizer", "template"] == "shipped"
