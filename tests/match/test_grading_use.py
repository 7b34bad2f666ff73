"""How far a device client gets when it is used: levels C (called), D (configured) and E (in a device)."""

from __future__ import annotations

import pytest

from scanner.types import FactKind, Place
from tests.match.products import (
    ALL,
    APP,
    CLIENT,
    CONNECTS,
    DETECT,
    DEVICE,
    ENROLL,
    EVENT,
    EXPORTS,
    LIB,
    LISTENS,
    LOADS,
    NEEDS_C,
    OTHER_CALLER,
    ROUTE,
    SDK,
    SEARCH,
    STRUCTURES,
    Case,
    D,
    I,
    S,
    T,
    check,
    ids,
    invoked,
    named,
    setting,
    told,
)
from tests.match.world import seen

LEVEL_C: list[Case] = [
    ("an import of three of twenty", named(SEARCH[:3], APP, I), {}, {"identification": "called"}),
    ("an import beside the library", [*EXPORTS, *named(ENROLL[:1], APP, I)], {}, ALL | {"enrollment": "called"}),
    ("an import of detection only", [*EXPORTS, *named(DETECT[:2], APP, I)], {}, ALL | {"detection": "called"}),
    (
        "a call of a JNA method",
        [invoked(SEARCH[0], "fw!/a.jar!/org/city/Door.class", "org.city.Door")],
        {},
        {"identification": "called"},
    ),
    (
        "an application in the same dex file calls the kit",
        [seen(DEVICE, SDK, D, FactKind.CLASS), invoked(DEVICE, SDK, OTHER_CALLER, FactKind.CLASS)],
        {SDK: "dex"},
        {"identification": "called"},
    ),
    (
        "IL calls a function that the same assembly declares",
        [seen(SEARCH[0], "d!/a.dll", Place.DECLARED), invoked(SEARCH[0], "d!/a.dll", "Vms.Door")],
        {"d!/a.dll": "pe"},
        {"identification": "called"},
    ),
    ("a ctypes script uses two", named(SEARCH[:2], "fw!/app/a.py", S), {}, {"identification": "called"}),
    ("a C source calls one", named(ENROLL[:1], "fw!/src/a.c", S), {}, {"enrollment": "called"}),
    (
        "dlsym of one",
        [*named(SEARCH[:1], APP, T), LOADS, NEEDS_C],
        {APP: "elf"},
        {"identification": "called"},
    ),
    (
        "dlsym of one in the vendor's own library",
        [*EXPORTS, *named(SEARCH[:1], LIB, T), told("dynamic-loading", LIB)],
        {},
        ALL,
    ),
    ("a name in a static program", named(SEARCH[:1], APP, T), {APP: "elf"}, {"identification": "available"}),
    ("a name in a .NET program", named(SEARCH[:1], APP, T), {APP: "pe"}, {"identification": "available"}),
    (
        "a source file defines one of many structures",
        named(STRUCTURES[:1], "fw!/src/structure/MATCH.java", S),
        {},
        {"identification": "available"},
    ),
    (
        "a structure's name in a binary that loads by name",
        [*named(STRUCTURES[:1], APP, T), LOADS, NEEDS_C],
        {APP: "elf"},
        {"identification": "available"},
    ),
    (
        "a script outside the package imports the module",
        [seen("acme_sdk.faces", "fw!/app/main.py", S, FactKind.IMPORT)],
        {},
        {"identification": "called"},
    ),
    (
        "a name in a list of settings",
        named(SEARCH[:1], "fw!/a.json", Place.CONFIG),
        {},
        {"identification": "mentioned"},
    ),
    (
        "a program that sends requests names the route",
        [seen(ROUTE, APP, T, FactKind.STRING), CONNECTS, NEEDS_C],
        {APP: "elf"},
        {"identification": "called"},
    ),
    (
        "a Windows program that needs a network library names the route",
        [seen(ROUTE, APP, T, FactKind.STRING), seen("WINHTTP.dll", APP, I, FactKind.NEEDED)],
        {APP: "pe"},
        {"identification": "called"},
    ),
    ("a dex file names the route", [seen(ROUTE, SDK, T, FactKind.STRING)], {SDK: "dex"}, {"identification": "called"}),
    (
        "a script names the route",
        [seen(ROUTE, "fw!/app/a.py", S, FactKind.STRING)],
        {},
        {"identification": "called"},
    ),
    (
        "a JavaScript program names the route",
        [
            seen(ROUTE, "fw!/srv/lib/a.js", S, FactKind.STRING),
            seen("x", "fw!/srv/package.json", Place.CONFIG, FactKind.STRING),
        ],
        {},
        {"identification": "called"},
    ),
]

