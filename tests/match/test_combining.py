"""What weaker facts carry together, and what one fact of two products says of either."""

from __future__ import annotations

import pytest

from scanner.catalogue.vocabulary import Vocabulary
from scanner.match.findings import match
from scanner.types import (
    Capability,
    Fact,
    FactKind,
    Finding,
    Host,
    Node,
    Observation,
    Place,
    Qualifier,
    Signature,
    State,
)
from tests.match.products import SUPPORT, told
from tests.match.world import fact, matched, product, seen, states

WORDS = [f"FaceWord{number}" for number in range(4)]
SCRIPT = "d!/a/x.py"


def weak(value: str, kind: FactKind = FactKind.STRING, **changes: object) -> Fact:
    return fact(value, kind, **SUPPORT, **changes)


def in_script(*values: str, path: str = SCRIPT, kind: FactKind = FactKind.STRING) -> list[Observation]:
    return [seen(value, path, Place.SCRIPT, kind) for value in values]


DOUBTFUL = product(*(weak(value, doubtful=True) for value in WORDS))
UNSEEN = product(*(weak(value, verified="false") for value in WORDS))
SOUND = product(*(weak(value) for value in WORDS))
DESCRIBED = product(*(weak(value, verified="secondary") for value in WORDS))
MOSTLY = product(weak(WORDS[0]), weak(WORDS[1]), weak(WORDS[2], doubtful=True))
RARELY = product(weak(WORDS[0]), weak(WORDS[1], doubtful=True), weak(WORDS[2], doubtful=True))


@pytest.mark.parametrize(
    ("signature", "count", "state"),
    [
        (DOUBTFUL, 4, "available"),
        (UNSEEN, 4, "available"),
        (RARELY, 3, "available"),
        (MOSTLY, 3, "called"),
        (SOUND, 3, "called"),
        (DESCRIBED, 3, "called"),
        (SOUND, 2, None),
        (DOUBTFUL, 2, None),
    ],
)
def test_generic_words_add_up_to_a_person_at_most(signature: Signature, count: int, state: str | None) -> None:
    result = matched(signature, in_script(*WORDS[:count]))
    assert states(result) == ({"identification": state} if state else {})


def test_words_in_different_files_of_a_folder_are_for_a_person() -> None:
    spread = [o for n, value in enumerate(WORDS) for o in in_script(value, path=f"d!/a/x{n}.py")]
    assert states(matched(SOUND, spread)) == {"identification": "available"}


@pytest.mark.parametrize(("module_doubtful", "state"), [(True, "called"), (False, "called")])
def test_of_two_kinds_one_may_be_doubtful(module_doubtful: bool, state: str) -> None:
    signature = product(weak("facelib", FactKind.IMPORT, doubtful=module_doubtful), weak(WORDS[0]))
    shown = [*in_script("facelib", kind=FactKind.IMPORT), *in_script(WORDS[0])]
    assert states(matched(signature, shown)) == {"identification": state}


def test_of_two_kinds_not_both() -> None:
    signature = product(weak("facelib", FactKind.IMPORT, doubtful=True), weak(WORDS[0], verified="false"))
    shown = [*in_script("facelib", kind=FactKind.IMPORT), *in_script(WORDS[0])]
    assert states(matched(signature, shown)) == {"identification": "available"}


def test_a_file_beside_a_text_counts_with_it() -> None:
    signature = product(weak("face.bin", FactKind.PATH), weak(WORDS[0]))
    shown = [*in_script(WORDS[0]), seen("face.bin", "d!/a/face.bin", Place.FILE, FactKind.PATH)]
    (finding,) = matched(signature, shown).findings
    assert (finding.basis, finding.state) == ("combined", State.SHIPPED)


ROUTE = "/device/Intelligent/FaceLibrary/search"
"""One long path of a device's requests."""


@pytest.mark.parametrize(
    ("path", "place", "told_of", "state"),
    [
        ("fw!/bin/httpd", Place.TEXT, "listens", "shipped"),
        ("fw!/www/face.js", Place.SCRIPT, "", "shipped"),
        ("fw!/bin/tool", Place.TEXT, "connects", "available"),
        ("fw!/bin/static", Place.TEXT, "", "available"),
        ("fw!/app/a.py", Place.SCRIPT, "", "available"),
        ("fw!/api.md", Place.DOCUMENT, "", None),
        ("fw!/api.json", Place.CONFIG, "", "available"),
    ],
)
def test_the_host_of_a_devices_path_is_the_device(path: str, place: Place, told_of: str, state: str | None) -> None:
    device = product(weak(ROUTE, FactKind.ENDPOINT), presence=State.AVAILABLE)
    shown = [seen(ROUTE, path, place, FactKind.ENDPOINT), *([told(told_of, path)] if told_of else [])]
    found = states(matched(device, shown, formats={path: "elf" if place is Place.TEXT else ""}))
    assert found == ({"identification": state} if state else {})


