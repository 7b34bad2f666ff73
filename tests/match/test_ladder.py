"""How far up the ladder a product gets, and what must not lift it."""

from __future__ import annotations

import random

import pytest

from scanner.match.census import DYNAMIC_LOADING
from scanner.types import Capability, FactKind, Host, Observation, Place, State, Strength
from tests.match.world import LIBRARY, PROGRAM, fact, matched, product, seen, states

IDENTIFY, DETECT = fact("FaceIdentify"), fact("FaceDetect", capabilities=(Capability.DETECTION,))
SONAME = fact("libface.so", FactKind.SONAME)
DEFINED = seen("FaceIdentify", LIBRARY, Place.DEFINED)
LOADS = seen(DYNAMIC_LOADING, PROGRAM, Place.IMPORTED, FactKind.IDENTITY)


def test_a_library_of_an_engine_is_shipped() -> None:
    assert states(matched(product(IDENTIFY), [DEFINED])) == {"identification": "shipped"}


def test_an_import_by_the_products_own_program_is_called_and_drawn() -> None:
    result = matched(product(IDENTIFY), [DEFINED, seen("FaceIdentify", PROGRAM, Place.IMPORTED)])
    assert states(result) == {"identification": "called"}
    assert [(e.source, e.target, e.how) for e in result.edges] == [(PROGRAM, LIBRARY, "imports")]
    assert PROGRAM in result.findings[0].lifted_by[0]


def test_importing_detection_does_not_lift_recognition() -> None:
    result = matched(product(IDENTIFY, DETECT), [DEFINED, seen("FaceDetect", PROGRAM, Place.IMPORTED)])
    assert states(result) == {"identification": "shipped", "detection": "called"}


def test_needing_the_library_of_an_engine_is_calling_it() -> None:
    needed = seen("libface.so", PROGRAM, Place.IMPORTED, FactKind.NEEDED)
    soname = seen("libface.so", LIBRARY, Place.DEFINED, FactKind.SONAME)
    result = matched(product(IDENTIFY), [DEFINED, soname, needed])
    assert states(result) == {"identification": "called"}
    assert [(e.source, e.target, e.how) for e in result.edges] == [(PROGRAM, LIBRARY, "needs")]


def test_who_imports_known_functions_calls_those_and_not_the_whole_library() -> None:
    observations = [
        DEFINED,
        seen("FaceDetect", LIBRARY, Place.DEFINED),
        seen("libface.so", LIBRARY, Place.DEFINED, FactKind.SONAME),
        seen("libface.so", PROGRAM, Place.IMPORTED, FactKind.NEEDED),
        seen("FaceDetect", PROGRAM, Place.IMPORTED),
    ]
    assert states(matched(product(IDENTIFY, DETECT), observations)) == {
        "identification": "shipped",
        "detection": "called",
    }


def test_needing_a_client_library_says_nothing_about_its_functions() -> None:
    needed = seen("libface.so", PROGRAM, Place.IMPORTED, FactKind.NEEDED)
    client = product(IDENTIFY, presence=State.AVAILABLE)
    assert states(matched(client, [DEFINED, needed])) == {"identification": "available"}
    called = seen("FaceIdentify", PROGRAM, Place.IMPORTED)
    assert states(matched(client, [DEFINED, needed, called])) == {"identification": "called"}


def test_in_a_general_library_code_is_only_available_until_somebody_imports_it() -> None:
    general = product(IDENTIFY, hosts=(Host(FactKind.SONAME, r"libface\.so"),))
    soname = seen("libface.so", LIBRARY, Place.DEFINED, FactKind.SONAME)
    assert states(matched(general, [DEFINED, soname])) == {"identification": "available"}
    called = seen("FaceIdentify", PROGRAM, Place.IMPORTED)
    assert states(matched(general, [DEFINED, soname, called])) == {"identification": "called"}


@pytest.mark.parametrize(("word", "state"), [("whole", "available"), ("whole likely", "shipped"), ("w", "shipped")])
def test_a_renamed_and_stripped_general_library_is_told_by_the_fingerprint_of_the_whole(word: str, state: str) -> None:
    general = product(IDENTIFY, hosts=(Host(FactKind.FINGERPRINT, "whole"),))
    whole = seen(word, LIBRARY, Place.TEXT, FactKind.FINGERPRINT)
    assert states(matched(general, [DEFINED, whole])) == {"identification": state}


def test_another_part_of_a_general_library_does_not_count_as_a_caller() -> None:
    general = product(IDENTIFY, hosts=(Host(FactKind.SONAME, r"libface.*"),))
    other = "fw!/usr/lib/libface_extra.so"
    observations = [
        DEFINED,
        seen("libface.so", LIBRARY, Place.DEFINED, FactKind.SONAME),
        seen("libface_extra.so", other, Place.DEFINED, FactKind.SONAME),
        seen("FaceIdentify", other, Place.IMPORTED),
    ]
    assert states(matched(general, observations)) == {"identification": "available"}


