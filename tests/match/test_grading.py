"""How far a client, a service, an engine or a kit of several parts gets, by where its names stand (levels A to E)."""

from __future__ import annotations

import pytest

from scanner.match.remarks import CLIENT as CLIENT_REMARK
from scanner.types import FactKind, Observation, Place, Signature
from tests.match.products import (
    APP,
    CLIENT,
    CLOUD,
    DETECT,
    ENGINE,
    ENROLL,
    EVENT,
    FINGERS,
    FUNCTIONS,
    LIB,
    MANY,
    OPERATIONS,
    ROUTE,
    SEARCH,
    STRUCTURES,
    WRAPPER,
    invoked,
    named,
    setting,
    told,
)
from tests.match.world import matched, seen, states

D, I, T, S, V = Place.DEFINED, Place.IMPORTED, Place.TEXT, Place.SCRIPT, Place.INVOKED  # noqa: E741
ALL = {"identification": "available", "detection": "available", "enrollment": "available"}
EXPORTS = named(FUNCTIONS, LIB, D)
SONAME = seen("libacme.so", LIB, D, FactKind.SONAME)
NEEDS_C = seen("libc.so.6", APP, I, FactKind.NEEDED)
LOADS, LISTENS, CONNECTS = (told(word, APP) for word in ("dynamic-loading", "listens", "connects"))
DEVICE, SDK = "com.acme.sdk.Device", "fw!/app.apk!/classes.dex"
DECLARED = named(FUNCTIONS, "fw!/app/Vms.exe", Place.DECLARED)
OTHER_CALLER, OWN_CALLER = "org.city.Main", "com.acme.sdk.Session"

Case = tuple[str, list[Observation], dict[str, str], dict[str, str]]
"""What is tried, what is seen, formats by path, capability → state."""

LEVEL_A: list[Case] = [
    ("exports of the vendor's library", EXPORTS, {}, ALL),
    ("its exports and its text", [*EXPORTS, *named(SEARCH, LIB, T)], {}, ALL),
    (
        "a program needs the library",
        [*EXPORTS, SONAME, seen("libacme.so", APP, I, FactKind.NEEDED)],
        {},
        ALL,
    ),
    (
        "a program needs a library that is named for faces",
        [seen("libacmeface.so", APP, I, FactKind.NEEDED)],
        {},
        {"identification": "available"},
    ),
    (
        "a program loads that library by name",
        [seen("libacmeface.so", APP, T, FactKind.SONAME), LOADS, NEEDS_C],
        {APP: "elf"},
        {"identification": "available"},
    ),
    (
        "a script loads that library",
        [seen("libacmeface.so", "fw!/app/a.py", S, FactKind.NEEDED)],
        {},
        {"identification": "available"},
    ),
    (
        "a class file of the kit names a class of the kit",
        [seen(DEVICE, "fw!/a.jar!/com/acme/sdk/Session.class", T, FactKind.CLASS, detail="com/acme/sdk/Device")],
        {"fw!/a.jar!/com/acme/sdk/Session.class": "class"},
        {"identification": "available"},
    ),
    (
        "a dex file holds the classes of the kit",
        [seen(DEVICE, SDK, D, FactKind.CLASS)],
        {SDK: "dex"},
        {"identification": "available"},
    ),
    (
        "the kit's classes call each other",
        [seen(DEVICE, SDK, D, FactKind.CLASS), invoked(DEVICE, SDK, OWN_CALLER, FactKind.CLASS)],
        {SDK: "dex"},
        {"identification": "available"},
    ),
    (
        "a script of the kit's own Python package",
        [
            seen("acme_sdk.faces", "fw!/site-packages/acme_sdk/session.py", S, FactKind.IMPORT),
            seen("acme_sdk.faces", "fw!/site-packages/acme_sdk/__init__.py", Place.DOCUMENT, FactKind.IMPORT),
        ],
        {},
        {"identification": "available"},
    ),
    (
        "a program of another maker exports nothing and only mentions",
        [*named(SEARCH[:3], APP, T), NEEDS_C],
        {APP: "elf"},
        {"identification": "mentioned"},
    ),
    ("a manual", named(FUNCTIONS, "fw!/doc/api.md", Place.DOCUMENT), {}, dict.fromkeys(ALL, "mentioned")),
]

