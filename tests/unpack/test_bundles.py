"""Electron, PyInstaller and .NET: files come out byte for byte, damage costs only itself, nothing hides between."""

from __future__ import annotations

import hashlib
import json
import marshal
import struct

import pytest

from scanner.types import CARRIED, ByteState, ParseFailure
from scanner.unpack.programs.dotnet_bundle import MARK
from scanner.unpack.programs.marshalled import marshalled
from scanner.unpack.programs.pyz import pyc_header
from tests.unpack.build import noise
from tests.unpack.build_bundles import CODE, PYC, asar, asar_of, carchive, dotnet, one_file, pyz, zisofs
from tests.unpack.build_native import certificate, elf, pe
from tests.unpack.harness import read_bytes
from tests.unpack.recurse import recurse

FAILED, PARSED = ByteState.FAILED, ByteState.PARSED
FILES = {"main.js": b"require('face')\n" * 20, "model.bin": noise(5000), "empty": b""}
ASSEMBLIES = {"App.dll": pe(), "FaceLib.dll": b"MZ face " * 900, "App.deps.json": b'{"a": 1}', "de/x.dll": noise(700)}


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _children(data: bytes) -> dict[str, bytes]:
    return {name: found.data for name, found in read_bytes(data).children.items()}


# -- asar


@pytest.mark.parametrize("integrity", [True, False])
def test_asar_gives_every_file(integrity: bool) -> None:
    outcome = read_bytes(asar(FILES, integrity=integrity))
    assert {name.removeprefix("app/"): found.data for name, found in outcome.children.items()} == FILES
    assert set(outcome.totals) == {PARSED, CARRIED}


def test_asar_records_links_and_files_beside_it() -> None:
    more = {"lib": {"link": "app/main.js"}, "face.node": {"size": 9, "unpacked": True}}
    links = read_bytes(asar(FILES, more=more), "x.asar").links
    assert [(link.path, link.target, link.kind) for link in links] == [
        ("x.asar!/app/lib", "app/main.js", "symlink"),
        ("x.asar!/app/face.node", "x.asar.unpacked/app/face.node", "unpacked"),
    ]


def test_asar_with_a_changed_file_fails_that_file_only() -> None:
    data = asar(FILES)
    outcome = read_bytes(_flipped(data, len(data) - 1))
    assert outcome.totals[FAILED] == 5000
    assert len(outcome.children) == 3
    assert "SHA-256" in next(entry.reason for entry in outcome.entries if entry.state is FAILED)


