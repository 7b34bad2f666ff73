"""What fingerprints of engines and of vector search become: words beside a file, a remark, a question."""

from __future__ import annotations

import struct

import pytest

from scanner.assess.questions import questions
from scanner.catalogue.fingerprints import Learned, Part, Record
from scanner.catalogue.vocabulary import Vocabulary
from scanner.match.engines import contexts, remarked, searches, with_contexts
from scanner.match.findings import match
from scanner.types import (
    Capability,
    Fact,
    FactKind,
    Finding,
    Node,
    Observation,
    Place,
    Signature,
    State,
    Strength,
)

_PART = Part("str", struct.pack("<4Q", 1, 2, 3, 4), bytes([48] * 4), 20.0, 4, ())
_LEARNED = Learned("2026-11-25", (), 3, (), 900, "")


def record(name: str, kind: str, target: str) -> Record:
    return Record(name, kind, "", target, (), "native", (_PART,), (), _LEARNED)


RECORDS = (
    record("faiss", "search", "faiss"),
    record("ncnn", "engine", "ncnn"),
    record("sqlite-vec", "search", "sqlite-vec"),
    record("acme", "face", "Acme recogniser"),
)
VOCABULARY = Vocabulary(None, {}, {}, frozenset(), fingerprints=RECORDS)
ENGINE, SEARCH, APP = "fw!/lib/a.so", "fw!/lib/b.so", "fw!/bin/app"
PRODUCT = Signature(
    *("acme", "Acme", "Acme", "sdk", State.SHIPPED, "Acme recognises."),
    facts=(
        Fact("p1", FactKind.STRING, "acme_template", Strength.STRONG, State.SHIPPED, (Capability.TEMPLATE,)),
        Fact("p2", FactKind.STRING, "acme_detect", Strength.STRONG, State.SHIPPED, (Capability.DETECTION,)),
    ),
)


def seen(value: str, path: str) -> Observation:
    return Observation(FactKind.FINGERPRINT, value, path, Place.TEXT)


def text(value: str) -> Observation:
    return Observation(FactKind.STRING, value, APP, Place.TEXT)


def found(*observations: Observation):
    nodes = [Node(path, None, 10, format="elf") for path in (APP, ENGINE, SEARCH)]
    return match([PRODUCT], VOCABULARY, nodes, observations, 50)


def finding(capability: Capability, state: State = State.SHIPPED) -> Finding:
    return Finding(PRODUCT, capability, state, (), "strong", ())


def test_engine_and_search_are_said_of_their_files_and_raise_nothing():
    got = found(seen("ncnn", ENGINE), seen("faiss likely", SEARCH))
    assert got.findings == ()
    assert got.identities == {
        ENGINE: (("engine", "ncnn (fingerprint, certain)"),),
        SEARCH: (("vector search", "faiss (fingerprint, likely)"),),
    }


@pytest.mark.parametrize("value", ["ncnn traces", "acme", "unknown", "faiss traces", "ncnn nonsense"])
def test_traces_faces_and_unknown_records_are_not_said(value):
    assert contexts(RECORDS, [seen(value, ENGINE)]) == ()


def test_what_a_file_is_said_to_be_stands_beside_its_other_identities():
    met = contexts(RECORDS, [seen("ncnn", ENGINE)])
    told = with_contexts({ENGINE: (("build id", "12"),), APP: (("build id", "34"),)}, met)
    assert told[ENGINE] == (("build id", "12"), ("engine", "ncnn (fingerprint, certain)"))
    assert told[APP] == (("build id", "34"),)


def test_templates_beside_a_vector_search_are_remarked_on_and_detection_is_not():
    got = found(text("acme_template"), text("acme_detect"), seen("faiss", SEARCH), seen("sqlite-vec likely", ENGINE))
    said = {one.capability: " ".join(one.remarks) for one in got.findings}
    assert "vector search lies beside it (faiss in fw!/lib/b.so)" in said[Capability.TEMPLATE]
    assert "1:N" in said[Capability.TEMPLATE]
    assert "1:N" not in said[Capability.DETECTION]
    assert [one.path for one in got.searches] == [SEARCH, ENGINE]


def test_without_a_search_nothing_is_remarked():
    got = found(text("acme_template"), seen("ncnn", ENGINE))
    assert not any("1:N" in remark for one in got.findings for remark in one.remarks)
    assert got.searches == ()


def test_a_search_that_is_only_likely_is_called_so_and_many_are_counted():
    some = searches(contexts(RECORDS, [seen("sqlite-vec likely", f"{n}.so") for n in range(5)]))
    (one,) = remarked([finding(Capability.ENROLLMENT)], some)
    assert one.remarks[0].startswith("What is likely a library for vector search lies beside it (sqlite-vec in 0.so")
    assert "and 2 more)" in one.remarks[0]


def test_what_is_only_mentioned_is_not_remarked_on():
    some = searches(contexts(RECORDS, [seen("faiss", SEARCH)]))
    mentioned = finding(Capability.TEMPLATE, State.MENTIONED)
    assert remarked([mentioned], some) == [mentioned]
    assert not any("1:N" in asked.text for asked in questions([mentioned], (), [SEARCH]))


def test_one_question_is_asked_about_templates_beside_a_search():
    got = found(text("acme_template"), seen("faiss", SEARCH))
    asked = [one for one in questions(got.findings, (), [SEARCH]) if "1:N" in one.text]
    assert [one.about for one in asked] == [(APP, SEARCH)]
    assert not any("1:N" in one.text for one in questions(got.findings, ()))
    assert not any("1:N" in one.text for one in questions([finding(Capability.DETECTION)], (), [SEARCH]))


def test_a_hostile_path_stays_as_safe_as_it_was_and_the_order_does_not_matter():
    both = [seen("faiss", "b"), seen("faiss", "a"), seen("ncnn", "a")]
    assert contexts(RECORDS, both) == contexts(RECORDS, both[::-1])
