"""Native binaries: own tiny ELF, PE and Mach-O carriers, stripped, for several machines; and 400 broken ones."""

from __future__ import annotations

import random

import pytest

from scanner.catalogue.vocabulary import Vocabulary
from scanner.detect.native import Native
from scanner.detect.symbols import Finder, class_name, demangled, type_name, undecorated
from scanner.types import FactKind, ParseFailure, Place
from tests.detect.cases import DOCUMENTED
from tests.detect.macho import fat, thin
from tests.detect.vocabulary import NATIVE, VOCABULARY, observe, subject


def look(name, format_id):
    return observe(Native(), NATIVE / name, f"x!/{name}", format_id)


def have(seen, kind):
    return {(o.value, o.place) for o in seen if o.kind is kind}


LIBRARIES = [("libexample_face.so", "elf"), ("libexample_face_arm.so", "elf"), ("face.dll", "pe")]
PROGRAMS = [("camera", "elf"), ("camera_arm", "elf"), ("camera.exe", "pe")]


@pytest.mark.parametrize(("name", "format_id"), LIBRARIES)
def test_a_library_defines(name, format_id):
    seen = look(name, format_id)
    assert have(seen, FactKind.SYMBOL) == {
        ("ASFFaceFeatureCompare", Place.DEFINED),
        ("ASFFaceFeatureExtract", Place.DEFINED),
        ("_ZN4fsdk", Place.DEFINED),
        ("N4fsdk9FaceModelE", Place.DEFINED),
    }
    assert have(seen, FactKind.CLASS) == {("com.example_face.Engine", Place.DEFINED)}
    assert ("library", Place.FILE) in have(seen, FactKind.IDENTITY)
    details = {o.value: o.detail for o in seen}
    assert details["_ZN4fsdk"] == "fsdk::FaceModel::match(int)"


@pytest.mark.parametrize(("name", "format_id"), LIBRARIES)
def test_a_symbol_has_its_offset_in_the_file(name, format_id):
    data = (NATIVE / name).read_bytes()
    (rtti,) = (o for o in look(name, format_id) if o.value == "N4fsdk9FaceModelE")
    assert data[rtti.offset : rtti.offset + 4] == (7).to_bytes(4, "little")


@pytest.mark.parametrize(("name", "format_id"), PROGRAMS)
def test_a_program_imports(name, format_id):
    seen = look(name, format_id)
    assert have(seen, FactKind.SYMBOL) == {("ASFFaceFeatureCompare", Place.IMPORTED)}
    assert {("executable", Place.FILE), ("dynamic-loading", Place.IMPORTED)} <= have(seen, FactKind.IDENTITY)
    assert not have(seen, FactKind.SONAME)


def test_library_names_stand_as_they_are_and_as_facts_write_them():
    own = have(look("libexample_face.so", "elf"), FactKind.SONAME)
    assert own == {("libexample_face.so.3", Place.DEFINED), ("libexample_face.so", Place.DEFINED)}
    needed = {value for value, _ in have(look("camera", "elf"), FactKind.NEEDED)}
    assert needed == {"libexample_face.so.3", "libexample_face.so", "libdl.so.2"}
    needed = {value for value, _ in have(look("camera.exe", "pe"), FactKind.NEEDED)}
    assert needed == {"face.dll", "Face.dll", "KERNEL32.dll"}


def test_an_object_file_imports_what_it_leaves_open():
    seen = look("camera.o", "elf")
    assert ("ASFFaceFeatureCompare", Place.IMPORTED) in have(seen, FactKind.SYMBOL)
    assert ("object", Place.FILE) in have(seen, FactKind.IDENTITY)


def test_identity_and_version():
    build = [o.detail for o in look("libexample_face.so", "elf") if o.value == "build-id"]
    assert build == ["0123456789abcdef"]
    assert any(o.value == "imphash" and len(o.detail) == 32 for o in look("camera.exe", "pe"))
    versions = {o.detail: o.value for o in look("face.dll", "pe") if o.kind is FactKind.VERSION}
    assert versions == {
        "CompanyName": "Example Vision",
        "ProductName": "Example Face Kit",
        "FileVersion": "3.1.0.7",
        "OriginalFilename": "face.dll",
    }


def test_a_pe_in_a_window_of_a_larger_file(tmp_path):
    from scanner.detect.interface import Subject
    from scanner.formats.source import Source

    data = (NATIVE / "face.dll").read_bytes()
    (tmp_path / "outer").write_bytes(b"#" * 1000 + data + b"#" * 1000)
    with subject(NATIVE / "face.dll", "x!/face.dll", "pe") as whole:
        with Source(tmp_path / "outer", "x!/face.dll", 1000, len(data)) as window:
            inner = list(Native().observe(Subject(whole.node, window, whole.vocabulary, whole.limits)))
        assert inner == list(Native().observe(whole))


