"""How far an online service, an engine and a kit that does other things too get by where their names stand."""

from __future__ import annotations

import pytest

from scanner.types import FactKind, Place, Signature
from tests.match.products import (
    ALL,
    APP,
    CLOUD,
    ENGINE,
    EXPORTS,
    FINGERS,
    FUNCTIONS,
    LIB,
    LISTENS,
    LOADS,
    MANY,
    NEEDS_C,
    OPERATIONS,
    SDK,
    SEARCH,
    SONAME,
    WRAPPER,
    Case,
    D,
    I,
    S,
    T,
    check,
    ids,
    named,
)
from tests.match.world import seen

CLOUDS: list[Case] = [
    (
        "a service model",
        named(OPERATIONS, "d!/model.json", Place.CONFIG, FactKind.STRING),
        {},
        {"identification": "mentioned"},
    ),
    (
        "a program that bundles the kit of all services, and may call it as a web bundle may",
        [*named(OPERATIONS, APP, T, FactKind.STRING), seen("AcmeFaceService.SearchFaces", APP, T, FactKind.STRING)],
        {APP: "elf"},
        {"identification": "available"},
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
        "the kit of all services where a package manager put it",
        [seen("AcmeFaceService.SearchFaces", "d!/site-packages/allcloud/faces.py", S, FactKind.STRING)],
        {},
        {"identification": "mentioned"},
    ),
    (
        "a program in a folder of the kit's name, which anybody may choose",
        [seen("AcmeFaceService.SearchFaces", "d!/opt/allcloud/faces.py", S, FactKind.STRING)],
        {},
        {"identification": "available"},
    ),
    (
        "a program that exports a name of the service's kit beside a request of its own",
        [
            seen("com.acme.faces.", APP, D, FactKind.CLASS),
            seen("AcmeFaceService.SearchFaces", APP, T, FactKind.STRING),
        ],
        {APP: "elf"},
        {"identification": "available"},
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
        "an application's dex file with the kit's classes and its address",
        [
            seen("com.acme.faces.", SDK, D, FactKind.CLASS),
            seen("faces.acme.example", SDK, T, FactKind.ENDPOINT),
        ],
        {SDK: "dex"},
        {"identification": "available"},
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
        "a script of the service's installed module imports it",
        [
            seen("acme_faces.client", "d!/dist-packages/acme_faces/a.py", S, FactKind.IMPORT),
            seen("acme_faces.client", "d!/dist-packages/acme_faces/__init__.py", Place.DOCUMENT, FactKind.IMPORT),
        ],
        {},
        {"identification": "mentioned"},
    ),
    (
        "a program that lies in a folder like the service's module",
        [
            seen("acme_faces.client", "d!/opt/acme_faces/main.py", S, FactKind.IMPORT),
            seen("acme_faces.client", "d!/opt/acme_faces/__init__.py", Place.DOCUMENT, FactKind.IMPORT),
        ],
        {},
        {"identification": "available"},
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


@pytest.mark.parametrize("case", CLOUDS, ids=ids(CLOUDS))
def test_an_online_service(case: Case) -> None:
    check(CLOUD, case)


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
    check(signature, case)
