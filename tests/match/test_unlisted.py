"""General words count for a product that no signature knows, not for one that is listed."""

from __future__ import annotations

from dataclasses import replace

from scanner.catalogue.vocabulary import Vocabulary
from scanner.match.findings import match
from scanner.types import Capability, FactKind, Node, Place, State, Strength
from tests.match.world import fact, product, seen

A, B = "x!/lib/a.so", "x!/lib/b.so"
WORDS = tuple(
    fact(value, FactKind.WORDS, strength=Strength.SUPPORT, top=State.AVAILABLE, doubtful=True)
    for value in ("several-names", "comparison", "template")
)
GENERIC = replace(product(*WORDS, presence=State.AVAILABLE), id="generic", kind="generic")
LISTED = replace(product(fact("AcmeFaceCompare")), id="acme")


def names(path: str, place: Place = Place.TEXT):
    return [seen(one.value, path, place, FactKind.WORDS) for one in WORDS]


def found(*observations, listed=LISTED):
    nodes = [Node(path, None, 1, format="elf") for path in (A, B)]
    result = match([GENERIC, listed], Vocabulary(None, {}, {}, frozenset()), nodes, observations, 200)
    return {(f.product.id, f.capability, f.state) for f in result.findings}


def test_names_of_several_kinds_in_one_file_are_for_a_person():
    assert found(*names(A)) == {("generic", Capability.IDENTIFICATION, State.AVAILABLE)}


def test_two_are_not_enough():
    assert found(*names(A)[:2]) == set()


def test_a_file_of_a_listed_recogniser_is_that_products():
    symbol = seen("AcmeFaceCompare", A, Place.DEFINED)
    assert {product for product, _, _ in found(symbol, *names(A))} == {"acme"}


def test_another_file_beside_it_still_counts():
    symbol = seen("AcmeFaceCompare", A, Place.DEFINED)
    assert {product for product, _, _ in found(symbol, *names(B))} == {"acme", "generic"}


def test_a_mention_in_a_program_explains_nothing():
    mention = seen("AcmeFaceCompare", A, Place.DOCUMENT)
    assert ("generic", Capability.IDENTIFICATION, State.AVAILABLE) in found(mention, *names(A))


def test_a_product_that_only_finds_faces_explains_nothing():
    finder = replace(product(fact("AcmeFindFaces", capabilities=(Capability.DETECTION,))), id="finder")
    symbol = seen("AcmeFindFaces", A, Place.DEFINED)
    assert {product for product, _, _ in found(symbol, *names(A), listed=finder)} == {"finder", "generic"}


def test_a_description_of_an_online_service_is_that_services():
    requests = [fact(name, FactKind.STRING, strength=Strength.SUPPORT) for name in ("SearchX", "CompareX", "EnrolX")]
    service = replace(product(*requests, presence=State.MENTIONED), id="service", kind="cloud")
    model = [seen(one.value, A, Place.CONFIG, FactKind.STRING) for one in requests]
    assert not any(who == "generic" for who, _, _ in found(*model, *names(A, Place.CONFIG), listed=service))
    assert any(who == "generic" for who, _, _ in found(*model[:2], *names(A, Place.CONFIG), listed=service))
    assert any(who == "generic" for who, _, _ in found(*model, *names(A, Place.TEXT), listed=service))


def test_a_class_of_an_online_services_kit_is_that_services():
    kit = fact("com.acme.faces.", FactKind.CLASS, prefix=True)
    service = replace(product(kit, presence=State.MENTIONED), id="service", kind="cloud")
    own = seen("com.acme.faces.", A, Place.DEFINED, FactKind.CLASS)
    assert not any(who == "generic" for who, _, _ in found(own, *names(A), listed=service))


def test_a_strong_fact_in_a_description_says_whose_it_is():
    request = fact("search_faces", FactKind.STRING, top=State.MENTIONED)
    service = replace(product(request, presence=State.MENTIONED), id="service", kind="cloud")
    model, path = seen("search_faces", A, Place.CONFIG, FactKind.STRING), A
    assert {product for product, _, _ in found(model, *names(path, Place.CONFIG), listed=service)} == {"service"}