def test_a_payload_behind_a_pe_changes_nothing(tmp_path):
    data = (NATIVE / "face.dll").read_bytes()
    (tmp_path / "node").write_bytes(data + bytes(range(256)) * 500)
    assert observe(Native(), tmp_path / "node", "x!/face.dll", "pe") == look("face.dll", "pe")


@pytest.mark.parametrize("fixup", [0, 0x8010 << 48])
def test_macho_classes_without_symbols(fixup, tmp_path):
    image = thin((), (), "libx.dylib", (), ("CVWindow", "ExampleFaceView"), fixup)
    for data in (image, fat(image, image)):
        (tmp_path / "node").write_bytes(data)
        seen = observe(Native(), tmp_path / "node", "x!/l.dylib", "macho")
        (found,) = (o for o in seen if o.kind is FactKind.CLASS)
        assert (found.value, found.place) == ("ExampleFaceView", Place.DEFINED)
        assert found.offset is not None
        assert data[found.offset :].startswith(b"ExampleFaceView\0")


def test_macho_class_lists_that_lead_nowhere_are_passed_over(tmp_path):
    image = bytearray(thin((), (), "libx.dylib", (), ("ExampleFaceView", "Other")))
    image[0xC00:0xC08] = b"\xff" * 8
    (tmp_path / "node").write_bytes(image)
    assert not have(observe(Native(), tmp_path / "node", "x!/l.dylib", "macho"), FactKind.CLASS)


def test_macho_thin_and_fat(tmp_path):
    image = thin(
        ("ASFFaceFeatureCompare", "OBJC_CLASS_$_ExampleFaceView"),
        ("ASFFaceFeatureExtract", "dlsym"),
        "@rpath/libexample_face.so",
        ("/usr/lib/libSystem.B.dylib",),
    )
    for data, base in ((image, 0), (fat(image, image), 0x4000)):
        (tmp_path / "node").write_bytes(data)
        seen = observe(Native(), tmp_path / "node", "x!/l.dylib", "macho")
        assert have(seen, FactKind.SYMBOL) == {
            ("ASFFaceFeatureCompare", Place.DEFINED),
            ("ASFFaceFeatureExtract", Place.IMPORTED),
        }
        assert have(seen, FactKind.CLASS) == {("ExampleFaceView", Place.DEFINED)}
        assert have(seen, FactKind.SONAME) == {("libexample_face.so", Place.DEFINED)}
        assert have(seen, FactKind.NEEDED) == {("libSystem.B.dylib", Place.IMPORTED)}
        assert {("library", Place.FILE), ("dynamic-loading", Place.IMPORTED)} <= have(seen, FactKind.IDENTITY)
        (symbol,) = (o for o in seen if o.value == "ASFFaceFeatureCompare")
        assert symbol.offset == base + 0x800


def test_names_that_are_no_utf8_are_shown_and_hide_nothing(tmp_path):
    data = (NATIVE / "libexample_face.so").read_bytes()
    (tmp_path / "node").write_bytes(
        data.replace(b"ASFFaceFeatureExtract", b"ASF\xffaceFeatureExtract").replace(
            b"libexample_face", b"\xfeibexample_face"
        )
    )
    seen = observe(Native(), tmp_path / "node", "x!/l.so", "elf")
    assert ("ASFFaceFeatureCompare", Place.DEFINED) in have(seen, FactKind.SYMBOL)
    assert ("\\xfeibexample_face.so.3", Place.DEFINED) in have(seen, FactKind.SONAME)