@pytest.mark.parametrize("parts", [1, 2])
def test_asar_that_is_cut_says_so(parts: int) -> None:
    data = asar({f"{n}.bin": noise(3000, n) for n in range(6)})
    outcome = read_bytes(data[: len(data) * parts // 3])
    assert outcome.totals[FAILED] > 0
    assert outcome.children[next(iter(outcome.children))].data == noise(3000, 0)


def test_asar_shows_what_the_index_does_not_name() -> None:
    whole = json.dumps({"files": {"b": {"size": 3, "offset": "9"}, "a": {"size": 4, "offset": "0"}}}).encode()
    assert _children(asar_of(whole, b"AAAAxyzzyBBBtail of it")).keys() == {"a", ".gap@0x64", "b", ".gap@0x6c"}


@pytest.mark.parametrize(
    "entry",
    [{"size": -1, "offset": "0"}, {"size": 1, "offset": "x"}, {"size": 1 << 70, "offset": "0"}, {"size": 2}, "text", 7],
)
def test_asar_with_a_broken_entry_keeps_the_others(entry: object) -> None:
    outcome = read_bytes(asar(FILES, more={"bad": entry}))
    assert outcome.children["app/main.js"].data == FILES["main.js"]
    assert outcome.totals[FAILED] > 0


def test_asar_members_that_share_bytes() -> None:
    index = {"a": {"size": 8, "offset": "0"}, "b": {"size": 8, "offset": "0"}, "c": {"size": 8, "offset": "4"}}
    outcome = read_bytes(asar_of(json.dumps({"files": index}).encode(), b"AAAABBBBCCCC"))
    assert list(outcome.children) == ["a"]
    assert [(link.path.rpartition("/")[2], link.target, link.kind) for link in outcome.links] == [
        ("b", "a", "hardlink")
    ]
    assert outcome.at(outcome.size - 1) is FAILED


@pytest.mark.parametrize("index", [b'{"files":[]}', b'{"files":' + b"[" * 99999, b'{"files":{"a":}}', b'{"files"'])
def test_asar_with_an_index_that_is_none(index: bytes) -> None:
    outcome = read_bytes(asar_of(index, b"body"))
    assert outcome.error.startswith("ParseFailure")
    assert set(outcome.totals) == {FAILED}


# -- PyInstaller


@pytest.mark.parametrize("old", [True, False])
def test_one_file_program_gives_modules_and_data(old: bool) -> None:
    tree = recurse(elf() + one_file(old=old), "app")
    found = {path.removeprefix("app!/.overlay!/"): data for path, data in tree.data.items()}
    assert found["models/face.tflite"] == b"TFL3" + b"weights " * 50
    assert found["PYZ-00.pyz!/pkg/face.pyc"] == found["PYZ-00.pyz!/face.pyc"] == pyc_header(PYC) + CODE
    assert found["main.pyc"] == pyc_header(PYC) + CODE
    assert found["PYZ-00.pyz!/pkg.data"] == b"data of a package"
    assert tree.formats["app!/.overlay!/PYZ-00.pyz!/pkg/__init__.pyc"] == "pyc"
    assert not tree.unread(FAILED)


@pytest.mark.parametrize("kept", [1, 2])
def test_one_file_program_that_lost_its_beginning_or_end_is_not_read_silently(kept: int) -> None:
    data = one_file(weights=noise(40_000))
    head = read_bytes(data[: len(data) * kept // 3]).totals
    assert set(head) & {FAILED, ByteState.OPAQUE}
    tail = read_bytes(data[-len(data) * kept // 3 :], format_id="pyinstaller")
    assert tail.totals[FAILED] > 0


@pytest.mark.parametrize("left", [100, 180, 260, 500])
def test_end_of_an_archive_without_its_table_is_failed(left: int) -> None:
    outcome = read_bytes(one_file()[-left:], format_id="pyinstaller")
    assert outcome.totals[FAILED] > 0
    assert sum(outcome.totals.values()) == left


def test_damage_to_one_member_costs_only_that_member() -> None:
    data = one_file(weights=noise(4000))
    outcome = read_bytes(_flipped(data, 20))
    assert FAILED in outcome.totals
    assert len(outcome.children) == 3
    assert outcome.children["models/face.tflite"].data == b"TFL3" + noise(4000)


def test_bytes_before_the_archive_and_between_its_members_are_children() -> None:
    data = read_bytes(b"\x00\x01hidden before" + one_file())
    assert data.children[".prefix@0x0"].data == b"\x00\x01hidden before"
    assert "member" not in data.error
    signed = read_bytes(one_file() + bytes(8))
    assert signed.format == "pyinstaller"
    assert signed.totals[ByteState.PADDING] == 8


def test_links_of_an_archive_are_recorded() -> None:
    archive = carchive([("lib/liba.so", b"n", b"liba.so.1\0", False), ("x", b"x", b"data", True)])
    (link,) = read_bytes(archive).links
    assert (link.target, link.kind) == ("liba.so.1", "symlink")


def test_old_dictionary_tables_are_read() -> None:
    def table(rows: list[object]) -> bytes:
        return marshal.dumps(dict(rows), 2)  # type: ignore[call-overload]

    assert set(_children(pyz({"face": (0, CODE), "pkg": (1, CODE)}, table))) == {"face.pyc", "pkg/__init__.pyc"}


@pytest.mark.parametrize(
    "value",
    [[], ("a", (1, 2, 3)), {"a": [1, -2]}, [("x", (1, 2 << 33, None, True))], "text" * 70, b"bytes", [("k", "k"), "k"]],
)
@pytest.mark.parametrize("version", [2, 4])
def test_tables_read_as_python_reads_them(value: object, version: int) -> None:
    raw = marshal.dumps(value, version)
    if b"l" in raw[:40] and "33" in repr(value):
        pytest.skip("long integers are not of a table")
    try:
        assert marshalled(memoryview(raw), 0, len(raw)) == (value, len(raw))
    except ParseFailure as error:
        assert "type 0x6c" in str(error)  # a long integer, which no table has


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[",
        b"[\xff\xff\xff\x7f",
        b"(\x01\0\0\0" * 50,
        b"c" + bytes(50),
        b"r\x05\0\0\0",
        b"{z\x01a",
        b"s\xff\0\0\0a",
        b"{(\0\0\0\0N0",
        b"\xdb\x01\0\0\0r\x09\0\0\0",
    ],
)
def test_hostile_tables_are_refused(raw: bytes) -> None:
    with pytest.raises(ParseFailure):
        marshalled(memoryview(raw), 0, len(raw))


def test_encrypted_modules_are_said_to_be_encrypted() -> None:
    data = pyz({name: (0, CODE + noise(300)) for name in "abc"})
    start = struct.unpack_from(">i", data, 8)[0]
    outcome = read_bytes(data[:12] + bytes(byte ^ 0xA7 for byte in data[12:start]) + data[start:])
    assert outcome.totals[ByteState.ENCRYPTED] == start - 12
    assert len(outcome.children) == 3


def test_archive_of_a_signed_program_is_found_before_its_signature() -> None:
    archive = one_file() + bytes(-len(one_file()) % 8)
    outcome = read_bytes(pe(overlay=archive, signature=certificate(b"\x30\x03abc" * 40)))
    assert outcome.children[".overlay"].data == archive
    assert read_bytes(archive).format == "pyinstaller"


def test_archive_in_the_last_segment_of_a_mac_program_is_found() -> None:
    body = b"symbols " * 9000 + one_file(weights=noise(9000)) + b"code signature " * 100
    size = 104 + len(body)
    header = struct.pack("<8I", 0xFEEDFACF, 0x0100000C, 0, 2, 1, 72, 0, 0)
    segment = struct.pack("<II16s4Q4I", 0x19, 72, b"__LINKEDIT", 0, len(body), 104, len(body), 7, 5, 0, 0)
    outcome = read_bytes(header + segment + body)
    assert outcome.size == size
    assert [child.data for child in outcome.children.values()] == [one_file(weights=noise(9000))]


# -- .NET


@pytest.mark.parametrize(("version", "packed"), [(1, False), (2, False), (6, True), (6, False)])
def test_bundle_gives_every_assembly(version: int, packed: bool) -> None:
    outcome = read_bytes(dotnet(ASSEMBLIES, version=version, packed=packed))
    found = {name.removeprefix(".bundle/"): child.data for name, child in outcome.children.items()}
    assert found == ASSEMBLIES
    assert ("bundle", ".NET, 4 files") in outcome.attributes
    assert FAILED not in outcome.totals


def test_bundle_with_damage_or_hidden_bytes() -> None:
    data = dotnet(ASSEMBLIES)
    at = data.index(MARK) + 60
    assert read_bytes(_flipped(data, at)).totals.get(FAILED)
    assert read_bytes(data + b"hidden behind").children[f".gap@{len(data):#x}"].data == b"hidden behind"


def test_cut_bundle_is_failed_and_handed_over() -> None:
    data = dotnet(ASSEMBLIES)
    for size in (len(data) - 2, len(data) * 2 // 3):
        outcome = read_bytes(data[:size])
        assert outcome.totals[FAILED] > 0
        assert outcome.children
    assert read_bytes(data[:-2]).children[".bundle/App.dll"].data == ASSEMBLIES["App.dll"]


def test_program_that_makes_bundles_is_none() -> None:
    data = elf(b"\xff" * 8 + MARK) + b"overlay of another kind"
    assert _children(data) == {".overlay": b"overlay of another kind"}
    unbundled = elf(bytes(8) + MARK) + b"overlay"
    assert _children(unbundled) == {".overlay": b"overlay"}


def test_bundle_inside_the_last_segment_of_a_program() -> None:
    inner = dotnet(ASSEMBLIES)
    host = 0x20 + 72
    shift = host - 120
    body = bytearray(inner[120:])
    pointer = inner.index(MARK) - 8 - 120
    old = struct.unpack_from("<q", body, pointer)[0]
    struct.pack_into("<q", body, pointer, old + shift)
    for name in ASSEMBLIES:
        at = bytes(body).rindex(bytes([len(name)]) + name.encode()) - 25
        struct.pack_into("<q", body, at, struct.unpack_from("<q", body, at)[0] + shift)
    size = host + len(body)
    header = struct.pack("<8I", 0xFEEDFACF, 0x0100000C, 0, 2, 1, 72, 0, 0)
    data = header + struct.pack("<II16s4Q4I", 0x19, 72, b"__LINKEDIT", 0, size, 0, size, 7, 5, 0, 0) + bytes(body)
    outcome = read_bytes(data)
    assert {name.removeprefix(".bundle/"): child.data for name, child in outcome.children.items()} == ASSEMBLIES
    assert hashlib.sha256(outcome.children[".bundle/App.dll"].data).digest() == hashlib.sha256(pe()).digest()
    assert FAILED not in outcome.totals


# -- AppImage


def test_program_in_the_first_sectors_of_an_image_does_not_hide_the_image() -> None:
    image = bytes(0x8000) + b"\x01CD001" + bytes(2042)
    runtime = elf(b"runtime " * 50)
    assert read_bytes(runtime + image[len(runtime) :]).format == "iso"
    assert read_bytes(elf(noise(0x9000)[:0x7F89] + b"CD001" + noise(900))).format == "elf"


def test_packed_files_of_an_image_are_unpacked() -> None:
    data = bytes(1 << 15) + noise(50_000) + b"the end"
    outcome = read_bytes(zisofs(data))
    assert outcome.children["unpacked"].data == data
    cut = read_bytes(zisofs(data)[:-2])
    assert cut.totals[FAILED] > 0
    assert cut.children["unpacked"].data == data[: 2 << 15]


def test_table_of_blocks_that_falls_is_refused() -> None:
    data = bytearray(zisofs(noise(90_000)))
    data[20:24] = bytes(4)
    assert "does not rise" in read_bytes(bytes(data)).error
