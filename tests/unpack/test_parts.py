"""Models and archives inside programs are nodes of their own; constants and ordinary tables are not."""

from __future__ import annotations

import lzma
import struct

import pytest
import zstandard

from scanner.formats.elf_parts import elf_parts
from scanner.formats.pe_parts import pe_parts
from scanner.types import CARRIED, ByteState
from tests.unpack.build import noise, raw_deflate, zip_of
from tests.unpack.build_bundles import one_file
from tests.unpack.build_native import elf
from tests.unpack.build_parts import elf_with, flatbuffer, macho_with, managed, pe_with
from tests.unpack.harness import read_bytes

MODEL = flatbuffer(noise(200_000))
ARCHIVE = zip_of({"face.onnx": noise(9000), "readme.txt": b"models\n" * 40})
APPLICATION = one_file(weights=noise(9000))
TABLES = bytes(i * i % 97 for i in range(1 << 17))
CONSTANTS = (
    b"hsqs\0PK\3\4\0" + b"7z\xbc\xaf\x27\x1c" + b"\xfd7zXZ\0" + b"TFL3\0GGUF\0\x7fELF\0SQLite format 3\0MSCF\0\0\0\0"
)


def _children(data: bytes) -> dict[str, bytes]:
    return {name: found.data for name, found in read_bytes(data, "program").children.items()}


@pytest.mark.parametrize("content", [MODEL, ARCHIVE, APPLICATION, lzma.compress(noise(9000)), noise(1 << 18)])
@pytest.mark.parametrize(("wide", "order"), [(True, "<"), (False, "<"), (False, ">"), (True, ">")])
def test_a_section_that_holds_a_file_is_a_node(content: bytes, wide: bool, order: str) -> None:
    data = elf_with({".text": TABLES, ".face": content}, wide=wide, order=order)
    assert _children(data) == {".part/.face": content}


@pytest.mark.parametrize(
    "content", [ARCHIVE, lzma.compress(noise(9000)), zstandard.compress(noise(9000)), elf(noise(9000)), APPLICATION]
)
def test_files_in_mixed_data_are_found_where_their_fields_prove_them(content: bytes) -> None:
    data = elf_with({".rodata": TABLES + b"before" + content + b"behind" + TABLES})
    assert list(_children(data).values()) == [content]
    assert _children(elf_with({".rodata": TABLES + content[:4000]})) == {}


def test_a_model_in_mixed_data_reaches_to_its_end() -> None:
    data = elf_with({".rodata": TABLES + MODEL})
    assert list(_children(data).values()) == [MODEL]


def test_constants_of_programs_that_know_formats_are_no_nodes() -> None:
    data = elf_with({".rodata": TABLES + CONSTANTS * 50 + TABLES, ".mine": CONSTANTS * 200})
    outcome = read_bytes(data, "lib")
    assert outcome.children == {}
    assert outcome.totals == {ByteState.RAW: len(data)}


def test_bytes_of_a_node_are_carried_once_and_the_rest_stays_raw() -> None:
    data = elf_with({".rodata": TABLES + MODEL, ".data": TABLES})
    outcome = read_bytes(data, "program")
    assert outcome.totals == {ByteState.RAW: len(data) - len(MODEL), CARRIED: len(MODEL)}


def test_packed_section_of_no_known_format_is_a_node() -> None:
    secret = noise(1 << 18)
    assert _children(elf_with({".secret": secret})) == {".part/.secret": secret}
    assert list(_children(pe_with({("RCDATA", "1"): secret[: 1 << 15], ("DIALOG", "1"): secret[: 1 << 15]}))) == [
        ".part/RCDATA/1/1033"
    ]
    assert _children(elf_with({".secret": secret[: 1 << 13]})) == {}


def test_program_without_section_table_is_searched_as_a_whole_but_not_found_in_itself() -> None:
    assert list(_children(elf(TABLES + ARCHIVE + TABLES)).values()) == [ARCHIVE]
    assert _children(elf(TABLES)) == {}


