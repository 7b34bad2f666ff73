"""Names that compiled Python and programs with Python in them take, in every way in which they are kept."""

from __future__ import annotations

import bz2
import zlib
from pathlib import Path

import pytest

from scanner.detect.managed.compiled import Compiled
from scanner.types import LimitReached
from tests.detect.managed.world import SEARCH, look, told, until_it_breaks

ASKS = b"\x7fELF\0PyImport_ImportModuleLevelObject\0"
TEXTS = f"?door.pyacme_facesasyncio.coroutinescline_in_tracebackcompare_acme_facesctypes{SEARCH}known".encode()
MODULE, CALL = ("imported", "import", "acme_faces"), ("script", "string", "compare_acme_faces")
FUNCTION = ("imported", "symbol", SEARCH)


def lzss(text: bytes) -> bytes:
    """``text`` as Cython packs it, every byte as it is, and one copy of the last five bytes."""
    padded = text + b"." * (-len(text) % 8)
    plain = b"".join(b"\xff" + padded[at : at + 8] for at in range(0, len(padded), 8))
    return plain + b"\x00\x00\x02" + b"\x00\x02" * 3


@pytest.mark.parametrize("packed", [TEXTS, lzss(TEXTS), zlib.compress(TEXTS), bz2.compress(TEXTS)])
def test_cython_tables(packed: bytes, tmp_path: Path) -> None:
    data = ASKS + b"__pyx_capi__\0\0\0" + packed + b"\0\0rest of the program" * 20
    assert told(look(Compiled(), data, tmp_path)) == {MODULE, CALL, FUNCTION}


def test_cython_names_one_by_one(tmp_path: Path) -> None:
    data = ASKS + b"cython_runtime\0acme_faces\0compare_acme_faces\0\0"
    assert told(look(Compiled(), data, tmp_path)) == {MODULE, CALL}


def test_nuitka_writes_a_letter_before_each_name(tmp_path: Path) -> None:
    data = ASKS + b"\0a__nuitka__\0\1aacme_faces\0acompare_acme_faces\0actypes\0a" + SEARCH.encode() + b"\0"
    assert told(look(Compiled(), data, tmp_path)) == {MODULE, CALL, FUNCTION}


def test_a_program_that_runs_source(tmp_path: Path) -> None:
    data = b"\x7fELF\0PyRun_SimpleString\0\0x = 1\nfrom acme_faces import compare\ncompare(a, b)\0"
    assert told(look(Compiled(), data, tmp_path)) == {MODULE, ("imported", "import", "acme_faces.compare")}


def test_an_extension_written_by_hand_takes_modules_by_name_only(tmp_path: Path) -> None:
    data = ASKS + b"acme_faces\0compare_acme_faces\0" + SEARCH.encode() + b"\0"
    assert told(look(Compiled(), data, tmp_path)) == {MODULE}


@pytest.mark.parametrize(
    "data",
    [
        b"\x7fELF\0acme_faces\0compare_acme_faces\0",
        ASKS + b"my_acme_faces\0acme_faces.txt\0not acme_faces\0",
        ASKS + b"__pyx_capi__\0" + zlib.compress(TEXTS)[:20],
        ASKS + b"__pyx_capi__\0\xff?abcdefg\x00\x00\xff",
    ],
)
def test_other_texts_take_nothing(data: bytes, tmp_path: Path) -> None:
    assert told(look(Compiled(), data, tmp_path)) == set()


def test_packed_texts_without_end_are_a_limit_and_hide_nothing_before(tmp_path: Path) -> None:
    bomb = zlib.compress(bytes(16 << 20), 9)
    data = ASKS + b"__pyx_capi__\0acme_faces\0" + bomb * 5
    seen, error = until_it_breaks(Compiled(), data, tmp_path)
    assert isinstance(error, LimitReached) and told(seen) == {MODULE}


def test_megabytes_without_a_gap_cost_no_more_than_reading_them(tmp_path: Path) -> None:
    data = ASKS + b"__pyx_capi__\0" + b"\xcc" * (8 << 20) + TEXTS + b"\xcc" * (2 << 20)
    assert told(look(Compiled(), data, tmp_path)) == {MODULE, CALL, FUNCTION}