LEVEL_B: list[Case] = [
    ("a binding imports all", named(FUNCTIONS, WRAPPER, I), {}, ALL),
    (
        "a binding of an older edition imports most",
        named(FUNCTIONS[:16], WRAPPER, I),
        {},
        {
            "identification": "available",
            "detection": "available",
        },
    ),
    ("a P/Invoke class declares all", DECLARED, {}, ALL),
    ("a P/Invoke class declares three", DECLARED[:3], {}, {"identification": "available"}),
    ("a JNA interface declares all", named(FUNCTIONS, "fw!/a.jar!/Acme.class", Place.DECLARED), {}, ALL),
    ("a ctypes module names all", named(FUNCTIONS, "fw!/app/acme.py", S), {}, ALL),
    ("a JavaScript binding names all", named(FUNCTIONS, "fw!/app/acme.js", S), {}, ALL),
    ("a C# source declares all", named(FUNCTIONS, "fw!/app/Acme.cs", S), {}, ALL),
    (
        "a translated header of structures",
        named(STRUCTURES, "fw!/app/Acme.pas", S),
        {},
        {"identification": "available"},
    ),
    ("a loader fetches all by name", [*named(FUNCTIONS, APP, T), LOADS, NEEDS_C], {APP: "elf"}, ALL),
    (
        "a second layer calls all",
        [invoked(value, "fw!/app/Layer.dll", "Layer.Api") for value in FUNCTIONS],
        {},
        ALL,
    ),
    (
        "a class of the application calls one function of the wrapper",
        [*DECLARED, invoked(SEARCH[0], "fw!/app/Vms.exe", "Vms.Door")],
        {},
        ALL | {"identification": "called"},
    ),
    (
        "a class of the application calls detection only",
        [*DECLARED, invoked(DETECT[0], "fw!/app/Vms.exe", "Vms.Door")],
        {},
        ALL | {"detection": "called"},
    ),
    (
        "another script uses one function of a ctypes module",
        [*named(FUNCTIONS, "fw!/app/acme.py", S), seen(ENROLL[0], "fw!/app/main.py", S)],
        {},
        ALL | {"enrollment": "called"},
    ),
    (
        "a program imports two functions beside a binding",
        [*named(FUNCTIONS, WRAPPER, I), *named(SEARCH[:2], APP, I)],
        {},
        ALL | {"identification": "called"},
    ),
]

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
        {"identification": "mentioned"},
    ),
    ("one short route alone", [seen("/acme/face", APP, T, FactKind.ENDPOINT), LISTENS], {APP: "elf"}, {}),
    (
        "the route in an API description",
        [seen(ROUTE, "fw!/api.xsd", Place.DOCUMENT, FactKind.STRING)],
        {},
        {"identification": "mentioned"},
    ),
]


def _ids(cases: list[Case]) -> list[str]:
    return [case[0] for case in cases]


def _check(signature: Signature, case: Case) -> None:
    _, observations, formats, expected = case
    assert states(matched(signature, observations, formats=formats)) == expected


@pytest.mark.parametrize("case", LEVEL_A, ids=_ids(LEVEL_A))
def test_level_a_the_vendors_own_files_show_no_use(case: Case) -> None:
    _check(CLIENT, case)


@pytest.mark.parametrize("case", LEVEL_B, ids=_ids(LEVEL_B))
def test_level_b_a_complete_wrapper_shows_no_use(case: Case) -> None:
    _check(CLIENT, case)


@pytest.mark.parametrize("case", LEVEL_C, ids=_ids(LEVEL_C))
def test_level_c_the_products_own_code_calls_what_it_names(case: Case) -> None:
    _check(CLIENT, case)


@pytest.mark.parametrize("case", LEVEL_D, ids=_ids(LEVEL_D))
def test_level_d_settings_lift(case: Case) -> None:
    _check(CLIENT, case)


@pytest.mark.parametrize("case", LEVEL_E, ids=_ids(LEVEL_E))
def test_level_e_a_devices_own_server_has_the_function(case: Case) -> None:
    _check(CLIENT, case)


