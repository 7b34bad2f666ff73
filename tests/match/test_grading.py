"""How far a device client gets by where its names stand: levels A (present) and B (wrapped)."""

from __future__ import annotations

import pytest

from scanner.match.remarks import CLIENT as CLIENT_REMARK
from scanner.types import FactKind, Place
from tests.match.products import (
    ALL,
    APP,
    CLIENT,
    DECLARED,
    DETECT,
    DEVICE,
    ENROLL,
    EXPORTS,
    FUNCTIONS,
    LIB,
    LOADS,
    NEEDS_C,
    OWN_CALLER,
    SDK,
    SEARCH,
    SONAME,
    STRUCTURES,
    WRAPPER,
    Case,
    D,
    I,
    S,
    T,
    check,
    ids,
    invoked,
    named,
)
from tests.match.world import matched, seen

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
        "a program of another maker holds names, and no table shows what it loads",
        [*named(SEARCH[:3], APP, T), NEEDS_C],
        {APP: "elf"},
        {"identification": "available"},
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


@pytest.mark.parametrize("case", LEVEL_A, ids=ids(LEVEL_A))
def test_level_a_the_vendors_own_files_show_no_use(case: Case) -> None:
    check(CLIENT, case)


@pytest.mark.parametrize("case", LEVEL_B, ids=ids(LEVEL_B))
def test_level_b_a_complete_wrapper_shows_no_use(case: Case) -> None:
    check(CLIENT, case)


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