@pytest.mark.parametrize(("loads", "state"), [(True, "called"), (False, "mentioned")])
def test_a_library_name_in_a_program_counts_as_a_call_only_if_it_loads_by_name(loads: bool, state: str) -> None:
    text = seen("libface.so", PROGRAM, Place.TEXT, FactKind.SONAME)
    assert states(matched(product(SONAME), [text, *([LOADS] if loads else [])])) == {"identification": state}


def test_the_librarys_own_name_inside_it_is_no_call() -> None:
    own = [DEFINED, seen("libface.so", LIBRARY, Place.TEXT, FactKind.SONAME)]
    loads = seen(DYNAMIC_LOADING, LIBRARY, Place.IMPORTED, FactKind.IDENTITY)
    assert states(matched(product(IDENTIFY, SONAME), [*own, loads])) == {"identification": "shipped"}


def test_what_a_table_has_settled_is_not_counted_again_as_text() -> None:
    text = seen("FaceIdentify", PROGRAM, Place.TEXT)
    table = seen("FaceIdentify", PROGRAM, Place.IMPORTED)
    for order in ([text, table], [table, text]):
        proofs = matched(product(IDENTIFY), order).findings[0].proofs
        assert [p.observation.place for p in proofs] == [Place.IMPORTED]


def test_a_document_only_mentions() -> None:
    assert states(matched(product(IDENTIFY), [seen("FaceIdentify", "d!/readme.md", Place.DOCUMENT)])) == {
        "identification": "mentioned"
    }


def test_a_nursery_product_is_never_above_review() -> None:
    assert states(matched(product(IDENTIFY, nursery=True), [DEFINED])) == {"identification": "available"}


def test_a_product_proven_without_any_function_is_for_review() -> None:
    licence = fact("FaceSDK licence", FactKind.STRING, capabilities=())
    known = product(licence, does=(Capability.IDENTIFICATION,))
    assert states(matched(known, [seen("FaceSDK licence", PROGRAM, Place.TEXT, FactKind.STRING)])) == {
        "identification": "available"
    }


WEAK = {"strength": Strength.SUPPORT}


def test_one_weak_fact_is_no_finding_two_kinds_in_one_folder_are() -> None:
    signature = product(fact("libface.so", FactKind.PATH, **WEAK), fact("FaceIdentify", **WEAK))
    name = seen("libface.so", LIBRARY, Place.FILE, FactKind.PATH)
    assert states(matched(signature, [name])) == {}
    result = matched(signature, [name, DEFINED])
    assert states(result) == {"identification": "shipped"}
    assert result.findings[0].basis == "combined"


def test_weak_facts_in_different_folders_do_not_add_up() -> None:
    signature = product(fact("libface.so", FactKind.PATH, **WEAK), fact("FaceIdentify", **WEAK))
    elsewhere = seen("FaceIdentify", "other!/x/y.so", Place.DEFINED)
    assert states(matched(signature, [seen("libface.so", LIBRARY, Place.FILE, FactKind.PATH), elsewhere])) == {}


def test_context_counts_for_nothing() -> None:
    signature = product(fact("a", strength=Strength.CONTEXT), fact("b", FactKind.STRING, strength=Strength.CONTEXT))
    both = [seen("a", LIBRARY, Place.DEFINED), seen("b", LIBRARY, Place.TEXT, FactKind.STRING)]
    assert states(matched(signature, both)) == {}


def test_the_order_of_observations_does_not_matter() -> None:
    observations: list[Observation] = [
        DEFINED,
        seen("FaceDetect", LIBRARY, Place.DEFINED),
        seen("FaceIdentify", PROGRAM, Place.IMPORTED),
        seen("libface.so", LIBRARY, Place.DEFINED, FactKind.SONAME),
        seen("libface.so", PROGRAM, Place.IMPORTED, FactKind.NEEDED),
    ]
    signature = product(IDENTIFY, DETECT, SONAME)
    first = matched(signature, observations)
    for seed in range(10):
        random.Random(seed).shuffle(observations)  # noqa: S311 - a fixed seed is the point
        assert matched(signature, observations) == first


def test_evidence_above_the_limit_is_counted_not_dropped_in_silence() -> None:
    many = [seen("FaceIdentify", f"fw!/lib{n}.so", Place.DEFINED) for n in range(7)]
    finding = matched(product(IDENTIFY), many, limit=5).findings[0]
    assert (len(finding.proofs), finding.left_out) == (5, 2)