CLOUDS: list[Case] = [
    (
        "a service model",
        named(OPERATIONS, "d!/model.json", Place.CONFIG, FactKind.STRING),
        {},
        {"identification": "mentioned"},
    ),
    (
        "a program that bundles the kit of all services",
        [*named(OPERATIONS, APP, T, FactKind.STRING), seen("AcmeFaceService.SearchFaces", APP, T, FactKind.STRING)],
        {APP: "elf"},
        {"identification": "mentioned"},
    ),
    (
        "a web bundle with the whole kit, in which an application may call it",
        [
            *named(OPERATIONS, "d!/main.js", S, FactKind.STRING),
            seen("AcmeFaceService.SearchFaces", "d!/main.js", S, FactKind.STRING),
        ],
        {},
        {"identification": "available"},
    ),
    (
        "the kit of all services in its folder",
        [seen("AcmeFaceService.SearchFaces", "d!/lib/allcloud/faces.py", S, FactKind.STRING)],
        {},
        {"identification": "mentioned"},
    ),
    (
        "one operation in a program's own code",
        [seen("AcmeFaceService.SearchFaces", APP, T, FactKind.STRING)],
        {APP: "elf"},
        {"identification": "available"},
    ),
    (
        "one operation in a script",
        [seen("AcmeFaceService.SearchFaces", "d!/a.py", S, FactKind.STRING)],
        {},
        {"identification": "called"},
    ),
    (
        "the address in a configuration",
        [seen("faces.acme.example", "d!/a.ini", Place.CONFIG, FactKind.ENDPOINT)],
        {},
        {"identification": "called"},
    ),
    (
        "the address in a program",
        [seen("faces.acme.example", APP, T, FactKind.ENDPOINT)],
        {APP: "elf"},
        {"identification": "called"},
    ),
    (
        "the address in a camera's server, which is a client here",
        [seen("faces.acme.example", APP, T, FactKind.ENDPOINT), LISTENS],
        {APP: "elf"},
        {"identification": "called"},
    ),
    (
        "the address in a manual",
        [seen("faces.acme.example", "d!/a.md", Place.DOCUMENT, FactKind.ENDPOINT)],
        {},
        {"identification": "mentioned"},
    ),
    (
        "the kit of this service alone, installed",
        [seen("npm:@acme/faces", "d!/node_modules/@acme/faces/package.json", Place.FILE, FactKind.PACKAGE)],
        {},
        {"identification": "mentioned"},
    ),
    (
        "its own code in its package",
        [
            seen("npm:@acme/faces", "d!/node_modules/@acme/faces/package.json", Place.FILE, FactKind.PACKAGE),
            seen("faces.acme.example", "d!/node_modules/@acme/faces/dist/a.js", S, FactKind.ENDPOINT),
        ],
        {},
        {"identification": "mentioned"},
    ),
    (
        "the product's code imports it",
        [
            seen("npm:@acme/faces", "d!/node_modules/@acme/faces/package.json", Place.FILE, FactKind.PACKAGE),
            seen("npm:@acme/faces", "d!/src/index.js", S, FactKind.PACKAGE),
        ],
        {},
        {"identification": "called"},
    ),
    (
        "another package installed below it is not its own code",
        [
            seen("npm:@acme/faces", "d!/node_modules/@acme/faces/package.json", Place.FILE, FactKind.PACKAGE),
            seen("faces.acme.example", "d!/node_modules/@acme/faces/node_modules/x/a.js", S, FactKind.ENDPOINT),
        ],
        {},
        {"identification": "called"},
    ),
    (
        "a script of the service's module imports it",
        [
            seen("acme_faces.client", "d!/x/acme_faces/a.py", S, FactKind.IMPORT),
            seen("acme_faces.client", "d!/x/acme_faces/__init__.py", Place.DOCUMENT, FactKind.IMPORT),
        ],
        {},
        {"identification": "mentioned"},
    ),
    (
        "a folder of that name inside another package",
        [
            seen("acme_faces.client", "d!/door/acme_faces/a.py", S, FactKind.IMPORT),
            seen("acme_faces.client", "d!/door/acme_faces/__init__.py", Place.DOCUMENT, FactKind.IMPORT),
            seen("acme_faces.client", "d!/door/__init__.py", Place.DOCUMENT, FactKind.IMPORT),
        ],
        {},
        {"identification": "called"},
    ),
    (
        "a folder of that name that is no package",
        [seen("acme_faces.client", "d!/x/acme_faces/a.py", S, FactKind.IMPORT)],
        {},
        {"identification": "called"},
    ),
]