LEVEL_D: list[Case] = [
    ("the switch is on", [setting("FaceMatch/enable", "true")], {}, {"identification": "enabled"}),
    ("the switch is off", [setting("FaceMatch/enable", "false")], {}, {"identification": "available"}),
    ("people are enrolled", [setting("FaceLibrary/count", "12")], {}, {"enrollment": "enrolled"}),
    ("the library of people is empty", [setting("FaceLibrary/count", "0")], {}, {"enrollment": "available"}),
    (
        "a switch lifts what the vendor's library alone does not",
        [*EXPORTS, setting("FaceMatch/enable", "true")],
        {},
        ALL | {"identification": "enabled"},
    ),
    (
        "a switch that is off lowers no call",
        [*named(SEARCH[:1], APP, I), setting("FaceMatch/enable", "false")],
        {},
        {"identification": "called"},
    ),
]

LEVEL_E: list[Case] = [
    (
        "the device's server names the route",
        [seen(ROUTE, APP, T, FactKind.STRING), LISTENS, NEEDS_C],
        {APP: "elf"},
        {"identification": "shipped"},
    ),
    (
        "the device's server also sends requests",
        [seen(ROUTE, APP, T, FactKind.STRING), LISTENS, CONNECTS, NEEDS_C],
        {APP: "elf"},
        {"identification": "shipped"},
    ),
    (
        "the device's server names the event",
        [seen(EVENT, APP, T, FactKind.STRING), LISTENS, NEEDS_C],
        {APP: "elf"},
        {"identification": "shipped"},
    ),
    (
        "the event in a program that takes no requests",
        [seen(EVENT, APP, T, FactKind.STRING), NEEDS_C],
        {APP: "elf"},
        {"identification": "available"},
    ),
    (
        "a static server shows no imports",
        [seen(ROUTE, APP, T, FactKind.STRING)],
        {APP: "elf"},
        {"identification": "available"},
    ),
    (
        "a library that neither listens nor connects",
        [seen(ROUTE, APP, T, FactKind.STRING), NEEDS_C],
        {APP: "elf"},
        {"identification": "available"},
    ),
    (
        "a web page of the device",
        [seen(ROUTE, "fw!/www/js/face.js", S, FactKind.STRING)],
        {},
        {"identification": "shipped"},
    ),
    (
        "the page beside its server",
        [
            seen(ROUTE, "fw!/www/js/face.js", S, FactKind.STRING),
            seen(ROUTE, APP, T, FactKind.STRING),
            LISTENS,
        ],
        {APP: "elf"},
        {"identification": "shipped"},
    ),
    (
        "the names of the client's functions in a server",
        [*named(SEARCH[:1], APP, T), LISTENS, NEEDS_C],
        {APP: "elf"},
        {"identification": "available"},
    ),
    ("one short route alone", [seen("/acme/face", APP, T, FactKind.ENDPOINT), LISTENS], {APP: "elf"}, {}),
    (
        "the route in an API description",
        [seen(ROUTE, "fw!/api.xsd", Place.DOCUMENT, FactKind.STRING)],
        {},
        {"identification": "mentioned"},
    ),
]


@pytest.mark.parametrize("case", LEVEL_C, ids=ids(LEVEL_C))
def test_level_c_the_products_own_code_calls_what_it_names(case: Case) -> None:
    check(CLIENT, case)


@pytest.mark.parametrize("case", LEVEL_D, ids=ids(LEVEL_D))
def test_level_d_settings_lift(case: Case) -> None:
    check(CLIENT, case)


@pytest.mark.parametrize("case", LEVEL_E, ids=ids(LEVEL_E))
def test_level_e_a_devices_own_server_has_the_function(case: Case) -> None:
    check(CLIENT, case)
