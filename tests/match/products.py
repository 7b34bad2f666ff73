"""Small products of every kind, to be graded: a device client, an online service, an engine, a kit of several parts."""

from __future__ import annotations

from scanner.types import Capability, Fact, FactKind, Host, Observation, Place, Signature, State, Strength
from tests.match.world import fact, matched, seen, states

SEARCH = [f"Acme_SearchFace{number}" for number in range(12)]
DETECT = [f"Acme_DetectFace{number}" for number in range(4)]
ENROLL = [f"Acme_AddFace{number}" for number in range(4)]
FUNCTIONS = [*SEARCH, *DETECT, *ENROLL]
STRUCTURES = [f"ACME_FACE_MATCH_{number}" for number in range(12)]
ROUTE, EVENT = "/acme/FaceLibrary/search", "EventFaceLibraryMatch_Acme"
LIB, APP, WRAPPER = "fw!/lib/libacme.so", "fw!/bin/vms", "fw!/app/wrapper"
SUPPORT = {"strength": Strength.SUPPORT}


def _function(value: str) -> Fact:
    capability = {"S": Capability.IDENTIFICATION, "D": Capability.DETECTION, "A": Capability.ENROLLMENT}[value[5]]
    return fact(value, capabilities=(capability,))


CLIENT = Signature(
    "acme-client",
    "Acme device client",
    "Acme",
    "client",
    State.AVAILABLE,
    "A sentence.",
    (
        *map(_function, FUNCTIONS),
        *(fact(value) for value in STRUCTURES),
        fact("libacme.so", FactKind.SONAME, capabilities=()),
        fact("libacmeface.so", FactKind.SONAME),
        fact("com.acme.sdk.Device", FactKind.CLASS),
        fact("com.acme.sdk.", FactKind.CLASS, prefix=True, capabilities=()),
        fact("acme_sdk.faces", FactKind.IMPORT),
        fact(ROUTE, FactKind.STRING),
        fact("/acme/face", FactKind.ENDPOINT, **SUPPORT),
        fact(EVENT, FactKind.STRING),
        Fact(
            "switch",
            FactKind.CONFIG,
            "FaceMatch/enable",
            Strength.STRONG,
            State.ENABLED,
            (Capability.IDENTIFICATION,),
            role="switch",
            on=("true",),
            off=("false",),
        ),
        Fact(
            "people",
            FactKind.CONFIG,
            "FaceLibrary/count",
            Strength.STRONG,
            State.ENROLLED,
            (Capability.ENROLLMENT,),
            role="database",
            on=(">0",),
            off=("0",),
        ),
    ),
)

OPERATIONS = [f"{verb}Faces{number}" for verb in ("Search", "Index", "Compare") for number in range(5)]
_CODE = (Place.SCRIPT, Place.TEXT, Place.DOCUMENT, Place.CONFIG)
CLOUD = Signature(
    "acme-cloud",
    "Acme Faces",
    "Acme",
    "cloud",
    State.MENTIONED,
    "A sentence.",
    (
        *(fact(value, FactKind.STRING, places=_CODE, **SUPPORT) for value in OPERATIONS),
        fact("AcmeFaceService.SearchFaces", FactKind.STRING, places=_CODE),
        fact("faces.acme.example", FactKind.ENDPOINT),
        fact("npm:@acme/faces", FactKind.PACKAGE),
        fact("acme_faces.client", FactKind.IMPORT),
        fact("com.acme.faces.", FactKind.CLASS, prefix=True, capabilities=()),
    ),
    (Host(FactKind.PATH, r".*/allcloud/", State.MENTIONED),),
)
MANY = Signature(
    "acme-many",
    "Acme Vision",
    "Acme",
    "cloud",
    State.MENTIONED,
    "A sentence.",
    (
        fact("api.acme.example", FactKind.ENDPOINT, capabilities=()),
        fact("/vision/v1/face/identify", FactKind.ENDPOINT, **SUPPORT),
    ),
    does=(Capability.IDENTIFICATION,),
    multi_modal=True,
)
ENGINE = Signature(
    "acme-engine",
    "Acme Engine",
    "Acme",
    "sdk",
    State.SHIPPED,
    "A sentence.",
    (*map(_function, FUNCTIONS), fact("N4acme10RecogniserE"), fact("libacme.so", FactKind.SONAME)),
)
FINGERS = Signature(
    "acme-biometrics",
    "Acme Biometrics",
    "Acme",
    "sdk",
    State.SHIPPED,
    "A sentence.",
    (
        fact("AcmeBio_Start", capabilities=()),
        fact("libacmebio.so", FactKind.SONAME, capabilities=()),
        fact("AcmeBio_FaceMatch", capabilities=(Capability.VERIFICATION,)),
        fact("AcmeFace.ndf", FactKind.PATH, capabilities=(Capability.TEMPLATE,), **SUPPORT),
    ),
    does=(Capability.TEMPLATE, Capability.VERIFICATION),
    multi_modal=True,
)


def named(values: list[str], path: str, place: Place, kind: FactKind = FactKind.SYMBOL) -> list[Observation]:
    """One observation for each of ``values``."""
    return [seen(value, path, place, kind) for value in values]


def told(word: str, path: str) -> Observation:
    """What the native detector says of a binary: ``listens``, ``connects``, ``dynamic-loading``."""
    return seen(word, path, Place.IMPORTED, FactKind.IDENTITY)


def setting(key: str, value: str, path: str = "fw!/etc/face.xml") -> Observation:
    """A setting in a configuration file."""
    return seen(key, path, Place.CONFIG, FactKind.CONFIG, setting=value, instance=key.rpartition("/")[0])


def invoked(value: str, path: str, caller: str, kind: FactKind = FactKind.SYMBOL) -> Observation:
    """A call site in the class ``caller``."""
    return seen(value, path, Place.INVOKED, kind, instance=caller)


D, I, T, S = Place.DEFINED, Place.IMPORTED, Place.TEXT, Place.SCRIPT  # noqa: E741
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


def ids(cases: list[Case]) -> list[str]:
    """The names of ``cases``, for pytest."""
    return [case[0] for case in cases]


def check(signature: Signature, case: Case) -> None:
    """Assert that the case comes out as told."""
    _, observations, formats, expected = case
    assert states(matched(signature, observations, formats=formats)) == expected
