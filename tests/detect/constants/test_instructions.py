from __future__ import annotations

import struct

import pytest

from scanner.catalogue.constants.numbers import bits_of, top_of
from scanner.catalogue.constants.rules import MARKS
from scanner.detect.constants.detector import Constants
from scanner.detect.constants.instructions import PROCESSORS
from scanner.types import FactKind, Place
from tests.detect.constants.assembler import ASSEMBLERS, aarch64, arm, elf, fat, macho, pe, riscv, thumb
from tests.detect.vocabulary import TEMPLATE, observe

NAME = "example_template"


def look(tmp_path, content: bytes, form: str = "elf"):
    (tmp_path / "node").write_bytes(content)
    return observe(Constants(), tmp_path / "node", "x!/l.so", form)


def code(make, numbers=TEMPLATE, sign=0, gap=b""):
    return gap.join(make(bits_of(number) | sign << 31) for number in numbers)


@pytest.mark.parametrize("name", ASSEMBLERS)
@pytest.mark.parametrize("sign", [0, 1])
def test_numbers_put_together_by_instructions(name, sign, tmp_path):
    processor, machine, order, make = ASSEMBLERS[name]
    (seen,) = look(tmp_path, elf(machine, order, code(make, sign=sign)))
    assert (seen.kind, seen.value, seen.place) == (FactKind.CONSTANT, NAME, Place.TEXT)
    assert f"in instructions ({processor})" in seen.detail
    assert seen.detail.startswith("10 of 10 numbers")
    assert seen.offset is not None and 60 <= seen.offset < 80


@pytest.mark.parametrize("name", ["mips", "mipsel", "ppc", "riscv", "arm", "thumb"])
def test_upper_words_of_binary64(name, tmp_path):
    _, machine, order, make = ASSEMBLERS[name]
    words = b"".join(make(top_of(number)) for number in TEMPLATE)
    assert [seen.value for seen in look(tmp_path, elf(machine, order, words))] == [NAME]


def test_a_binary64_of_four_pieces(tmp_path):
    def pieces(number):
        (bits,) = struct.unpack("<Q", struct.pack("<d", number))
        ops = (0xD2800008, 0xF2A00008, 0xF2C00008, 0xF2E00008)
        return b"".join(struct.pack("<I", op | (bits >> 16 * i & 0xFFFF) << 5) for i, op in enumerate(ops))

    assert look(tmp_path, elf(183, b"\1", b"".join(map(pieces, TEMPLATE))))


@pytest.mark.parametrize("name", ASSEMBLERS)
def test_four_numbers_are_too_few(name, tmp_path):
    _, machine, order, make = ASSEMBLERS[name]
    assert look(tmp_path, elf(machine, order, code(make, TEMPLATE[:4]))) == []


@pytest.mark.parametrize("name", ASSEMBLERS)
def test_numbers_far_from_each_other_are_no_set(name, tmp_path):
    _, machine, order, make = ASSEMBLERS[name]
    assert look(tmp_path, elf(machine, order, code(make, gap=bytes(4096)))) == []


@pytest.mark.parametrize("name", ASSEMBLERS)
def test_one_half_of_each_number_is_no_number(name, tmp_path):
    _, machine, order, make = ASSEMBLERS[name]
    low = b"".join(make(bits_of(number) & 0xFFFF | 0x3F000000) for number in TEMPLATE)
    high = b"".join(make(bits_of(number) & 0xFFFF0000 | 0x0123) for number in TEMPLATE)
    assert look(tmp_path, elf(machine, order, low)) == []
    assert look(tmp_path, elf(machine, order, high)) == []


def test_the_header_says_which_instructions_there_are(tmp_path):
    assert look(tmp_path, elf(62, b"\1", code(aarch64))) == []
    assert look(tmp_path, elf(183, b"\1", code(aarch64)))


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (pe(0xAA64, code(aarch64)), "pe"),
        (pe(0x1C4, code(thumb)), "pe"),
        (pe(0x5064, code(riscv)), "pe"),
        (macho(0x0100000C, code(aarch64)), "macho"),
        (fat((0x01000007, 0x0100000C), code(aarch64)), "macho"),
    ],
)
def test_other_containers_of_code(content, form, tmp_path):
    assert [seen.value for seen in look(tmp_path, content, form)] == [NAME]


@pytest.mark.parametrize(
    ("content", "form"),
    [(pe(0x8664, code(aarch64)), "pe"), (fat((0x01000007,), code(arm)), "macho"), (b"MZ" + code(arm), "pe")],
)
def test_x86_holds_whole_numbers_only(content, form, tmp_path):
    assert look(tmp_path, content, form) == []


@pytest.mark.parametrize("name", ASSEMBLERS)
def test_content_without_a_header_is_code_if_functions_return_in_it(name, tmp_path):
    processor, _, _, make = ASSEMBLERS[name]
    mark = bytes.fromhex(MARKS[processor][0])
    assert look(tmp_path, bytes(64) + code(make), "unknown") == []
    assert [s.value for s in look(tmp_path, mark + bytes(60) + code(make), "unknown")] == [NAME]
    # One such word in a megabyte is chance, and the search for instructions is spared.
    assert look(tmp_path, mark + bytes(60) + code(make) + bytes(1 << 20), "unknown") == []


def test_every_processor_has_a_mark_and_an_assembler():
    assert {*MARKS} == {*PROCESSORS} == {processor for processor, *_ in ASSEMBLERS.values()}


@pytest.mark.parametrize("form", ["elf", "pe", "macho"])
@pytest.mark.parametrize("length", [0, 1, 5, 7, 19, 63])
def test_cut_headers_are_of_no_processor(form, length, tmp_path):
    whole = {"elf": elf(183, b"\1", b""), "pe": pe(0xAA64, b""), "macho": fat((0x0100000C,) * 9, b"")}[form]
    assert look(tmp_path, whole[:length], form) == []
