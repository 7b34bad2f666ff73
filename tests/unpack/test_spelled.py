"""Packed data that is spelled in letters counts as unread; text, code and tables do not."""

from __future__ import annotations

import base64
import random

import pytest

from scanner.types import UNREAD, ByteState
from scanner.unpack.programs.spelled import SMALLEST, spelled
from tests.unpack.build import noise
from tests.unpack.build_native import elf
from tests.unpack.harness import read_bytes

HIDDEN = noise(600_000)
LINES = [base64.b64encode(HIDDEN[at : at + 57]) for at in range(0, len(HIDDEN), 57)]


def _wide(first: int, last: int) -> bytes:
    choose = random.Random(5)  # noqa: S311 - reproducible test data
    return ("\ufeff" + "".join(chr(choose.randrange(first, last)) for _ in range(300_000))).encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("one-line.txt", base64.b64encode(HIDDEN)),
        ("lines.txt", b"\n".join(LINES)),
        ("uuencoded.txt", b"\n".join(b"M" + line for line in LINES)),
        ("hexadecimal.txt", HIDDEN.hex().encode()),
        ("base85.txt", base64.b85encode(HIDDEN)),
        ("settings.json", b'{"blob": "' + base64.b64encode(HIDDEN) + b'"}'),
        ("code.js", b"const a = 1;\n" * 9000 + b'const b = "' + base64.b64encode(HIDDEN) + b'";\n'),
        ("cjk.txt", _wide(0x4E00, 0x9FFF)),
        ("all-of-utf-16.txt", _wide(0x100, 0xD800)),
        ("utf-8.txt", bytes(b | 0x80 for b in HIDDEN).decode("latin-1").encode()),
        ("unknown.bin", b"\0\1\2\3" + base64.b64encode(HIDDEN)),
        ("program", elf(base64.b64encode(HIDDEN))),
        ("cut.pdf", b"%PDF-1.4\nstream\n" + base64.b64encode(HIDDEN)),
    ],
)
def test_six_hundred_kilobytes_spelled_in_letters_are_not_read(name: str, data: bytes) -> None:
    totals = read_bytes(data, name).totals
    assert sum(size for state, size in totals.items() if state in UNREAD) >= 524_288


@pytest.mark.parametrize(
    "data",
    [
        b"".join(b"%d: the quick brown fox of line %d jumps\n" % (n, n * 7919 % 1009) for n in range(9000)),
        b"".join(b"%s  ./usr/lib/module-%d.so\n" % (noise(32, n).hex().encode(), n) for n in range(3000)),
        b"".join(b"static const int v%d = 0x%x;\n" % (n, n * 2654435761 & 0xFFFFFFFF) for n in range(9000)),
    ],
)
def test_text_sums_with_names_and_source_are_read(data: bytes) -> None:
    assert read_bytes(data, "plain.txt").totals == {ByteState.RAW: len(data)}


def test_a_short_spelled_part_of_a_long_text_is_read() -> None:
    page = b"".join(b"%d: some text in a page of a manual\n" % n for n in range(20_000))
    data = page + base64.b64encode(noise(60_000))
    assert read_bytes(data, "page.html").totals == {ByteState.RAW: len(data)}


def test_too_little_or_too_few_values_say_nothing() -> None:
    assert not spelled(base64.b64encode(HIDDEN)[: SMALLEST - 1])
    assert not spelled(HIDDEN.translate(bytes(48 + value % 2 for value in range(256)))[: 1 << 16])
    assert spelled(HIDDEN[: 1 << 16])
    assert not spelled(HIDDEN[: 1 << 16], 7.8)