@pytest.mark.parametrize(
    "signature",
    [
        product(weak("/api/faces", FactKind.ENDPOINT), presence=State.AVAILABLE),
        product(weak(ROUTE, FactKind.ENDPOINT, doubtful=True), presence=State.AVAILABLE),
        product(weak(ROUTE, FactKind.ENDPOINT, verified="false"), presence=State.AVAILABLE),
        product(weak(ROUTE, FactKind.ENDPOINT), presence=State.MENTIONED),
        product(weak(ROUTE, FactKind.ENDPOINT), presence=State.SHIPPED),
    ],
)
def test_a_short_or_doubtful_path_or_one_of_a_service_needs_its_host(signature: Signature) -> None:
    path = signature.facts[0].value
    shown = [seen(path, "fw!/bin/httpd", Place.TEXT, FactKind.ENDPOINT), told("listens", "fw!/bin/httpd")]
    assert states(matched(signature, shown, formats={"fw!/bin/httpd": "elf"})) == {}


def two(first: Signature, second: Signature, observations: list[Observation]) -> list[Finding]:
    """Findings of a pack of two."""
    nodes = [Node(path, None, 1) for path in sorted({o.path for o in observations})]
    return list(match([first, second], Vocabulary(None, {}, {}, frozenset()), nodes, observations, 50).findings)


def named(identifier: str, *facts: Fact, **changes: object) -> Signature:
    base = {"presence": State.SHIPPED}
    return Signature(  # type: ignore[arg-type]
        identifier, identifier, "V", "sdk", sentence="A sentence.", facts=facts, **{**base, **changes}
    )


SHARED, OWN = "/facebox/check", "OwnNameOfSecond"
CALL = in_script(SHARED)


def test_one_fact_of_two_products_is_shown_once_and_names_both() -> None:
    (finding,) = two(named("b", fact(SHARED, FactKind.STRING)), named("a", fact(SHARED, FactKind.STRING)), CALL)
    assert (finding.product.id, finding.also_fits, finding.state) == ("a", ("b",), State.CALLED)
    assert finding.remarks[-1] == "The evidence, or a part of it, also fits: b."


def test_another_fact_settles_whose_it_is() -> None:
    first = named("a", fact(SHARED, FactKind.STRING))
    second = named("b", fact(SHARED, FactKind.STRING), fact(OWN, FactKind.STRING))
    (finding,) = two(first, second, [*CALL, *in_script(OWN)])
    assert (finding.product.id, finding.also_fits) == ("b", ("a",))


def test_two_products_with_facts_of_their_own_are_two() -> None:
    first = named("a", fact(SHARED, FactKind.STRING), fact("OwnNameOfFirst", FactKind.STRING))
    second = named("b", fact(SHARED, FactKind.STRING), fact(OWN, FactKind.STRING))
    found = two(first, second, [*CALL, *in_script(OWN, "OwnNameOfFirst")])
    assert [(f.product.id, f.also_fits) for f in found] == [("a", ()), ("b", ())]


def test_another_capability_is_another_finding() -> None:
    first = named("a", fact(SHARED, FactKind.STRING, capabilities=(Capability.DETECTION,)))
    assert len(two(first, named("b", fact(SHARED, FactKind.STRING)), CALL)) == 2


def test_nothing_that_reaches_further_is_hidden() -> None:
    low = named(
        "a", fact(SHARED, FactKind.STRING, top=State.AVAILABLE), fact(OWN, FactKind.STRING, top=State.AVAILABLE)
    )
    high = named("b", fact(SHARED, FactKind.STRING))
    found = two(low, high, [*CALL, *in_script(OWN)])
    assert {(f.product.id, f.state) for f in found} == {("a", State.AVAILABLE), ("b", State.CALLED)}


def test_a_mark_is_never_hidden() -> None:
    cloud = named("b", fact(SHARED, FactKind.STRING), qualifiers=(Qualifier.CLOUD,))
    (finding,) = two(cloud, named("a", fact(SHARED, FactKind.STRING)), CALL)
    assert (finding.product.id, finding.also_fits, finding.qualifiers) == ("b", ("a",), (Qualifier.CLOUD,))
    origin = named("a", fact(SHARED, FactKind.STRING), qualifiers=(Qualifier.ORIGIN,))
    assert len(two(cloud, origin, CALL)) == 2


@pytest.mark.parametrize(
    ("doubtful", "library", "state"),
    [
        ("a word of others", "d!/lib/libcarrier.so", "available"),
        ("", "d!/lib/libcarrier.so", "called"),
        ("a word of others", "d!/lib/libown.so", "shipped"),
    ],
)
def test_a_doubtful_fact_goes_no_further_than_the_strong_ones_of_its_product(doubtful, library, state):
    strong = fact("a long text that only this product has", FactKind.STRING, top=State.SHIPPED)
    other = weak("do_compare", doubtful=doubtful)
    carrier = Host(FactKind.PATH, r".*/libcarrier\.so", State.AVAILABLE)
    result = matched(
        product(strong, other, hosts=(carrier,)),
        [
            seen(strong.value, library, Place.TEXT, FactKind.STRING),
            seen(other.value, "d!/other/a.py", Place.SCRIPT, FactKind.STRING),
        ],
    )
    assert states(result) == {"identification": state}
