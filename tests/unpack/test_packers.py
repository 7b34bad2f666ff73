"""Packed programs that nobody here unpacks are named and opaque, and ordinary ones are not called packed."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

import scanner
from scanner.types import ByteState, Verdict
from scanner.types.delivery import INCOMPLETE
from scanner.unpack.programs.packers import UNKNOWN, find_packed, protects_dex
from tests.unpack.build_native import macho, pe
from tests.unpack.build_upx import AMD64, LZMA, MIPS, Shape, plain_elf, texts, upx_elf
from tests.unpack.case_unknown import noise
from tests.unpack.harness import Outcome, read_bytes

OPAQUE, RAW = ByteState.OPAQUE, ByteState.RAW


def elf(code: bytes, shape: Shape = AMD64, data: bytes = b"", imports: int = -1) -> bytes:
    """A program with one segment of ``code``, one of ``data``, and ``imports`` symbols in its dynamic section."""
    count = 3 if imports >= 0 else 2
    start = len(shape.header([(0, 0, 0, 0)] * count))
    behind = start + len(code)
    dynamic = struct.pack("<6Q", 6, 0x100, 5, 0x100 + 24 * imports, 0, 0) if imports >= 0 else b""
    rows = [(1, 5, start, len(code)), (1, 6, behind, len(data))]
    rows += [(2, 6, behind + len(data), len(dynamic))] if dynamic else []
    return shape.header(rows) + code + data + dynamic


def with_section(name: bytes, content: bytes) -> bytes:
    """A PE program whose only section, of code, is called ``name``."""
    data = bytearray(pe(content))
    at = data.index(b".text\0\0\0")
    data[at : at + 8] = name.ljust(8, b"\0")
    struct.pack_into("<I", data, at + 36, 0x60000020)
    return bytes(data)


def named(outcome: Outcome) -> list[str]:
    return [value for name, value in outcome.attributes if name == "packer"]


def incomplete(outcome: Outcome) -> list[str]:
    return [value for name, value in outcome.attributes if name == INCOMPLETE]


@pytest.mark.parametrize(
    ("section", "packer"),
    [
        (b".MPRESS1", "MPRESS"),
        (b".aspack", "ASPack"),
        (b"PEC2", "PECompact"),
        (b"PECompac", "PECompact"),
        (b".vmp0", "VMProtect"),
        (b".themida", "Themida"),
        (b".enigma1", "Enigma Protector"),
        (b".petite", "Petite"),
        (b"kkrunchy", "kkrunchy"),
        (b"nsp1", "NsPack"),
        (b"UPX1", "UPX"),
    ],
)
def test_packers_of_windows_are_named_by_their_sections(section: bytes, packer: str) -> None:
    outcome = read_bytes(with_section(section, noise(9000)))
    assert named(outcome) == [packer]
    assert outcome.totals[OPAQUE] == 9000
    assert f"packed with {packer}" in next(entry.reason for entry in outcome.entries if entry.state is OPAQUE)
    assert "9,000 bytes from offset 0x200" in incomplete(outcome)[0]


@pytest.mark.parametrize("section", [b".MPRESS1", b".vmp0", b"UPX0"])
def test_a_name_over_readable_bytes_hides_nothing(section: bytes) -> None:
    data = with_section(section, texts(9000))
    assert read_bytes(data).totals == {RAW: len(data)}


@pytest.mark.parametrize(
    "data",
    [
        elf(noise(5000)),
        elf(noise(5000), MIPS),
        elf(noise(90_000)),
        elf(noise(5000), imports=6),
        with_section(b".text", noise(5000)),
    ],
    ids=["small", "mips", "large", "few imports", "pe"],
)
def test_a_program_of_nothing_but_noise_is_packed_by_an_unknown_packer(data: bytes) -> None:
    outcome = read_bytes(data)
    assert named(outcome) == [UNKNOWN]
    assert outcome.totals[OPAQUE] >= 5000
    assert "measures like noise" in incomplete(outcome)[0]


def test_macho_program_of_nothing_but_noise_is_packed() -> None:
    command = struct.pack("<II16sQQQQIIII", 0x19, 72, b"__TEXT", 0, 9104, 104, 9000, 7, 5, 0, 0)
    head = struct.pack("<IIIIIIII", 0xFEEDFACF, 0x01000007, 3, 2, 1, 72, 0, 0)
    assert named(read_bytes(head + command + noise(9000))) == [UNKNOWN]


@pytest.mark.parametrize(
    "data",
    [
        elf(texts(9000)),
        elf(texts(9000), data=noise(7000)),
        elf(noise(9000), imports=200),
        elf(noise(600)),
        with_section(b".text", texts(9000)),
        macho(texts(9000)),
        plain_elf(),
    ],
    ids=["code", "data", "imports", "too small", "pe", "macho", "segments"],
)
def test_ordinary_programs_are_not_called_packed(data: bytes) -> None:
    outcome = read_bytes(data)
    assert named(outcome) == []
    assert incomplete(outcome) == []


def test_noise_beside_a_section_of_code_is_a_table() -> None:
    code, table = texts(4000), noise(60_000)
    start = len(AMD64.header([(0, 0, 0, 0)]))
    place = start + len(code) + len(table)
    sections = bytes(64) + struct.pack("<IIQQQQIIQQ", 0, 1, 6, start, start, len(code), 0, 0, 16, 0)
    head = bytearray(AMD64.header([(1, 5, start, len(code) + len(table))], sections=place))
    struct.pack_into("<HHH", head, 58, 64, 2, 0)
    assert find_packed(memoryview(bytes(head) + code + table + sections), "elf") is None


def test_marks_count_only_beside_noise() -> None:
    mark = b"TEEE burneye - TESO ELF Encryption Engine"
    assert named(read_bytes(elf(mark + noise(9000), data=texts(2000), imports=90))) == ["burneye"]
    assert named(read_bytes(elf(mark + texts(9000)))) == []


def test_a_program_that_quotes_a_packer_is_not_packed() -> None:
    says = b"$Info: This file is packed with the UPX executable packer http://upx.sf.net $\n"
    assert named(read_bytes(elf(texts(9000) + says + b"UPX!", data=noise(9000)))) == []
    assert named(read_bytes(elf(noise(9000) + says, imports=90))) == ["UPX"]


def test_pack_header_without_its_magic_needs_sizes_that_fit() -> None:
    plain = plain_elf()
    data = upx_elf(plain, LZMA)
    at = data.rfind(b"UPX!")
    ordinary = plain_elf() + data[at + 4 :]
    assert named(read_bytes(ordinary + bytes(8))) == []
    assert named(read_bytes(data[:at] + bytes(4) + data[at + 4 :])) == ["UPX, LZMA"]


@pytest.mark.parametrize("kind", ["elf", "pe", "macho"])
def test_headers_that_make_no_sense_break_nothing(kind: str) -> None:
    for seed in range(40):
        head = {
            "elf": b"\x7fELF\x02\x01\x01",
            "pe": b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0",
            "macho": b"\xcf\xfa\xed\xfe",
        }
        data = head[kind] + noise(3000, seed)
        assert read_bytes(data, format_id=kind).error == ""
        assert read_bytes(data[: seed + 20], format_id=kind).error == ""


def test_libraries_that_unpack_an_app_at_run_time_make_it_incomplete() -> None:
    assert protects_dex("libjiagu.so") == "360 Jiagu"
    assert protects_dex("libshella-4.6.1.0.so") == "Tencent Legu"
    assert protects_dex("libSecShell-x86.so") == "Bangcle"
    assert protects_dex("libjiagu.so.txt") == protects_dex("libshell.so") == protects_dex("libface.so") == ""
    outcome = read_bytes(elf(texts(9000)), name="libjiagu.so")
    assert "360 Jiagu packs the app" in incomplete(outcome)[0]


def test_small_packed_program_keeps_the_verdict_open(tmp_path: Path) -> None:
    (tmp_path / "match").write_bytes(with_section(b".MPRESS1", noise(9000)))
    report = scanner.screen(tmp_path)
    assert report.verdict is Verdict.INCONCLUSIVE
    assert "packed with MPRESS" in report.screening["problems"][0]
    assert "packed with MPRESS" in report.screening["questions"][0]["text"]


def test_texts_of_an_unpacked_program_are_findings(tmp_path: Path) -> None:
    code = texts(3000) + b"\0dlib_face_recognition_resnet_model_v1.dat\0" + texts(3000)
    packed = upx_elf(plain_elf(code=code))
    assert b"dlib_face_recognition_resnet" not in packed
    (tmp_path / "camera").write_bytes(packed)
    report = scanner.screen(tmp_path)
    assert report.verdict is Verdict.FOUND
    assert all("camera!/.unpacked" in str(finding["evidence"]) for finding in report.findings)
