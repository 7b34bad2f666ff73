"""What a program's imports say besides: it loads by name, takes requests, sends them."""

from __future__ import annotations

import pytest

from scanner.detect.binary import Binary, Table
from scanner.detect.native import symbols
from scanner.detect.symbols import Finder
from scanner.detect.tally import Tally
from scanner.types import FactKind, Place
from tests.detect.test_native import look
from tests.detect.vocabulary import VOCABULARY


def told(names: list[str], place: Place) -> dict[str, str]:
    """Identity → the functions that told of it."""
    table = Table(names, lambda index: place, lambda index: None)
    tally = Tally("x!/bin/httpd")
    symbols(Binary(None, "executable", (table,)), Finder(VOCABULARY), tally)
    return {o.value: o.detail for o in tally.observations() if o.kind is FactKind.IDENTITY}


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("listen", "listens"),
        ("MHD_start_daemon", "listens"),
        ("connect", "connects"),
        ("curl_easy_perform", "connects"),
        ("WinHttpSendRequest", "connects"),
        ("dlsym", "dynamic-loading"),
        ("GetProcAddress", "dynamic-loading"),
    ],
)
def test_an_import_tells_what_the_program_does(name: str, identity: str) -> None:
    assert told([name, "printf"], Place.IMPORTED) == {identity: name}


def test_several_are_told_together_and_in_order() -> None:
    names = ["listen", "connect", "FCGI_Accept", "accept"]
    assert told(names, Place.IMPORTED) == {"listens": "FCGI_Accept, listen", "connects": "connect"}


def test_who_defines_such_a_function_does_nothing_of_it() -> None:
    assert told(["listen", "connect", "dlopen"], Place.DEFINED) == {}


def test_an_ordinary_program_tells_nothing_of_requests() -> None:
    identities = {o.value for o in look("camera", "elf") if o.kind is FactKind.IDENTITY}
    assert not identities & {"listens", "connects"}
