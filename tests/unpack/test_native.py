"""Programs are read to their own end; what is appended, hidden behind a signature or packed stays visible."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from scanner.types import ByteState
from tests.unpack.build_media import der
from tests.unpack.build_native import certificate, elf, macho, pe
from tests.unpack.case_unknown import noise
from tests.unpack.harness import read_bytes

RAW, PARSED, PADDING, OPAQUE = ByteState.RAW, ByteState.PARSED, ByteState.PADDING, ByteState.OPAQUE
CODE = bytes(i * i % 97 for i in range(1 << 16))
ALL = (elf, pe, macho)


@pytest.mark.parametrize("build", ALL)
def test_appended_archive_is_a_child(build: type) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("model.bin", "weights")
    outcome = read_bytes(build() + out.getvalue())
    assert outcome.children[".overlay"].data == out.getvalue()
    assert outcome.totals[RAW] == len(build())


@pytest.mark.parametrize("build", ALL)
def test_appended_padding_is_padding(build: type) -> None:
    outcome = read_bytes(build() + bytes(4096))
    assert outcome.children == {}
    assert outcome.totals == {RAW: len(build()), PADDING: 4096}


@pytest.mark.parametrize("build", ALL)
def test_content_behind_padding_begins_at_its_first_byte(build: type) -> None:
    outcome = read_bytes(build() + b"\xff" * 1000 + b"hsqs and so on")
    assert outcome.children[".overlay"].data == b"hsqs and so on"
    assert outcome.totals[PADDING] == 1000


def test_file_system_behind_padding_keeps_its_boot_area() -> None:
    image = bytes(0x8000) + b"\x01CD001" + b"iso" * 99
    outcome = read_bytes(elf() + bytes(512) + image)
    assert outcome.children[".overlay"].data == image


@pytest.mark.parametrize("build", ALL)
def test_cut_off_file_says_so(build: type) -> None:
    outcome = read_bytes(build()[:-17])
    assert outcome.attributes == (("truncated", "17 bytes are missing"),)
    assert outcome.totals == {RAW: len(build()) - 17}


@pytest.mark.parametrize("data", [b"\x7fELF\x02\x01\x01" + noise(3000), b"\xcf\xfa\xed\xfe" + noise(3000)])
def test_broken_headers_are_judged_by_entropy(data: bytes) -> None:
    outcome = read_bytes(data, format_id="elf" if data[1:2] == b"E" else "macho")
    assert outcome.attributes[0][0] == "damaged"
    assert outcome.totals == {OPAQUE: len(data)}


def test_pe_signature_is_parsed_and_what_is_before_it_a_child() -> None:
    table = certificate(b"\x30\x03abc" * 40)
    outcome = read_bytes(pe(signature=table, overlay=b"installer data"))
    assert outcome.children[".overlay"].data == b"installer data"
    assert outcome.totals[PARSED] + outcome.totals.get(PADDING, 0) == len(table)


def test_bytes_hidden_in_a_signature_are_a_child() -> None:
    outcome = read_bytes(pe(signature=certificate(b"\x30\x03abc" * 40, b"configuration of the dropper")))
    assert outcome.children[".signature-rest"].data.startswith(b"configuration of the dropper")


def test_signature_that_is_none_is_a_child() -> None:
    outcome = read_bytes(pe(signature=b"\x40\x00\x00\x00 not a certificate " * 4))
    assert list(outcome.children) == [".signature-rest"]


def test_signature_behind_the_end_is_ignored() -> None:
    data = pe(signature=certificate(b"abc"))
    assert read_bytes(data[:-4]).totals[RAW] == len(pe())


def test_signature_of_a_kernel_module_is_parsed_only_where_it_is_whole() -> None:
    trailer = bytes([0, 0, 2, 0, 0, 0, 0, 0]) + struct.pack(">I", len(der())) + b"~Module signature appended~\n"
    signed = read_bytes(elf() + der() + trailer)
    assert signed.totals == {RAW: len(elf()), PARSED: len(der() + trailer)}
    assert read_bytes(elf() + b"hidden" + der() + trailer).children[".overlay"].data == b"hidden"
    assert read_bytes(elf() + der()[:-9] + trailer).totals.get(PARSED) is None


@pytest.mark.parametrize("build", ALL)
def test_long_packed_part_is_opaque(build: type) -> None:
    outcome = read_bytes(build(CODE * 16 + noise(1 << 19) + CODE * 16))
    assert (1 << 19) - (1 << 17) <= outcome.totals[OPAQUE] <= 1 << 19
    assert outcome.at(0) is RAW


@pytest.mark.parametrize("build", ALL)
def test_packed_program_is_opaque_and_small_tables_are_not(build: type) -> None:
    assert read_bytes(build(CODE + noise(150_000))).totals[OPAQUE] >= 1 << 16
    assert set(read_bytes(build(CODE * 8 + noise(150_000))).totals) == {RAW}
