"""Programs packed by UPX come out as they were; what is broken, wiped or a bomb is said."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable

import pytest

from scanner.types import CARRIED, ByteState, Limits, ParseFailure
from scanner.types.delivery import INCOMPLETE
from scanner.unpack.programs.upx.codec import METHODS, unpack
from scanner.unpack.programs.upx.filters import unfilter
from scanner.unpack.programs.upx.nrv import Broken, decompress
from tests.unpack.build_nrv import Bits, end, match, nrv
from tests.unpack.build_upx import (
    AMD64,
    ARM,
    LOADER,
    LZMA,
    MIPS,
    NRV,
    Blocks,
    Shape,
    packed,
    plain_elf,
    plain_image,
    plain_macho,
    texts,
    upx_elf,
    upx_macho,
    upx_pe,
)
from tests.unpack.case_unknown import noise
from tests.unpack.harness import Outcome, read_bytes

RAW, FAILED, OPAQUE = ByteState.RAW, ByteState.FAILED, ByteState.OPAQUE
ALL_METHODS = (*NRV, LZMA)


def incomplete(outcome: Outcome) -> list[str]:
    return [value for name, value in outcome.attributes if name == INCOMPLETE]


@pytest.mark.parametrize("variant", ["b", "d", "e"])
@pytest.mark.parametrize("width", [1, 2, 4])
def test_nrv_gives_back_what_was_packed(variant: str, width: int) -> None:
    data = texts(5000) + bytes(4000) + noise(300) + texts(5000)
    stream = nrv(data, variant, width)
    assert len(stream) < len(data) // 2
    assert decompress(memoryview(stream + b"what follows"), variant, width, len(data)) == (data, len(stream))


@pytest.mark.parametrize("variant", ["b", "d", "e"])
def test_nrv_never_goes_beyond_its_bounds(variant: str) -> None:
    data = texts(3000)
    stream = nrv(data, variant)
    with pytest.raises(Broken, match="more than 2,999 bytes come out") as caught:
        decompress(memoryview(stream), variant, 4, 2999)
    assert data.startswith(caught.value.came)
    assert len(caught.value.came) > 2900
    with pytest.raises(Broken, match="ends early"):
        decompress(memoryview(stream[:-3]), variant, 4, 3000)
    bits = Bits(4)
    match(bits, variant, 9, 5, 1)
    with pytest.raises(Broken, match="from before its beginning"):
        decompress(memoryview(bytes(end(bits, variant).out)), variant, 4, 3000)


@pytest.mark.parametrize("variant", ["b", "d", "e"])
def test_a_match_that_is_a_bomb_stops_at_the_bound(variant: str) -> None:
    bits = Bits(4)
    bits.bit(1)
    bits.byte(0x41)
    match(bits, variant, 1, (1 << 24) - 9, 2)
    stream = bytes(end(bits, variant).out)
    assert len(stream) < 32
    with pytest.raises(Broken, match="more than 65,536 bytes come out"):
        decompress(memoryview(stream), variant, 4, 1 << 16)
    zeros = bytes(64) + b"\xff" * 4  # a number without an end
    with pytest.raises(ParseFailure):
        decompress(memoryview(zeros * 9), variant, 4, 1 << 16)


def test_no_method_breaks_on_noise() -> None:
    chance = random.Random(3)  # noqa: S311 - not for secrets
    for size in (0, 1, 2, 3, 17, 4000):
        data = memoryview(chance.randbytes(size))
        for method in (*METHODS, 1, 200):
            try:
                out, used = unpack(data, method, 1 << 16)
            except ParseFailure:
                continue
            assert len(out) <= 1 << 16
            assert used <= size


def test_properties_of_lzma_that_nobody_knows_are_broken() -> None:
    with pytest.raises(ParseFailure):
        unpack(memoryview(b"\x1a\xff" + packed(texts(900), LZMA)[2:]), LZMA, 900)


@pytest.mark.parametrize("method", ALL_METHODS)
@pytest.mark.parametrize("shape", [AMD64, ARM, MIPS], ids=["amd64", "arm", "mips"])
def test_elf_program_is_a_child(shape: Shape, method: int) -> None:
    plain = plain_elf(shape)
    data = upx_elf(plain, method, shape)
    outcome = read_bytes(data)
    assert outcome.children[".unpacked"].data == plain
    assert set(outcome.totals) == {RAW, CARRIED}
    assert outcome.attributes[0][1].startswith("UPX, ")
    assert incomplete(outcome) == []


@pytest.mark.parametrize("method", ALL_METHODS)
def test_elf_program_with_wiped_headers_comes_out_and_says_that_nothing_proves_it(method: int) -> None:
    plain = plain_elf()
    data = upx_elf(plain, method, wiped=True)
    assert b"UPX" not in data
    outcome = read_bytes(data)
    # The size is wiped too: what stood behind the last segment has no length any more.
    assert plain.startswith(outcome.children[".unpacked"].data)
    assert len(outcome.children[".unpacked"].data) == 0x2000 + 1500
    assert any("no checksum" in value for name, value in outcome.attributes if name == "unpacked")


def test_library_of_which_only_the_code_was_packed() -> None:
    code, blocks = texts(9000), Blocks("<", 8)
    blocks.add(code)
    head = AMD64.header([(1, 4, 0, 300), (1, 5, 300, 900), (1, 6, 1200, 40), (2, 6, 1200, 40)], kind=3)
    low = head + texts(300 - len(head), 3)
    info = struct.pack("<I4sHBB", 0, b"UPX!", 16, 13, 22) + struct.pack("<III", 0, 20_000, 20_000)
    behind = LOADER + b"tables that stand open" * 90
    outcome = read_bytes(low + info + bytes(blocks.out) + behind)
    assert outcome.children[".unpacked"].data == low + code
    assert any("only its code was packed" in value for name, value in outcome.attributes if name == "unpacked")


def test_what_is_appended_to_a_packed_program_is_a_child_of_its_own() -> None:
    plain, more = plain_elf(), b"the archive of an installer " * 900
    outcome = read_bytes(upx_elf(plain) + more)
    assert outcome.children[".unpacked"].data == plain
    assert outcome.children[".overlay"].data == more


def test_filtered_code_comes_out_as_it_was() -> None:
    code = bytearray(texts(6000))
    target = (0x40 - 0x105) & 0xFFFFFFFF
    code[0x100:0x105] = b"\xe8" + struct.pack("<I", target)
    plain = plain_elf(code=bytes(code))
    filtered = bytearray(code)
    filtered[0x101:0x105] = struct.pack(">I", 0x40 - 4 + (0xC3 << 24))
    outcome = read_bytes(upx_elf(plain, kind=0x49, mark=0xC3, filtered=bytes(filtered)))
    assert outcome.children[".unpacked"].data == plain
    assert incomplete(outcome) == []


def test_unknown_filter_is_said_and_the_texts_are_there() -> None:
    plain = plain_elf()
    outcome = read_bytes(upx_elf(plain, kind=0x77, mark=1))
    assert outcome.children[".unpacked"].data == plain  # this carrier's filter changes nothing
    assert any("filter 0x77" in value for name, value in outcome.attributes if name == "unpacked")


@pytest.mark.parametrize(
    ("kind", "code", "filtered"),
    [
        (0x26, b"\x90\xe8\xfb\xff\xff\xff\x90\x90", b"\x90\xe8\x07\0\0\x0d\x90\x90"),
        (0x46, b"\x90\xe9\xfb\xff\xff\xff\x90\x90", b"\x90\xe9\x07\0\0\x0d\x90\x90"),
        (0x49, b"\x0f\x84\xfb\xff\xff\xff\x90\x90", b"\x0f\x84\x07\0\0\x0d\x90\x90"),
        (0x13, b"\x90\xe8\xfb\xff\xff\xff\x90\x90", b"\x90\xe8\x0d\0\0\0\x90\x90"),
        (0x16, b"\x90\xe9\xfb\xff\xff\xff\x90\x90", b"\x90\xe9\0\0\0\x0d\x90\x90"),
        (0x50, b"\0\0\0\0\x01\0\0\xeb\0\0\0\0", b"\0\0\0\0\x12\0\0\xeb\0\0\0\0"),
        (0x51, b"\0\0\0\0\xeb\0\0\x01\0\0\0\0", b"\0\0\0\0\xeb\0\0\x12\0\0\0\0"),
        (0x52, b"\0\0\0\0\x01\0\0\x97\0\0\0\0", b"\0\0\0\0\x12\0\0\x97\0\0\0\0"),
        (0x91, b"\x01\x02\x03\x05", b"\x01\x02\x02\x03"),
        (0xD0, b"\0\0\0\0\x48\0\0\x09", b"\0\0\0\0\x49\xc0\0\x1d"),
    ],
)
def test_filters_are_undone(kind: int, code: bytes, filtered: bytes) -> None:
    assert unfilter(filtered, kind, 7, 0x10) == code


def test_a_filter_of_no_number_is_not_guessed() -> None:
    assert unfilter(b"\xe8\0\0\0\0\0", 0x77, 0) is None
    assert unfilter(b"\xe8\0\0\0\0\0", 0, 0) == b"\xe8\0\0\0\0\0"
    for kind in (0x49, 0x16, 0x50, 0x52, 0x93, 0xD0):
        assert unfilter(b"", kind, 0) == b""


def test_flipped_bit_is_failed_and_what_came_is_a_child() -> None:
    plain = plain_elf()
    data = bytearray(upx_elf(plain, LZMA))
    data[900] ^= 4
    outcome = read_bytes(bytes(data))
    assert FAILED in outcome.totals
    assert incomplete(outcome) != []
    assert outcome.children[".unpacked"].data[:64] == plain[:64]


def test_wrong_checksum_is_said_with_both_values() -> None:
    plain = plain_elf()
    data = upx_elf(plain)
    at = data.rfind(b"UPX!")
    fields = bytearray(data[at + 4 : at + 31])
    fields[4] ^= 1
    outcome = read_bytes(data[: at + 4] + bytes(fields) + bytes([sum(fields) % 251]) + data[at + 32 :])
    assert outcome.children[".unpacked"].data == plain
    assert "checksum (Adler-32) of what came out is" in incomplete(outcome)[0]
    assert outcome.totals[FAILED] > 0


def test_claimed_sizes_do_not_take_memory() -> None:
    plain = plain_elf()
    data = bytearray(upx_elf(plain))
    first = 64 + 112 + 24
    size, length = struct.unpack_from("<II", data, first)
    second = first + 12 + length
    struct.pack_into("<I", data, second, 0xFFFFFFF0)
    outcome = read_bytes(bytes(data), limits=Limits(node_bytes=1 << 20))
    assert FAILED in outcome.totals
    assert size == 64 + 112


def test_segment_that_begins_far_away_is_no_bomb() -> None:
    plain = bytearray(plain_elf())
    struct.pack_into("<Q", plain, 64 + 56 + 8, 1 << 45)
    outcome = read_bytes(upx_elf(bytes(plain)))
    assert {FAILED, ByteState.LIMIT} & set(outcome.totals)


def test_macho_program_is_a_child() -> None:
    for method in ALL_METHODS:
        outcome = read_bytes(upx_macho(plain_macho(), method))
        assert outcome.children[".unpacked"].data == plain_macho(), method
        assert set(outcome.totals) == {RAW, CARRIED}


def test_every_architecture_of_a_fat_file_is_unpacked() -> None:
    first, second = upx_macho(plain_macho(), 8), upx_macho(plain_macho(), LZMA)
    head = struct.pack(">II", 0xCAFEBABE, 2)
    head += struct.pack(">IIIII", 7, 3, 0x100, len(first), 0) + struct.pack(">IIIII", 12, 0, 0x4000, len(second), 0)
    data = head + bytes(0x100 - len(head)) + first
    outcome = read_bytes(data + bytes(0x4000 - len(data)) + second)
    assert {name: found.data for name, found in outcome.children.items()} == {
        ".unpacked@0x100": plain_macho(),
        ".unpacked@0x4000": plain_macho(),
    }


@pytest.mark.parametrize("method", ALL_METHODS)
@pytest.mark.parametrize("wiped", [False, True])
def test_pe_program_is_a_child_with_headers_and_imports(method: int, wiped: bool) -> None:
    names = (b"kebab", b"salad") if wiped else (b"UPX0", b"UPX1")
    data = upx_pe(method, names=names, wiped=wiped)
    outcome = read_bytes(data)
    out = outcome.children[".unpacked"].data
    image, _ = plain_image()
    assert out[0x400:0xC00] == image[:0x800]
    assert (out[:2], out[64:68]) == (b"MZ", b"PE\0\0")
    import pefile

    parsed = pefile.PE(data=out)
    assert [(entry.dll, [each.name for each in entry.imports]) for entry in parsed.DIRECTORY_ENTRY_IMPORT] == [
        (b"faces.dll", [b"Compare", b"Enroll"])
    ]
    assert incomplete(outcome) == []


def test_overlay_of_a_packed_pe_program_stays_beside_it() -> None:
    outcome = read_bytes(upx_pe(overlay=b"settings of the installer " * 50))
    assert outcome.children[".overlay"].data == b"settings of the installer " * 50


def test_pe_stream_that_breaks_gives_what_came_before() -> None:
    data = bytearray(upx_pe(LZMA))
    data[0x400 + 700 : 0x400 + 760] = bytes(60)
    outcome = read_bytes(bytes(data))
    assert FAILED in outcome.totals
    assert outcome.children[".unpacked"].data.startswith(plain_image()[0][:300])


def test_sections_of_upx_that_hold_something_else_are_opaque_by_name() -> None:
    data = bytearray(upx_pe())
    size = len(data) - 0x400 - 0x200
    data[0x3C0 : 0x400 + size] = bytes(0x40) + noise(size)
    outcome = read_bytes(bytes(data))
    assert outcome.totals[OPAQUE] >= size
    assert outcome.children == {}
    assert any("packed with UPX" in said for said in incomplete(outcome))


@pytest.mark.parametrize("build", [lambda: upx_elf(plain_elf()), lambda: upx_macho(plain_macho()), upx_pe])
def test_mutants_never_break_the_reader(build: Callable[[], bytes]) -> None:
    chance, good = random.Random(11), build()  # noqa: S311 - not for secrets
    for _ in range(40):
        data = bytearray(good)
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(4, len(data) - 4)
            choice = chance.randrange(3)
            if choice == 0:
                data[at] ^= 1 << chance.randrange(8)
            elif choice == 1:
                data[at : at + 4] = struct.pack("<I", chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, len(data))))
            else:
                del data[at : at + chance.randrange(1, 200)]
        outcome = read_bytes(bytes(data), format_id=read_bytes(good).format)
        assert outcome.error.split(":")[0] in ("", "LimitReached", "ParseFailure"), outcome.error


def test_the_loader_is_read_as_it_is() -> None:
    data = upx_elf(plain_elf())
    assert read_bytes(data).at(data.find(LOADER)) is RAW
