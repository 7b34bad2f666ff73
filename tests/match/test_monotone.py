"""Adding evidence never lowers a state, and the order in which it comes never matters."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.types import FactKind, Observation, Place, Signature
from tests.match.products import (
    CLIENT,
    CLOUD,
    DETECT,
    ENGINE,
    ENROLL,
    EVENT,
    FUNCTIONS,
    LIB,
    OPERATIONS,
    ROUTE,
    SEARCH,
    invoked,
    named,
    setting,
    told,
)
from tests.match.world import matched, seen

SIGNATURES = st.sampled_from([CLIENT, CLOUD, ENGINE])
SERVER, TOOL = "fw!/bin/httpd", "fw!/bin/tool"
FORMATS = {SERVER: "elf", TOOL: "elf", "fw!/a.dex": "dex", "fw!/Vms.exe": "pe"}
FIXED = [told("listens", SERVER), told("connects", TOOL), told("dynamic-loading", TOOL)]
"""What programs are is no evidence: it does not change while evidence is added."""

GROUPS: list[list[Observation]] = [
    named(FUNCTIONS, LIB, Place.DEFINED),
    named(FUNCTIONS, "fw!/lib/binding.so", Place.IMPORTED),
    named(SEARCH[:2], "fw!/bin/vms", Place.IMPORTED),
    named(DETECT[:2], "fw!/bin/cam", Place.IMPORTED),
    named(ENROLL[:1], "fw!/app/a.py", Place.SCRIPT),
    named(FUNCTIONS, "fw!/app/all.py", Place.SCRIPT),
    named(FUNCTIONS, "fw!/Vms.exe", Place.DECLARED),
    [invoked(SEARCH[0], "fw!/Vms.exe", "Vms.Door")],
    [invoked("com.acme.sdk.Device", "fw!/a.dex", "org.city.Main", FactKind.CLASS)],
    [seen("com.acme.sdk.Device", "fw!/b.dex", Place.DEFINED, FactKind.CLASS)],
    [seen("libacme.so", LIB, Place.DEFINED, FactKind.SONAME)],
    [seen("libacme.so", "fw!/bin/needs", Place.IMPORTED, FactKind.NEEDED)],
    [seen("libacmeface.so", TOOL, Place.TEXT, FactKind.SONAME)],
    [seen(ROUTE, SERVER, Place.TEXT, FactKind.STRING)],
    [seen(ROUTE, "fw!/www/face.js", Place.SCRIPT, FactKind.STRING)],
    [seen(ROUTE, "fw!/doc/api.md", Place.DOCUMENT, FactKind.STRING)],
    [seen(EVENT, "fw!/bin/other", Place.TEXT, FactKind.STRING)],
    [setting("FaceMatch/enable", "true", "fw!/etc/on.xml")],
    [setting("FaceMatch/enable", "false", "fw!/etc/off.xml")],
    [setting("FaceLibrary/count", "3", "fw!/etc/people.xml")],
    named(OPERATIONS, "fw!/model.json", Place.CONFIG, FactKind.STRING),
    named(OPERATIONS[:3], "fw!/app/cloud.py", Place.SCRIPT, FactKind.STRING),
    [seen("AcmeFaceService.SearchFaces", "fw!/bin/agent", Place.TEXT, FactKind.STRING)],
    [seen("faces.acme.example", "fw!/etc/app.ini", Place.CONFIG, FactKind.ENDPOINT)],
    [seen("npm:@acme/faces", "fw!/node_modules/@acme/faces/package.json", Place.FILE, FactKind.PACKAGE)],
]
"""What whole files show. One file is all there or not at all: a wrapper that is cut short looks like a use of it."""

SUBSETS = st.lists(st.sampled_from(range(len(GROUPS))), unique=True, max_size=8)


def reached(signature: Signature, numbers: list[int]) -> dict[str, int]:
    observations = [o for number in numbers for o in GROUPS[number]]
    return {f.capability.value: f.state for f in matched(signature, [*FIXED, *observations], formats=FORMATS).findings}


@settings(max_examples=150, deadline=None)
@given(SIGNATURES, SUBSETS, st.sampled_from(range(len(GROUPS))))
def test_another_file_never_lowers_a_state(signature: Signature, numbers: list[int], more: int) -> None:
    before = reached(signature, numbers)
    after = reached(signature, [*numbers, more] if more not in numbers else numbers)
    assert all(after.get(capability, 0) >= state for capability, state in before.items())


@settings(max_examples=60, deadline=None)
@given(SIGNATURES, SUBSETS, st.randoms(use_true_random=False))
def test_the_order_of_what_is_seen_never_matters(signature: Signature, numbers: list[int], random: object) -> None:
    observations = [*FIXED, *(o for number in numbers for o in GROUPS[number])]
    first = matched(signature, observations, formats=FORMATS)
    random.shuffle(observations)  # type: ignore[attr-defined]
    assert matched(signature, observations, formats=FORMATS) == first


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(FUNCTIONS)))
def test_a_file_that_names_more_functions_is_never_hidden(count: int) -> None:
    result = matched(CLIENT, named(FUNCTIONS[:count], "fw!/bin/vms", Place.IMPORTED))
    assert {f.capability.value for f in result.findings} == {
        {"S": "identification", "D": "detection", "A": "enrollment"}[name[5]] for name in FUNCTIONS[:count]
    }