def test_resources_are_named_by_type_name_and_language() -> None:
    data = pe_with(
        {("RCDATA", "101"): ARCHIVE, ("MODELS", "face"): MODEL, ("RCDATA", "7"): b"small", ("ICON", "1"): TABLES}
    )
    outcome = read_bytes(data, "setup.exe")
    found = {name: child.data for name, child in outcome.children.items()}
    assert found == {".part/RCDATA/101/1033": ARCHIVE, ".part/MODELS/face/1033": MODEL}
    assert outcome.totals[CARRIED] == len(ARCHIVE) + len(MODEL)


def test_resource_tree_that_leads_into_itself_ends() -> None:
    data = bytearray(pe_with({("RCDATA", "101"): ARCHIVE}))
    data[0x200 + 20 : 0x200 + 24] = struct.pack("<I", 0x80000000)
    assert read_bytes(bytes(data), "setup.exe").error == ""
    assert list(pe_parts(memoryview(bytes(data))))[:-1] == []


def test_section_table_with_wild_numbers_is_harmless() -> None:
    good = elf_with({".rodata": TABLES, ".face": MODEL})
    for seed in range(16):
        data = bytearray(good)
        at = len(good) - 1 - seed * 19
        data[at] ^= 0xFF
        assert sum(read_bytes(bytes(data), "x").totals.values()) == len(data)
    assert [part.name for part in elf_parts(memoryview(good)[:70])] == ["image"]


def test_section_of_a_mac_program_is_a_node() -> None:
    assert _children(macho_with(b"__model", ARCHIVE)) == {".part/__DATA,__model": ARCHIVE}
    assert _children(macho_with(b"__text_of_mine", TABLES)) == {}


def test_truncated_program_still_hands_over_what_it_holds() -> None:
    data = elf_with({".rodata": TABLES + ARCHIVE + MODEL})
    assert list(_children(data[:-150_000]).values()) == [ARCHIVE, data[:-150_000].partition(ARCHIVE)[2]]


def test_resources_that_overlap_without_end_are_not_all_looked_at() -> None:
    data = bytearray(pe_with({("RCDATA", str(number)): TABLES for number in range(1, 5)}))
    leaf = struct.pack("<II", 0, len(TABLES))[4:]
    size = len(data) - 0x200
    for at in [match for match in range(0x200, 0x400, 4) if data[match : match + 4] == leaf]:
        data[at - 4 : at + 4] = struct.pack("<II", 0x1000, size)
    outcome = read_bytes(bytes(data), "setup.exe")
    assert ("parts", "not all were looked at: they overlap") in outcome.attributes


def test_decoys_before_a_file_do_not_take_long_or_hide_it() -> None:
    decoys = b"PK\3\4\x14\0".ljust(26, b"\0") + b"\x05\0" + b"\x28\xb5\x2f\xfd\0\0\0\0"
    data = elf_with({".rodata": TABLES + decoys * 400 + ARCHIVE + TABLES})
    assert list(_children(data).values()) == [ARCHIVE]


def test_resources_embedded_in_a_managed_assembly_are_nodes() -> None:
    found = _children(managed(b"strings of a form", ARCHIVE, MODEL))
    assert list(found.values()) == [ARCHIVE, MODEL]
    assert all(name.startswith(".part/net/0x") for name in found)
    assert _children(managed(ARCHIVE)[:-9000]) == {}


def test_assemblies_that_were_merged_into_another_are_unpacked() -> None:
    library = elf(noise(9000)) + TABLES
    outcome = read_bytes(managed(raw_deflate(library), noise(9000)))
    assert [child.data for child in outcome.children.values()] == [library]
    assert outcome.totals[CARRIED] == len(raw_deflate(library))
    assert _children(managed(raw_deflate(library) + b"more")) == {}