@pytest.mark.parametrize(("name", "format_id"), [*LIBRARIES, *PROGRAMS])
def test_a_truncated_binary_is_a_failure(name, format_id, tmp_path):
    data = (NATIVE / name).read_bytes()
    (tmp_path / "node").write_bytes(data[: len(data) // 3])
    with pytest.raises(ParseFailure):
        observe(Native(), tmp_path / "node", f"x!/{name}", format_id)


def test_what_could_be_read_of_a_truncated_binary_is_kept(tmp_path):
    data = (NATIVE / "libexample_face.so").read_bytes()
    (tmp_path / "node").write_bytes(data[:-200])  # the section table stands at the end
    seen = []
    with subject(tmp_path / "node", "x!/l.so", "elf") as one, pytest.raises(ParseFailure, match="truncated"):
        seen += Native().observe(one)
    # `+=` keeps what came before the error
    assert ("ASFFaceFeatureCompare", Place.DEFINED) in have(seen, FactKind.SYMBOL)


def _mutants(data: bytes, count: int, seed: int):
    draw = random.Random(seed)  # noqa: S311 - repeatable on purpose
    for number in range(count):
        mutant = bytearray(data)
        for _ in range(draw.choice((1, 4, 16, 64))):
            # Headers and tables are at the beginning: half of the changes go there.
            place = draw.randrange(min(len(data), 0x200) if draw.random() < 0.5 else len(data))
            mutant[place] = draw.choice((0, 0xFF, 0x7F, 0x80, draw.randrange(256)))
        yield bytes(mutant[: draw.randrange(len(mutant))] if number % 5 == 0 else mutant)


@pytest.mark.parametrize(("name", "format_id"), [*LIBRARIES, *PROGRAMS, ("camera.o", "elf")])
def test_mutants_raise_nothing_but_what_is_documented(name, format_id, tmp_path):
    read = 0
    for mutant in _mutants((NATIVE / name).read_bytes(), 60, seed=7):
        (tmp_path / "node").write_bytes(mutant)
        try:
            observe(Native(), tmp_path / "node", f"x!/{name}", format_id)
            read += 1
        except DOCUMENTED:
            continue
    assert read  # some are harmless: the loop did reach the parser


def test_mutated_macho(tmp_path):
    image = fat(*[thin(("ASFFaceFeatureCompare",), ("dlsym",), "libx.dylib", ("liby.dylib",))] * 2)
    (tmp_path / "node").write_bytes(image[: 0x4000 + 0x200])
    with pytest.raises(ParseFailure):
        observe(Native(), tmp_path / "node", "x!/l.dylib", "macho")
    for head in _mutants(image[:0x4200], 80, seed=5):
        (tmp_path / "node").write_bytes(head + image[len(head) :])
        try:
            assert observe(Native(), tmp_path / "node", "x!/l.dylib", "macho")
        except DOCUMENTED:
            continue


def test_other_bytes_are_a_failure(tmp_path):
    (tmp_path / "node").write_bytes(b"no binary at all" * 100)
    for format_id in ("elf", "pe", "macho"):
        with pytest.raises(ParseFailure):
            observe(Native(), tmp_path / "node", "x!/n", format_id)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("memcpy@GLIBC_2.2.5", "memcpy"),
        ("f@@V1", "f"),
        ("_NET_DVR_Init@16", "NET_DVR_Init"),
        ("NET_DVR_Init@0", "NET_DVR_Init"),
        ("@fast@8", "fast"),
        ("?run@Face@@QEAAXXZ", "?run@Face@@QEAAXXZ"),
        ("plain", "plain"),
        ("@", "@"),
    ],
)
def test_decoration_is_removed(name, plain):
    assert undecorated(name) == plain


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("Java_com_x_Face_match", "com.x.Face"),
        ("Java_com_x_1y_Face_match__IJ", "com.x_y.Face"),
        ("Java_a_B_000e9_m", "a.B\u00e9"),
        ("Java_", None),
        ("Java_m", None),
        ("OBJC_CLASS_$_Face", "Face"),
        ("OBJC_CLASS_$__TtC4Acme4Face", "Acme.Face"),
        ("OBJC_CLASS_$__TtCC4Acme4Face5Inner", "Acme.Face"),
        ("$s4Acme4FaceC7compareyyF", "Acme.Face"),
        ("$s4Acme4FaceVMa", "Acme.Face"),
        ("$s4Acme7compareyyF", None),  # a function of the module
        ("$s4Acme99Fa", None),
        ("$s4Acme0A4FaceC", None),
        ("$sSo", None),
        ("main", None),
    ],
)
def test_classes_behind_symbols(name, owner):
    assert class_name(name) == owner


def test_every_spelling_of_a_name_is_found():
    names = [
        "ASFFaceFeatureCompare",
        "ASFFaceFeatureCompare@V1",
        "ASFFaceFeatureCompare@@V2",
        "_ASFFaceFeatureCompare@8",
    ]
    found = Finder(VOCABULARY).find([*names, "other", "ASFFaceFeatureCompareEx"])
    assert found == dict.fromkeys(names, ((FactKind.SYMBOL, "ASFFaceFeatureCompare"),))


def test_a_vocabulary_without_symbols_finds_none():
    assert not Finder(Vocabulary(None, {}, {}, frozenset())).find(["Java_a_B_c", "_ZTI1a", "f@V1"])


def test_type_names_and_demangling():
    assert type_name("_ZTSN2cv3FooE") == "N2cv3FooE"
    assert type_name("_ZN2cv3FooE") is None
    assert demangled("_ZN2cv16FaceRecognizerSF6createEv") == "cv::FaceRecognizerSF::create()"
    assert demangled("_Zbroken") == "_Zbroken"
    assert demangled("plain") == "plain"
