"""Which bytes are looked at, in programs of each kind and in content of no known kind."""

from __future__ import annotations

import pytest

from scanner.detect.hidden import stretches as module
from scanner.detect.hidden.stretches import stretches
from scanner.types import FactKind, Span
from tests.detect.hidden.carriers import elf, hide, key_of, look, section
from tests.detect.macho import fat, thin
from tests.detect.vocabulary import NATIVE, PHRASE

KEY = key_of(12)


def test_code_is_not_looked_at(tmp_path):
    assert look(tmp_path, elf(b"data" * 20, code=hide(section(), KEY))) == []


def test_tables_of_linkers_are_not_looked_at(tmp_path):
    content = elf(hide(section(), KEY))
    assert look(tmp_path, content.replace(b".rodata\0.shstrtab", b".pdata\0\0.shstrtab")) == []
    assert look(tmp_path, content.replace(b".rodata\0.shstrtab", b".strngs\0.shstrtab")) != []


@pytest.mark.parametrize("damage", [b"\0" * 8, b"\xff" * 8])
def test_a_program_without_its_table_is_looked_at_as_a_whole(damage, tmp_path):
    content = bytearray(elf(b"data" * 20, code=hide(section(), KEY)))
    content[40:48] = damage
    assert [seen.value for seen in look(tmp_path, bytes(content))] == [PHRASE]


def test_a_section_that_goes_on_behind_the_end(tmp_path):
    whole = elf(hide(section(), KEY))
    assert look(tmp_path, whole[:150]) == []
    assert stretches(memoryview(whole[:150]), "elf") == [Span(0, 150)]


@pytest.mark.parametrize("name", ["camera", "face.dll", "camera.exe"])
def test_data_of_real_programs(name, tmp_path):
    """A text put over the largest data section of a program that a compiler made."""
    content = bytearray((NATIVE / name).read_bytes())
    form = "elf" if content[:4] == b"\x7fELF" else "pe"
    found = stretches(memoryview(content), form)
    assert found != [Span(0, len(content))]
    largest = max(found, key=lambda span: span.length)
    hidden = hide(f"{PHRASE}\0".encode(), KEY)
    assert largest.length > len(hidden)
    content[largest.offset : largest.offset + len(hidden)] = hidden
    assert [seen.value for seen in look(tmp_path, bytes(content), form)] == [PHRASE]


@pytest.mark.parametrize("make", [lambda one: one, fat], ids=["thin", "fat"])
def test_data_of_a_mach_o_file(make, tmp_path):
    plain = thin(("a",), ("b",), "libx.dylib", ())
    assert plain[0x800:0x900] == bytes(0x100)  # the carrier's only section
    hidden = hide(f"{PHRASE}\0".encode(), KEY)
    content = make(plain[:0x820] + hidden + plain[0x820 + len(hidden) :])
    (seen,) = look(tmp_path, content, "macho")
    assert (seen.value, seen.offset) == (PHRASE, content.index(hidden))


def test_headers_that_make_no_sense_are_looked_at_as_a_whole(tmp_path):
    for form, start in (("macho", b"\xcf\xfa\xed\xfe" + b"\xff" * 60), ("pe", b"MZ" + bytes(70))):
        assert [seen.value for seen in look(tmp_path, start + hide(section(), KEY), form)] == [PHRASE]
    for form, start in (("elf", b"\x7fELF"), ("macho", b"\xcf\xfa"), ("macho", b"\xca\xfe\xba\xbe"), ("pe", b"MZ")):
        assert look(tmp_path, start, form) == []


def test_content_of_an_unknown_kind(tmp_path):
    (seen,) = look(tmp_path, hide(section(), KEY), "unknown")
    assert (seen.kind, seen.value) == (FactKind.STRING, PHRASE)
    # Beside it may stand what is nobody's business: only the text itself is shown.
    assert seen.detail == f"{PHRASE} (hidden by a repeating XOR key of 12 bytes)"


def test_content_that_says_something_openly_is_left_to_that(tmp_path):
    assert look(tmp_path, hide(section(), KEY) + b"FACE.EXAMPLE.COM\0", "unknown") == []
    assert look(tmp_path, elf(hide(section(), KEY) + b"FACE.EXAMPLE.COM\0")) != []


def test_only_the_beginning_of_unknown_content_is_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_UNKNOWN", 5000)
    assert look(tmp_path, bytes(3000) + hide(section(), KEY), "unknown") != []
    assert look(tmp_path, bytes(5000) + hide(section(), KEY), "unknown") == []


def test_small_parts_are_looked_at_together_and_each_is_read_by_itself(tmp_path):
    large, small = module.SMALL + 1, module.SMALL // 2
    spans = [Span(0, small), Span(small, large), *(Span(n, small) for n in range(20))]
    groups = list(module.grouped(spans))
    assert sorted(map(len, groups)) == [1, 5, 16]
    assert sorted(span.offset for group in groups for span in group) == sorted(span.offset for span in spans)
    assert list(module.grouped([])) == []


def test_parts_that_overlap_are_looked_at_once():
    spans = [Span(900, 200), Span(0, 10), Span(100, 1000), Span(5000, 10), Span(5300, 100), Span(9000, 50)]
    joined = list(module._joined(spans, 9020))
    assert joined == [Span(0, 1100), Span(5000, 400), Span(9000, 20)]
    assert list(module._joined([Span(50, 10)], 20)) == []