@pytest.mark.parametrize("case", CLOUDS, ids=_ids(CLOUDS))
def test_an_online_service(case: Case) -> None:
    _check(CLOUD, case)


HOST = seen("api.acme.example", "d!/a.ini", Place.CONFIG, FactKind.ENDPOINT)
PATH = seen("/vision/v1/face/identify", "d!/a.ini", Place.CONFIG, FactKind.ENDPOINT)
START = seen("AcmeBio_Start", LIB, D)
OTHERS: list[tuple[Signature, Case]] = [
    (MANY, ("the address of a host of many services", [HOST], {}, {})),
    (MANY, ("a path without its host", [PATH], {}, {})),
    (MANY, ("host and path", [HOST, PATH], {}, {"identification": "called"})),
    (FINGERS, ("a kit for fingers and faces", [START, seen("libacmebio.so", LIB, D, FactKind.SONAME)], {}, {})),
    (FINGERS, ("a program calls the kit's start", [START, seen("AcmeBio_Start", APP, I)], {}, {})),
    (
        FINGERS,
        (
            "a program compares faces with the kit",
            [START, seen("AcmeBio_FaceMatch", LIB, D), seen("AcmeBio_FaceMatch", APP, I)],
            {},
            {"verification": "called"},
        ),
    ),
    (
        FINGERS,
        (
            "the kit with its network for faces",
            [START, seen("AcmeFace.ndf", "fw!/data/AcmeFace.ndf", Place.FILE, FactKind.PATH)],
            {},
            {"template": "shipped"},
        ),
    ),
    (ENGINE, ("an engine's library", EXPORTS, {}, dict.fromkeys(ALL, "shipped"))),
    (ENGINE, ("a complete binding of an engine", named(FUNCTIONS, WRAPPER, I), {}, dict.fromkeys(ALL, "shipped"))),
    (ENGINE, ("a program imports one function", named(SEARCH[:1], APP, I), {}, {"identification": "called"})),
    (
        ENGINE,
        ("type names kept by a static link", named(["N4acme10RecogniserE"], APP, D), {}, {"identification": "shipped"}),
    ),
    (
        ENGINE,
        (
            "type names in a stripped program that an engine was linked into",
            [*named(["N4acme10RecogniserE"], APP, T), NEEDS_C],
            {APP: "elf"},
            {"identification": "shipped"},
        ),
    ),
    (
        ENGINE,
        (
            "type names are not loaded by name",
            [*named(["N4acme10RecogniserE"], APP, T), LOADS, NEEDS_C],
            {APP: "elf"},
            {"identification": "shipped"},
        ),
    ),
    (
        ENGINE,
        (
            "a program needs the engine's library",
            [*EXPORTS, SONAME, seen("libacme.so", APP, I, FactKind.NEEDED)],
            {},
            dict.fromkeys(ALL, "called"),
        ),
    ),
]


@pytest.mark.parametrize(("signature", "case"), OTHERS, ids=[case[0] for _, case in OTHERS])
def test_engines_and_what_does_other_things_too(signature: Signature, case: Case) -> None:
    _check(signature, case)


def test_a_complete_wrapper_is_called_one_in_the_finding() -> None:
    (finding, *_) = matched(CLIENT, named(FUNCTIONS, WRAPPER, I)).findings
    assert any(WRAPPER in sentence and "complete wrapper" in sentence for sentence in finding.remarks)
    assert "20 of 20" in "".join(finding.remarks)
    assert not finding.lifted_by


def test_the_vendors_library_does_not_read_like_a_use() -> None:
    for finding in matched(CLIENT, EXPORTS).findings:
        assert finding.remarks[0] == CLIENT_REMARK
        assert not finding.lifted_by


def test_a_use_is_not_said_to_be_none() -> None:
    (finding,) = matched(CLIENT, named(SEARCH[:1], APP, I)).findings
    assert finding.remarks == ()
    assert finding.lifted_by == (f"{APP} imports {SEARCH[0]}",)
